"""An extension and a suspension, asked for and decided by two people; and what the enterprise reads."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from servicedesk import wallclock
from tests.browser.conftest import Meet
from tests.browser.visitor import DESK, PHONE
from tests.browser.zone import Zone
from tests.operations.matters import ZONE

WHY = "须等市局批复用地指标。"
SENTENCE = "因须上级批复,答复时间顺延,敬请谅解。"


@pytest.mark.parametrize(
    ("size", "language"), [(DESK, "zh"), (PHONE, "zh"), (DESK, "en")], ids=["desk", "phone", "english"]
)
def test_an_extension_is_asked_for_and_granted(
    meet: Meet, zone: Zone, size: dict[str, int], language: str
) -> None:
    number = zone.matter("working", title="须等批复的事项")
    handler = meet("handler", size=size, language=language)
    handler.opens(f"/department/a/{zone.share(number)}")
    handler.follows("Ask for an extension")
    handler.page.locator("label.option").nth(2).click()
    handler.fills("Why is more time needed?", WHY)
    handler.presses("Ask for an extension")
    # The sentence for the enterprise is missing; the rest stays.
    handler.sees_beside("Sentence for the enterprise", "Please fill this in.")
    handler.holds("Why is more time needed?", WHY)
    handler.fills("Sentence for the enterprise", SENTENCE)
    handler.presses("Ask for an extension")
    expect(handler.page.locator("#requests")).to_contain_text(WHY)
    handler.sees("To be decided")
    assert handler.overflow() <= 0

    lead = meet("desk_lead", size=size, language=language)
    lead.opens("/decisions/")
    lead.page.locator("a[data-row]").filter(has_text=number).click()
    expect(lead.page.locator(".moved-limits tbody tr")).to_have_count(2)
    lead.presses("Refuse")
    lead.sees_beside("Your words to it", "Please fill this in.")
    # Fewer days are granted than were asked for.
    lead.page.locator("label.option").first.click()
    lead.fills("Your words to it", "抓紧办理。")
    assert lead.overflow() <= 0
    lead.presses("Approve")
    lead.sees("Approved.")
    expect(lead.main).not_to_contain_text(number)

    member = meet("enterprise", size=PHONE, language=language)
    member.opens(f"/portal/m/{number}")
    expect(member.page.locator(".story").first).to_contain_text(SENTENCE)
    expect(member.main).not_to_contain_text(WHY)
    expect(member.main).not_to_contain_text("抓紧办理。")
    expect(member.page.locator("#promise-moved")).to_be_visible()
    assert member.overflow() <= 0


def test_a_suspension_is_asked_for_granted_and_ended(meet: Meet, zone: Zone) -> None:
    number = zone.matter("working", title="等待听证的事项")
    until = (wallclock.now().astimezone(ZONE) + timedelta(days=9)).strftime("%Y-%m-%dT10:00")
    handler = meet("handler")
    handler.opens(f"/department/a/{zone.share(number)}")
    handler.follows("Ask for a suspension")
    handler.picks("Why does it stand still?", "hearing")
    handler.fills("Suspended until", until)
    handler.fills("What is waited for?", "依法组织听证。")
    handler.presses("Ask for a suspension")
    expect(handler.page.locator("#requests")).to_contain_text("依法组织听证。")

    lead = meet("desk_lead", size=PHONE)
    lead.opens("/decisions/")
    lead.page.locator("a[data-row]").filter(has_text=number).click()
    lead.presses("Approve")
    lead.sees("Approved.")

    member = meet("enterprise", size=PHONE)
    member.opens(f"/portal/m/{number}")
    expect(member.page.locator(".next-step")).to_contain_text(member.says("Hearing"))
    expect(member.page.locator(".stage-paused")).to_be_visible()

    handler.opens("/department/?queue=suspended")
    expect(handler.page.locator("a[data-row]").filter(has_text=number)).to_be_visible()
    handler.opens(f"/department/a/{zone.share(number)}")
    expect(handler.page.locator(".chip-paused").first).to_be_visible()
    handler.presses("Resume")
    handler.sees_not("it goes on by itself then")
    expect(handler.page.locator(".chip-paused")).to_have_count(0)
    assert handler.overflow() <= 0
