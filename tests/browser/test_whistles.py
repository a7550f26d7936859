"""A whistle in real browsers: the officer and two departments at once, from blow to grades."""

import pytest

from tests.browser.conftest import Meet
from tests.browser.visitor import PHONE
from tests.browser.zone import Zone

SOON = 15_000
"""Within this time, in milliseconds, a board shows by itself what happened elsewhere."""


def test_from_blow_to_grades_with_two_departments_at_once(meet: Meet, zone: Zone) -> None:
    number = zone.matter("working", title="厂区停气")
    officer = meet("officer")
    second, third = meet("handler2", size=PHONE), meet("handler3", size=PHONE)

    officer.opens(f"/desk/t/{number}")
    officer.page.click("a[href*='/whistles/new']")
    officer.page.click("a[href*='/whistles/new/emergency']")
    officer.page.fill("textarea[name=reason]", "燃气管道有异味,请立即到场。")
    officer.page.fill("input[name=place]", "兴业路12号东门")
    for code in ("rsj", "jsj"):
        officer.page.check(f"input[name=departments][value={code}]")
    officer.page.click("main button[type=submit]")
    board = officer.page.locator("#whistle-live")
    board.wait_for()
    whistle = officer.page.url.rsplit("/", 1)[1]
    assert board.locator(".call-waiting").count() >= 2

    # Two taps: one leads to the own page's top, the other says that they are here.
    third.opens(f"/whistles/{whistle}")
    second.opens("/department/")
    # Other whistles may still call the same department.
    call = second.page.locator(".whistle-card", has=second.page.locator(f"a[href$='/whistles/{whistle}']"))
    call.locator(".call-form button.btn-primary").click()
    second.page.locator("#whistle-live").wait_for()

    # Nobody loads anything again, and both boards show it.
    officer.page.locator("li.call-in_time", has_text="赵蕾").wait_for(timeout=SOON)
    third.page.locator("li.call-in_time", has_text="赵蕾").wait_for(timeout=SOON)

    third.page.fill("textarea[name=text]", "阀门已关闭。")
    third.page.click("#note button[type=submit]")
    officer.page.locator(".notes-feed", has_text="阀门已关闭。").wait_for(timeout=SOON)

    third.page.click(".call-form label.segment >> nth=2")
    third.page.click(".call-form button.btn-primary")
    officer.page.locator("li.call-in_time", has_text="钱军").wait_for(timeout=SOON)

    officer.page.click("#close summary")
    officer.page.fill("#close textarea", "隐患已排除。")
    officer.page.click("#close button[type=submit]")
    officer.page.locator("form[id^=score]").first.wait_for()
    # The others' boards stop by themselves.
    second.page.locator("#whistle-live:not([hx-get])").wait_for(timeout=SOON)

    for grade, reason in (("4", ""), ("1", "未带工具。")):
        form = officer.page.locator("form[id^=score]").first
        form.locator(f"input[name=grade][value='{grade}']").check()
        form.locator("input[name=reason]").fill(reason)
        form.locator("button[type=submit]").click()
        officer.page.wait_for_load_state()
    assert officer.page.locator("form[id^=score]").count() == 0

    third.opens(f"/whistles/{whistle}")
    third.page.fill("form[id^=answer] textarea", "已当场补齐。")
    third.page.click("form[id^=answer] button[type=submit]")
    officer.opens(f"/whistles/{whistle}")
    assert "已当场补齐。" in officer.page.inner_text("main")


@pytest.mark.parametrize("paper", ["notice", "sign_in"])
def test_a_paper_of_a_whistle_is_one_sheet(meet: Meet, zone: Zone, paper: str) -> None:
    whistle = zone.whistle(zone.matter("working", title="吹哨通知"))
    visitor = meet("officer")
    visitor.opens(f"/whistles/{whistle}/papers/{paper}")
    assert whistle in visitor.page.inner_text("main")
    assert visitor.page.evaluate("document.querySelector('.paper').scrollHeight") <= 1123 + 24
