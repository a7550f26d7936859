"""Every page, on a phone in Chinese and at a desk in English: nothing stands out, nothing fails."""

from datetime import timedelta

import pytest

from servicedesk import wallclock
from tests.browser.conftest import Meet
from tests.browser.every_page import (
    ADMIN,
    BOARD,
    DECISIONS,
    DEPARTMENT,
    DESK,
    DUTY,
    ENTERPRISE,
    PUBLIC,
    TRACKING,
    WHISTLES,
)
from tests.browser.place import Found, Place
from tests.browser.visitor import DESK as WIDE
from tests.browser.visitor import PHONE, Visitor
from tests.browser.zone import Zone
from tests.cast import STAGES
from tests.operations.matters import HEARING, MORE_TIME

LONG_TITLE = (
    "关于高新技术企业认定奖励、研发费用加计扣除与技术改造设备补助同时申报时材料如何合并提交并由一个窗口受理的请示"
    * 2
)
WHOSE = {
    "public": PUBLIC,
    "enterprise": ENTERPRISE,
    "desk": DESK,
    "department": DEPARTMENT,
    "decisions": DECISIONS,
    "board": BOARD,
    "whistles": WHISTLES,
    "tracking": TRACKING,
    "duty": DUTY,
    "admin": ADMIN,
}
# What each page must have for those who hear it or use only the keyboard; answers what is missing.
WHAT_IS_MISSING = """() => {
  const faults = [];
  const named = (element) => (element.getAttribute("aria-label") || element.getAttribute("title") ||
    element.textContent || element.getAttribute("alt") || "").trim() !== "";
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const all = (selector) => [...document.querySelectorAll(selector)];
  const spoken = (element) => element.outerHTML.slice(0, 120);
  if (!document.documentElement.lang) faults.push("the page does not say its language");
  if (!document.title.trim()) faults.push("no title");
  if (all("main").length !== 1) faults.push("not exactly one main part");
  if (all("h1").filter(shown).length > 1) faults.push("more than one h1");
  if (!all("h1, h2").some(shown)) faults.push("no heading");
  const ids = all("[id]:not([type=hidden])").map((element) => element.id);
  ids.filter((id, place) => ids.indexOf(id) !== place).forEach((id) => faults.push(`id ${id} twice`));
  const heard = (element) => !element.closest("[aria-hidden=true]");
  all("input:not([type=hidden]), select, textarea").filter(heard).forEach((field) => {
    const label = field.labels && [...field.labels].some((one) => one.textContent.trim());
    if (!label && !field.getAttribute("aria-label")) faults.push(`no label: ${spoken(field)}`);
  });
  all("a[href], button, summary").filter(shown).filter(heard).forEach((one) => {
    if (!named(one)) faults.push(`no name: ${spoken(one)}`);
  });
  all("img:not([alt])").forEach((one) => faults.push(`no alt: ${spoken(one)}`));
  all("[aria-describedby], [aria-labelledby]").forEach((one) => {
    const to = `${one.getAttribute("aria-describedby") || ""} ${one.getAttribute("aria-labelledby") || ""}`;
    to.trim().split(/\\s+/).forEach((id) => {
      if (!document.getElementById(id)) faults.push(`${id} is named but not there`);
    });
  });
  return faults;
}"""


FOUND: Found = {}
"""Links that were seen once."""


@pytest.fixture(scope="module")
def lively(zone: Zone) -> Zone:
    """A matter at every stage, one of them as long as anything may be."""
    for stage in STAGES:
        zone.matter(stage, title=f"每个阶段一件:{stage}")
    zone.matter("working", title=LONG_TITLE[:100], description="我公司情况说明如下。" * 400)
    zone.matter("submitted", title="A" * 100, description="x" * 4000)
    zone.matter("in_callback", title="待回访的投诉", kind="complaint")
    zone.member()
    hearing = HEARING | {"until": (wallclock.now() + timedelta(days=9)).isoformat()}
    zone.ask(zone.matter("working", title="等待延期"), "request_extension", **MORE_TIME)
    zone.ask(zone.matter("working", title="已经延期"), "request_extension", "approve", **MORE_TIME)
    zone.ask(zone.matter("working", title="已经挂起"), "request_suspension", "approve", **hearing)
    zone.whistle(zone.matter("working", title="待批准的吹哨"), "key", "desk_lead")
    zone.whistle(zone.matter("working", title="吹哨点名"))
    zone.track(zone.matter("working", title="跟踪办理"), agreed=True)
    zone.track(zone.matter("working", title="待批准的跟踪办理"), agreed=False)
    zone.do("officer", zone.matter(title="同一诉求"), "join", into=zone.matter("working", title="主件"))
    zone.duty()
    zone.reports()
    zone.public_figures()
    return zone


@pytest.mark.parametrize(("size", "language"), [(PHONE, "zh"), (WIDE, "en")], ids=["phone-zh", "wide-en"])
@pytest.mark.parametrize("whose", WHOSE)
def test_every_page_stands(meet: Meet, lively: Zone, whose: str, size: dict[str, int], language: str) -> None:
    people: dict[str, Visitor] = {}
    wrong: list[str] = []
    for place in WHOSE[whose]:
        visitor = people.get(place.who) or meet(place.who, size=size, language=language)
        people[place.who] = visitor
        wrong += [f"{place.name}: {fault}" for fault in _faults(visitor, place)]
    assert not wrong, "\n".join(wrong)


def _faults(visitor: Visitor, place: Place) -> list[str]:
    status = place.visit(visitor, FOUND)
    if status != place.status:
        return [f"answered {status}"]
    visitor.settles()
    faults = list(visitor.page.evaluate(WHAT_IS_MISSING))
    if out := visitor.overflow():
        faults.append(f"stands out by {out} px")
    return faults
