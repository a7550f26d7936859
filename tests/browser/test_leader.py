"""The leader's line: figures with what they count, and behind each of them as many matters as it says."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Meet
from tests.browser.visitor import DESK, PHONE, Visitor
from tests.browser.zone import Zone

A4_WITHOUT_MARGINS = 672
"""Pixels between the margins of a printed page: 178 mm."""


@pytest.mark.parametrize(
    ("size", "language"), [(DESK, "zh"), (PHONE, "zh"), (DESK, "en")], ids=["desk", "phone", "english"]
)
def test_behind_each_figure_stand_as_many_matters_as_it_says(
    meet: Meet, zone: Zone, size: dict[str, int], language: str
) -> None:
    for stage in ("closed", "in_review"):
        zone.matter(stage, title=f"领导看到的数字:{stage}")
    leader = meet("leader", size=size, language=language)
    leader.opens("/board/")
    cards = leader.page.locator(".figure")
    expect(cards).to_have_count(6)
    counted = [
        (
            card.locator("a").get_attribute("href") or "",
            *base_of(card.locator(".figure-base span").first.inner_text()),
        )
        for card in cards.all()
        if card.locator("a").count()
    ]
    assert counted, "no figure counts anything"
    for address, numerator, denominator in counted:
        leader.opens(address)
        assert base_of(leader.page.locator(".board-definition-value span").inner_text()) == (
            numerator,
            denominator,
        )
        assert rows_on_all_pages(leader) == denominator
    assert leader.overflow() <= 0


def test_a_leader_goes_from_a_figure_to_a_matter_but_changes_nothing(meet: Meet, zone: Zone) -> None:
    zone.matter("closed", title="领导点开的事项")
    leader = meet("leader")
    leader.opens("/board/")
    leader.page.locator(".figure a").first.click()
    leader.page.locator("a[data-row]").first.click()
    leader.sees("History")
    expect(leader.main.locator("form button")).to_have_count(0)


def base_of(words: str) -> tuple[int, int]:
    """`597 / 601` as two numbers."""
    numerator, denominator = words.split("/")
    return int(numerator), int(denominator)


def rows_on_all_pages(somebody: Visitor) -> int:
    """How many rows the list has, page by page."""
    rows = 0
    while True:
        rows += somebody.page.locator("a[data-row]").count()
        further = somebody.page.locator("a[rel=next]")
        if not further.count():
            return rows
        somebody.opens(str(further.first.get_attribute("href")))


def test_nothing_of_a_printed_list_is_cut_off_at_the_side(meet: Meet, zone: Zone) -> None:
    number = zone.matter("working", title="印在纸上的跟踪事项")
    zone.track(number, agreed=True)
    zone.reports()
    leader = meet("leader")
    leader.opens("/board/reports")
    report = leader.page.locator("main li a").first.get_attribute("href") or ""
    leader.page.set_viewport_size({"width": A4_WITHOUT_MARGINS, "height": 1000})
    leader.page.emulate_media(media="print")
    for address in ("/tracking/", report):
        leader.opens(address)
        lists = leader.page.locator(".box-flush, .report-table")
        assert lists.count()
        for one in lists.all():
            assert one.evaluate("box => getComputedStyle(box).overflowX") == "visible"
        assert leader.overflow() <= 0, address
