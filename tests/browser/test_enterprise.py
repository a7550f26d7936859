"""The enterprise's line: from registering to judging, on a phone and at a desk, in both languages."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Meet
from tests.browser.visitor import DESK, PHONE, Visitor
from tests.browser.zone import Zone
from tests.factories import PASSWORD

ENTRY = {"zh": "我要办", "en": "I need something done"}
CATEGORY = {"zh": ("奖补", "奖补兑现"), "en": ("award", "Payment of awards and subsidies")}
TEXT = "去年的技改项目已经通过验收,奖补名单三月公示,资金至今没有到账。"


def register(somebody: Visitor, username: str, code: str, firm: str) -> None:
    """Fill in the registration form and send it."""
    somebody.fills("Credit code", code)
    somebody.fills("Name of the enterprise", firm)
    somebody.fills("Your name", "方敏")
    somebody.fills("Your phone", "13912345678")
    somebody.fills("User name", username)
    somebody.fills("Password", PASSWORD)
    somebody.presses("Register")


def choose(somebody: Visitor) -> None:
    """From the plain words to the details, by searching for the category."""
    words, name = CATEGORY[somebody.language]
    somebody.opens("/portal/submit?entry=apply")
    somebody.main.get_by_role("searchbox").fill(words)
    found = somebody.page.locator("#found").get_by_role("link", name=name)
    if not found.count():
        # Without JavaScript the button searches; with it the list comes by itself.
        somebody.presses("Search")
    found.first.click()


def write(somebody: Visitor, title: str) -> None:
    """Fill in what it is about."""
    somebody.fills("In one sentence", title)
    somebody.fills("What it is about", TEXT)
    somebody.ticks("No, only offices of the zone")


def number_and_code(somebody: Visitor) -> tuple[str, str]:
    """What the confirmation says."""
    number = somebody.page.locator(".arrived-number").inner_text().strip()
    return number, somebody.page.locator(".arrived-code strong").inner_text().strip()


@pytest.mark.parametrize(
    ("size", "language"), [(PHONE, "zh"), (DESK, "zh"), (PHONE, "en")], ids=["phone", "desk", "english"]
)
def test_an_enterprise_registers_submits_follows_and_judges(
    meet: Meet, zone: Zone, photo: Path, letter: Path, size: dict[str, int], language: str
) -> None:
    code, firm = zone.new_firm()
    somebody = meet(size=size, language=language)
    title = f"技改奖补资金何时到账({firm})"

    # Registering: the wrong credit code is told beside its field, and nothing typed is lost.
    somebody.opens("/register")
    register(somebody, f"member-{code[-6:].lower()}", code[:-1] + ("1" if code[-1] != "1" else "2"), firm)
    somebody.sees("Please check what you entered")
    somebody.sees_beside(
        "Credit code", "The credit code's check digit does not fit; please compare it with the licence."
    )
    somebody.holds("Name of the enterprise", firm)
    somebody.fills("Credit code", code)
    somebody.fills("Password", PASSWORD)
    somebody.presses("Register")
    somebody.sees("Not verified yet")

    # From the plain words to the category.
    somebody.opens("/")
    somebody.main.get_by_role("link", name=ENTRY[language]).click()
    choose(somebody)

    # The details, a photo and a letter; what is missing is said beside the field.
    somebody.fills("What it is about", TEXT)
    somebody.presses("Go on to check")
    somebody.sees_beside("In one sentence", "Please fill this in.")
    somebody.holds("What it is about", TEXT)
    write(somebody, title)
    somebody.attaches(photo, letter)
    for file in (photo, letter):
        expect(somebody.page.get_by_role("link", name=file.name)).to_be_visible()
    somebody.holds("In one sentence", title)
    somebody.presses("Go on to check")

    # The promise is told before sending; pressing twice makes one matter.
    somebody.sees("Accepted at the latest")
    somebody.sees("Answered at the latest")
    expect(somebody.page.locator(".forecast time")).to_have_count(2)
    somebody.main.get_by_role("button", name=somebody.says("Send"), exact=True).dblclick(no_wait_after=True)
    somebody.sees("Your matter has arrived")
    assert len(zone.numbers(title)) == 1
    number, tracking = number_and_code(somebody)

    # The receipt, with a QR code.
    somebody.follows("Print the receipt")
    somebody.sees("Receipt of submission")
    expect(somebody.page.locator("svg.qr")).to_be_visible()
    expect(somebody.page.locator("body")).to_contain_text(tracking)

    # Anybody who has number and code can follow it; a wrong code tells nothing.
    passer_by = meet(size=size, language=language)
    passer_by.opens("/track")
    passer_by.fills("Number", number)
    passer_by.fills("Tracking code", "WRONG2")
    passer_by.presses("Track")
    expect(passer_by.page.locator("main")).not_to_contain_text(firm)
    passer_by.fills("Tracking code", tracking)
    passer_by.presses("Track")
    expect(passer_by.page.locator("li[aria-current=step]")).to_contain_text(passer_by.says("To be accepted"))
    passer_by.page.context.close()

    # Further facts.
    somebody.opens(f"/portal/m/{number}")
    somebody.unfolds("Add facts or files")
    somebody.fills("What should the desk or the department know as well?", "备案号为技改备〔2025〕118号。")
    somebody.presses("Send the facts")
    expect(somebody.page.locator(".story")).to_contain_text("技改备〔2025〕118号")

    # Once the result is there: one tap for the face, and the matter is closed.
    zone.go_on(number, "in_callback")
    somebody.opens(f"/portal/m/{number}")
    somebody.presses("Very satisfied")
    somebody.sees("Your judgement")
    assert zone.state(number) == "closed"
    assert somebody.overflow() <= 0


def test_without_javascript_a_matter_goes_its_way_as_well(meet: Meet, zone: Zone, letter: Path) -> None:
    username, _ = zone.member()
    somebody = meet(size=PHONE, java_script_enabled=False)
    somebody.signs_in(username)
    somebody.sees("The desk has not verified yet that you speak for your enterprise.")
    title = f"没有脚本也能提交({username})"
    choose(somebody)
    write(somebody, title)
    somebody.attaches(letter)
    somebody.presses("Add the chosen files")
    expect(somebody.page.get_by_role("link", name=letter.name)).to_be_visible()
    somebody.presses("Go on to check")
    somebody.sees("Answered at the latest")
    somebody.presses("Send")
    number, _ = number_and_code(somebody)

    officer = meet("officer", java_script_enabled=False)
    officer.opens(f"/desk/t/{number}")
    officer.presses("Accept")
    officer.presses("Dispatch")
    assert zone.state(number) == "in_progress"


def test_whoever_is_not_content_says_so_and_why(meet: Meet, zone: Zone) -> None:
    number = zone.matter("in_callback", title="没有解决的事项")
    somebody = meet("enterprise", size=PHONE)
    somebody.opens(f"/portal/m/{number}")
    somebody.unfolds("Not solved, not content, or something to add")
    somebody.ticks("Not solved")
    somebody.ticks("Dissatisfied")
    somebody.fills("Anything you would like to add?", "资金没有到账。")
    somebody.presses("Send the judgement")
    somebody.sees("Judge again")
    assert zone.state(number) == "in_callback"


def test_what_was_begun_is_found_again(meet: Meet, zone: Zone) -> None:
    username, _ = zone.member()
    somebody = meet(size=PHONE)
    somebody.signs_in(username)
    choose(somebody)
    somebody.fills("In one sentence", "先写一半")
    somebody.presses("Keep it and go on later")
    somebody.sees("Not sent yet")
    somebody.follows("Go on")
    somebody.holds("In one sentence", "先写一半")


def test_an_enterprise_withdraws_after_being_asked_once(meet: Meet, zone: Zone) -> None:
    number = zone.matter("accepted", title="准备撤回的事项")
    somebody = meet("enterprise", size=PHONE)
    somebody.opens(f"/portal/m/{number}")
    somebody.follows("Withdraw")
    somebody.presses("Withdraw")
    somebody.sees_beside("Why do you withdraw?", "Please fill this in.")
    somebody.fills("Why do you withdraw?", "已经自行解决。")
    somebody.presses("Withdraw")
    somebody.sees("You have withdrawn the matter.")
    assert zone.state(number) == "withdrawn"


def test_an_enterprise_answers_what_it_is_asked(meet: Meet, zone: Zone) -> None:
    number = zone.matter("awaiting_info", title="等待补充的事项")
    somebody = meet("enterprise", size=PHONE)
    somebody.opens("/portal/")
    somebody.sees("Please add the facts that are missing")
    somebody.opens(f"/portal/m/{number}")
    somebody.sees("You are asked")
    somebody.fills("Your answer", "项目备案号为 2025-118。")
    somebody.presses("Send the facts")
    expect(somebody.page.locator(".story")).to_contain_text("2025-118")
    assert zone.state(number) == "submitted"
