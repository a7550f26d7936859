"""Whoever has nothing to do with a matter finds nothing at its addresses."""

import pytest

from tests.browser.conftest import Meet
from tests.browser.zone import Zone


@pytest.mark.parametrize("stranger", ["enterprise2", "handler2", "inspector", "admin"])
def test_a_stranger_finds_nothing(meet: Meet, zone: Zone, stranger: str) -> None:
    number = zone.matter("working", title="与别人无关的事项")
    share, file, clock = zone.share(number), zone.file(number), zone.clock(number)
    somebody = meet(stranger)
    for path in (
        f"/portal/m/{number}",
        f"/matters/{number}",
        f"/matters/{number}/note",
        f"/matters/{number}/papers/handover",
        f"/assignments/{share}/submit",
        f"/files/{file}",
        f"/clocks/{clock}",
    ):
        assert somebody.opens(path) == 404, path
        assert "与别人无关的事项" not in somebody.page.content()
    for path in (f"/desk/t/{number}", f"/department/a/{share}", f"/portal/m/{number}/receipt"):
        assert somebody.opens(path) in (403, 404), path
        assert "与别人无关的事项" not in somebody.page.content()


def test_whoever_is_not_signed_in_is_asked_to(meet: Meet, zone: Zone) -> None:
    number = zone.matter("working", title="要先登录")
    nobody = meet()
    for path in (
        f"/portal/m/{number}",
        f"/matters/{number}",
        f"/desk/t/{number}",
        f"/files/{zone.file(number)}",
    ):
        nobody.opens(path)
        assert "/login" in nobody.page.url
        assert "要先登录" not in nobody.page.content()


def test_whoever_signs_in_arrives_where_they_wanted_to_go(meet: Meet, zone: Zone) -> None:
    number = zone.matter("accepted", title="登录后回到这里")
    member = meet()
    member.opens(f"/portal/m/{number}")
    member.fills("User name", "enterprise")
    member.fills("Password", "wrong-Password-1")
    member.presses("Sign in")
    member.sees("Please check what you entered")
    member.holds("User name", "enterprise")
    member.fills("Password", "Whistle-2026!")
    member.presses("Sign in")
    member.page.wait_for_url(f"**/portal/m/{number}")
    member.sees("登录后回到这里")
