"""The department's line: sign, speak with the enterprise, work, submit; or all of it on the spot."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Meet
from tests.browser.visitor import DESK, PHONE
from tests.browser.zone import Zone

DONE = "已与财政金融局核对,本月二十五日前拨付到账。"


@pytest.mark.parametrize(
    ("size", "language"), [(DESK, "zh"), (PHONE, "zh"), (DESK, "en")], ids=["desk", "phone", "english"]
)
def test_a_handler_signs_contacts_works_and_submits(
    meet: Meet, zone: Zone, size: dict[str, int], language: str
) -> None:
    number = zone.matter("to_sign", title="交给经发局的事项")
    handler = meet("handler", size=size, language=language)
    handler.opens("/department/?queue=to_sign")
    expect(handler.page.locator("a[data-row]").filter(has_text=number)).to_be_visible()
    handler.opens(f"/department/a/{zone.share(number)}")
    handler.presses("Sign")
    expect(handler.page.locator(".next-step-sentence")).to_contain_text("李强")

    # What is missing is said beside the field, and what was typed stays.
    handler.fills("What was said", "已电话联系陈经理,核实了备案号。")
    handler.presses("Record contact")
    handler.sees("Please check what you entered")
    handler.holds("What was said", "已电话联系陈经理,核实了备案号。")
    handler.ticks("By phone")
    handler.fills("Spoken to", "陈静")
    handler.presses("Record contact")
    expect(handler.page.locator(".story")).to_contain_text("核实了备案号")

    handler.follows("Record progress")
    handler.fills("What has been done", "已提请财政金融局核对批次。")
    handler.presses("Record progress")
    expect(handler.page.locator(".story")).to_contain_text("核对批次")

    # A result in which an element is wrong changes nothing and keeps the rest.
    handler.fills("Spoken to", "")
    handler.fills("What was done", DONE)
    handler.presses("Submit the result")
    handler.sees_beside("Spoken to", "Please fill this in.")
    handler.holds("What was done", DONE)
    assert zone.state(number) == "in_progress"
    handler.fills("Spoken to", "陈静")
    handler.presses("Submit the result")
    handler.sees("In review")
    assert zone.state(number) == "in_review"
    assert handler.overflow() <= 0


def test_a_handler_finishes_on_the_spot(meet: Meet, zone: Zone) -> None:
    number = zone.matter("to_sign", title="当场就能办结")
    handler = meet("handler", size=PHONE)
    handler.opens(f"/department/a/{zone.share(number)}")
    handler.follows("Finish on the spot")
    handler.fills("What was done", DONE)
    handler.presses("Finish on the spot")
    handler.sees("In review")
    assert zone.state(number) == "in_review"


def test_a_handler_asks_and_the_enterprise_answers(meet: Meet, zone: Zone) -> None:
    number = zone.matter("working", title="部门有问题要问")
    handler = meet("handler")
    handler.opens(f"/department/a/{zone.share(number)}")
    handler.follows("Ask the enterprise")
    handler.fills("Your question", "设备发票的抬头是哪一家?")
    handler.presses("Ask the enterprise")
    member = meet("enterprise", size=PHONE)
    member.opens(f"/portal/m/{number}")
    expect(member.page.locator("#question")).to_contain_text("设备发票的抬头是哪一家?")
    member.fills("Your answer", "抬头是我公司。")
    member.presses("Send the facts")
    handler.opens(f"/department/a/{zone.share(number)}")
    expect(handler.page.locator(".story")).to_contain_text("抬头是我公司。")


def test_the_assignment_slip_is_one_sheet(meet: Meet, zone: Zone) -> None:
    # As much as there can be of everything: title, description, note.
    number = zone.matter("accepted", title="要打印交办单" * 16, description="雨水井堵塞。\n" * 500)
    zone.do("officer", number, "dispatch", lead="jfj", note="请现场核实。" * 100)
    handler = meet("handler")
    handler.opens(f"/department/a/{zone.share(number)}")
    handler.follows("Assignment slip")
    paper = handler.page.locator("main.paper")
    for words in (number, "华远精密制造有限公司", "经济发展局"):
        expect(paper).to_contain_text(words)
    expect(handler.page.locator("[data-print]")).to_be_visible()
    handler.page.emulate_media(media="print")
    sheets = handler.page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 1, "the slip needs more than one sheet"


def test_who_asks_why_then_reads_the_reckoning(meet: Meet, zone: Zone) -> None:
    number = zone.matter("working", title="为什么是这个时间")
    handler = meet("handler")
    handler.opens(f"/department/a/{zone.share(number)}")
    handler.page.locator("a.chip").first.click()
    handler.sees("The reckoning, line by line")
    expect(handler.page.locator(".reckoning tbody tr").first).to_be_visible()
