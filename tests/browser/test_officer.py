"""The officer's line: queues with the matter beside the list, and every way out of them."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Meet
from tests.browser.visitor import DESK, PHONE, Visitor
from tests.browser.zone import Zone


def test_an_officer_accepts_and_dispatches_beside_the_list(meet: Meet, zone: Zone) -> None:
    number = zone.matter(title="在收件台旁边打开的事项")
    officer = meet("officer")
    officer.opens("/desk/?queue=to_accept")
    row = officer.page.locator("a[data-row]").filter(has_text=number)
    row.click()
    beside = officer.page.locator("#beside")
    expect(beside.locator(".matter-title")).to_have_text("在收件台旁边打开的事项")
    expect(row).to_have_attribute("aria-current", "true")
    assert "/desk/?queue=to_accept" in officer.page.url

    officer.sees("Proposed lead:")
    officer.presses("Accept")
    officer.sees("What happens next")
    officer.opens(f"/desk/t/{number}")
    officer.sees("Proposed lead:")
    officer.fills("Note for the department", "请核对拨付批次。")
    officer.presses("Dispatch")
    assert zone.state(number) == "in_progress"
    expect(officer.page.locator(".next-step-sentence")).to_contain_text("经济发展局")


def test_an_officer_on_the_phone_reads_a_matter_on_its_own_page(meet: Meet, zone: Zone) -> None:
    number = zone.matter(title="在手机上打开的事项")
    officer = meet("officer", size=PHONE)
    officer.opens("/desk/?queue=to_accept")
    officer.page.locator("a[data-row]").filter(has_text=number).click()
    officer.page.wait_for_url(re.compile(f"/desk/t/{number}$"))
    officer.presses("Accept")
    officer.sees("To be dispatched")
    assert zone.state(number) == "accepted"
    assert officer.overflow() <= 0


def test_the_keys_move_through_the_list(meet: Meet, zone: Zone) -> None:
    for title in ("按键选择一", "按键选择二"):
        zone.matter(title=title)
    officer = meet("officer")
    officer.opens("/desk/?queue=to_accept")
    # What opens by itself is the first; the keys go on from there.
    rows = officer.page.locator("a[data-row]")
    expect(rows.first).to_have_attribute("aria-current", "true")
    officer.page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    second = rows.nth(1).locator(".matter-number").inner_text()
    officer.page.keyboard.press("Enter")
    expect(officer.page.locator("#beside .matter-number")).to_have_text(second)


def test_an_officer_asks_for_facts(meet: Meet, zone: Zone) -> None:
    number = zone.matter(title="材料不全的事项")
    officer = meet("officer")
    officer.opens(f"/desk/t/{number}")
    officer.follows("Ask for facts")
    officer.presses("Ask for facts")
    officer.sees_beside("Which facts are missing?", "Please fill this in.")
    officer.fills("Which facts are missing?", "请补充备案号。")
    officer.presses("Ask for facts")
    officer.sees("Waiting for facts")
    assert zone.state(number) == "awaiting_info"


def test_an_officer_refuses_and_prints_the_notice(meet: Meet, zone: Zone) -> None:
    number = zone.matter(title="不属于受理范围的事项")
    officer = meet("officer")
    officer.opens(f"/desk/t/{number}")
    officer.follows("Do not accept")
    officer.fills("Reason", "该事项已进入诉讼程序。")
    officer.presses("Do not accept")
    officer.sees_beside("Legal route open to the enterprise", "Please fill this in.")
    officer.holds("Reason", "该事项已进入诉讼程序。")
    officer.fills("Legal route open to the enterprise", "请依法向人民法院主张权利。")
    officer.presses("Do not accept")
    assert zone.state(number) == "refused"
    officer.follows("Notice of non-acceptance")
    paper = officer.page.locator("main.paper")
    for words in ("华远精密制造有限公司", number, "该事项已进入诉讼程序。", "请依法向人民法院主张权利。"):
        expect(paper).to_contain_text(words)
    officer.page.emulate_media(media="print")
    expect(officer.page.locator(".paper-tools")).to_be_hidden()
    sheets = officer.page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1, "the notice needs more than one sheet"


def test_an_officer_answers_at_once(meet: Meet, zone: Zone) -> None:
    number = zone.matter(title="一问就能答的事项", kind="consultation")
    officer = meet("officer")
    officer.opens(f"/desk/t/{number}")
    officer.follows("Answer at once")
    officer.fills("Answer", "奖补资金将于本月底前拨付。")
    officer.presses("Answer at once")
    officer.sees("In callback")
    assert zone.state(number) == "in_callback"


def fill_record(officer: Visitor, code: str, firm: str, title: str) -> None:
    """What was said on the telephone."""
    officer.ticks("Phone", group="How it came")
    officer.fills("Credit code", code)
    officer.fills("Name of the enterprise", firm)
    officer.fills("Contact person", "马厂长")
    officer.fills("Phone", "13812340000")
    officer.ticks("Request")
    officer.picks("Category", "0103")
    officer.fills("Title", title)
    officer.fills("What it is about", "来电反映奖补资金未到账。")


@pytest.mark.parametrize(("size", "language"), [(DESK, "zh"), (PHONE, "zh"), (DESK, "en")])
def test_an_officer_records_what_was_told_on_the_telephone(
    meet: Meet, zone: Zone, size: dict[str, int], language: str
) -> None:
    code, firm = zone.new_firm()
    officer = meet("officer", size=size, language=language)
    officer.opens("/desk/record")
    title = f"电话代录({firm})"
    fill_record(officer, "12345", firm, title)
    officer.presses("Record")
    officer.sees("Please check what you entered")
    officer.holds("Title", title)
    officer.holds("Contact person", "马厂长")
    officer.fills("Credit code", code)
    officer.main.get_by_role("button", name=officer.says("Record"), exact=True).dblclick(no_wait_after=True)
    officer.page.wait_for_url(re.compile(r"/desk/t/QS"))
    expect(officer.page.locator(".matter-title")).to_have_text(title)
    assert len(zone.numbers(title)) == 1
    assert officer.overflow() <= 0


def test_several_matters_of_one_visit_follow_each_other(meet: Meet, zone: Zone) -> None:
    code, firm = zone.new_firm()
    officer = meet("officer")
    officer.opens("/desk/record")
    fill_record(officer, code, firm, "走访记录之一")
    officer.presses("Record, and another one of the same enterprise")
    officer.sees("Record a matter")
    officer.holds("Credit code", code)
    officer.holds("Contact person", "马厂长")
    officer.holds("Title", "")


def test_an_officer_verifies_a_member(meet: Meet, zone: Zone, photo: Path) -> None:
    username, name = zone.member()
    member = meet(size=PHONE)
    member.signs_in(username)
    member.opens("/portal/company")
    member.attaches(photo)
    member.presses("Send the proof")
    member.sees("Sent so far")

    officer = meet("officer")
    officer.opens("/desk/members")
    waiting = officer.page.locator("section.card").filter(has_text=username)
    expect(waiting.get_by_role("link", name=photo.name)).to_be_visible()
    waiting.get_by_role("button", name=officer.says("Verify"), exact=True).click()
    officer.sees("Please check what you entered")
    waiting.locator("label").filter(has_text=officer.says("Licence seen")).click()
    waiting.get_by_role("button", name=officer.says("Verify"), exact=True).click()
    officer.sees("%(name)s is verified now.", name=name)

    member.opens("/portal/company")
    member.sees("You are verified.")


def test_an_officer_reviews_sends_back_and_passes(meet: Meet, zone: Zone) -> None:
    number = zone.matter("in_review", title="待审核的事项")
    officer = meet("officer")
    officer.opens("/desk/?queue=to_review")
    officer.page.locator("a[data-row]").filter(has_text=number).click()
    officer.sees("Result, not yet passed on")
    officer.opens(f"/desk/t/{number}")
    officer.follows("Send back")
    officer.fills("What is missing in the result?", "请写明何时拨付。")
    officer.presses("Send back")
    assert zone.state(number) == "in_progress"
    expect(officer.page.locator(".remark")).to_contain_text("请写明何时拨付。")

    ready = zone.matter("in_review", title="可以通过的事项")
    officer.opens(f"/desk/t/{ready}")
    officer.presses("Pass the review")
    officer.sees("In callback")
    assert zone.state(ready) == "in_callback"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_an_officer_calls_back_and_the_matter_closes(meet: Meet, zone: Zone, size: dict[str, int]) -> None:
    number = zone.matter("in_callback", title="待回访的事项")
    officer = meet("officer", size=size)
    officer.opens(f"/desk/t/{number}")
    officer.ticks("Yes, reached")
    officer.ticks("Solved")
    officer.ticks("Satisfied")
    officer.fills("What the enterprise said", "款项已经到账。")
    officer.presses("Record a callback")
    officer.sees("The matter is closed.")
    assert zone.state(number) == "closed"


def test_an_officer_sends_what_was_not_solved_to_redo_or_closes_it(meet: Meet, zone: Zone) -> None:
    again, over = zone.matter("in_callback", title="需要重办"), zone.matter("in_callback", title="只能办结")
    for number in (again, over):
        zone.do("enterprise", number, "judge", solved="no", satisfaction=1, comment="没有解决。")
    officer = meet("officer")
    officer.opens(f"/desk/t/{again}")
    expect(officer.page.locator("main")).to_contain_text("没有解决。")
    officer.follows("Send to redo")
    officer.fills("Why is it done again, and what is missing?", "资金尚未到账。")
    officer.presses("Send to redo")
    officer.sees("Redo")
    assert zone.state(again) == "in_progress"

    officer.opens(f"/desk/t/{over}")
    officer.follows("Close the matter")
    officer.fills("Reason", "企业的要求超出政策范围,已当面说明。")
    officer.presses("Close the matter")
    officer.sees("The matter is closed.")
    assert zone.state(over) == "closed"


def test_of_two_officers_with_the_same_page_the_second_is_told_and_keeps_what_was_typed(
    meet: Meet, zone: Zone
) -> None:
    number = zone.matter("accepted", title="两个人同时打开")
    first, second = meet("officer"), meet("officer2")
    for officer in (first, second):
        officer.opens(f"/desk/t/{number}")
    second.fills("Note for the department", "这段话不能丢。")
    first.presses("Dispatch")
    first.sees("In progress")
    second.presses("Dispatch")
    second.sees("Nothing was changed, and what you typed still stands below.")
    second.sees("This has happened meanwhile")
    expect(second.page.locator(".story")).to_contain_text("周敏")
    second.holds("Note for the department", "这段话不能丢。")


def test_a_list_is_downloaded_in_one_format_and_then_in_another(meet: Meet, zone: Zone) -> None:
    zone.matter("closed", title="两种格式的台账")
    officer = meet("officer")
    officer.opens("/ledgers/matters?state=closed")
    for kind, ends in (("Excel", ".xlsx"), ("CSV, for other programs", ".csv")):
        officer.ticks(kind)
        with officer.page.expect_download() as arrives:
            officer.presses("Download")
        assert arrives.value.suggested_filename.endswith(ends)
