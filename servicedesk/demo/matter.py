"""One matter of the demo before anything happens to it: what it is about, whose it is, who is concerned."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from servicedesk.demo import words
from servicedesk.demo.words import ContactWords, EnterpriseWords, MatterWords, Refusable, Written
from servicedesk.demo.words import matters as all_matters
from servicedesk.demo.world import Firm, Office, Player, World
from servicedesk.rules.access import is_misconduct, is_sensitive, only_lead
from servicedesk.rules.routing import Proposal

CHANNELS = ("web", "phone", "walk_in", "visit", "meeting", "hotline", "api")
WEIGHTS = (52, 21, 8, 6, 4, 6, 3)
FROM_OUTSIDE = frozenset({"web", "api"})
CONFIDENTIAL = 0.008
LED_BY_ANOTHER = 0.15
# Where the hotline of the city asks for an answer within so many days.
HOTLINE_DAYS = 10

ABOUT_THE_DESK = MatterWords(
    category="1403",
    kind="complaint",
    title="打了两次服务中心电话都没有回音",
    description="我公司上周两次致电企业服务中心，反映厂门口路面积水的问题，接线的同志都说已经登记、会有专员联系，"
    "但至今没有接到电话，也没有给受理编号。请核实登记流程是否落实，给我们一个明确的答复。",
    result="经督查室核查，两次来电均有通话记录，但未按要求登记编号。已要求服务中心当日补登、致歉，并对来电登记情况开展自查，"
    "积水问题已另行登记办理。",
    about_department="qyfw",
)


@dataclass(frozen=True)
class Wish:
    """What a matter must be; anything else is left to chance."""

    category: str
    kinds: tuple[str, ...] = ()
    """Any, when empty."""
    enterprise: str | None = None
    """Credit code."""
    channel: str | None = None
    urgent: bool | None = None
    sensitive: bool | None = None
    """True: one that not everybody sees; False: an ordinary one."""
    confidential: bool = False
    about_desk: bool = False
    about_leader: bool = False
    refused: bool = False
    """One that the desk may not take, of whatever category."""
    plain: bool = False
    """Neither complex nor with somebody else's limit."""


@dataclass(frozen=True)
class Matter:
    """A matter and whom it concerns."""

    written: Written
    words: EnterpriseWords
    firm: Firm
    contact: ContactWords
    member: Player
    """Who speaks for the enterprise."""
    channel: str
    refused: Refusable | None
    lead: Office
    """Who should lead it."""
    assist: Office | None
    """Who could help, by the routing table."""
    given: dict[str, Any]
    """As it is submitted."""
    plain: bool

    @property
    def sensitive(self) -> bool:
        """Whether rules of its own say who sees it."""
        given = self.given
        about = given["about_department"] is not None
        return is_sensitive(
            given["kind"],
            given["category"],
            confidential=given["confidential"],
            about_department=about,
            about_leader=given["about_leader"],
        )

    @property
    def confidential(self) -> bool:
        """Whether a department gets the desk's text alone."""
        return bool(self.given["confidential"])

    @property
    def misconduct(self) -> bool:
        """Whether it goes to the inspector's office."""
        return is_misconduct(self.given["kind"], self.given["category"])

    @property
    def complains(self) -> bool:
        """Whether it is about an office or a leader, so that the supervisor leads it."""
        return bool(self.given["about_department"] or self.given["about_leader"])

    @property
    def about_desk(self) -> bool:
        """Whether the supervisor does the desk's steps."""
        return bool(self.given["about_department"] == "qyfw")


def make_matter(rng: random.Random, world: World, wish: Wish, at: datetime) -> Matter:
    """A matter as wished, submitted at that moment."""
    refused = words.pick_refusable(rng) if wish.refused else None
    about = refused.matter if refused else _about(rng, wish, at)
    enterprise = _enterprise(rng, wish, about)
    channel = wish.channel or rng.choices(CHANNELS, WEIGHTS)[0]
    contact = enterprise.contacts[0 if channel in FROM_OUTSIDE else rng.randrange(len(enterprise.contacts))]
    written = words.write(rng, about, enterprise, world.limits.calendar.local(at).date())
    firm = world.firms[enterprise.credit_code]
    route = world.proposal(world.subjects[written.category], written.kind, firm.park)
    assert route is not None, f"nobody leads {written.category}"
    lead = _lead(rng, wish, route, written.about_department)
    alone = only_lead(written.about_department, about_leader=written.about_leader)
    return Matter(
        written=written,
        words=enterprise,
        firm=firm,
        contact=contact,
        member=world.members[enterprise.credit_code][0],
        channel=channel,
        refused=refused,
        lead=world.offices[alone or lead],
        assist=None if alone else _assist(world, route, lead, written.about_department),
        given=_given(rng, wish, written, channel, contact, at),
        plain=wish.plain,
    )


def _lead(rng: random.Random, wish: Wish, route: Proposal, about: str | None) -> str:
    """Mostly as proposed; now and then the officer knows better, and another office has the powers."""
    others = [code for code in route.assists if code != about]
    return rng.choice(others) if others and not wish.plain and rng.random() < LED_BY_ANOTHER else route.lead


def _assist(world: World, route: Proposal, lead: str, about: str | None) -> Office | None:
    possible = (code for code in route.assists if code not in (lead, about) and world.handlers.get(code))
    return next((world.offices[code] for code in possible), None)


def _about(rng: random.Random, wish: Wish, at: datetime) -> MatterWords:
    if wish.about_desk:
        return ABOUT_THE_DESK
    return rng.choice(fitting(wish, at.month) or fitting(wish, None))


@cache
def fitting(wish: Wish, month: int | None) -> list[MatterWords]:
    """The matters that are as wished and, where a month is named, make sense in it."""
    return [
        m
        for m in all_matters(wish.category)
        if (not wish.kinds or m.kind in wish.kinds)
        and wish.urgent in (None, m.urgent)
        and (wish.sensitive is None or wish.confidential or wish.sensitive == _stays(m))
        and (m.about_leader or not wish.about_leader)
        and (month is None or not m.months or month in m.months)
    ]


def _stays(matter: MatterWords) -> bool:
    return is_sensitive(
        matter.kind,
        matter.category,
        confidential=matter.confidential,
        about_department=matter.about_department is not None,
        about_leader=matter.about_leader,
    )


def _enterprise(rng: random.Random, wish: Wish, about: MatterWords) -> EnterpriseWords:
    if wish.enterprise is None:
        return words.pick_enterprise(rng, about)
    return next(e for e in words.enterprises() if e.credit_code == wish.enterprise)


def _given(
    rng: random.Random, wish: Wish, written: Written, channel: str, contact: ContactWords, at: datetime
) -> dict[str, Any]:
    hotline = channel == "hotline"
    due = at + timedelta(days=HOTLINE_DAYS) if hotline and not wish.plain and rng.random() < 0.5 else None
    by_chance = rng.random() < CONFIDENTIAL and wish.sensitive is None
    return {
        "kind": written.kind,
        "category": written.category,
        "title": written.title,
        "description": written.description,
        "urgent": written.urgent if wish.urgent is None else wish.urgent,
        "confidential": written.confidential or wish.confidential or by_chance,
        "channel": channel,
        "external_ref": f"12345-{at:%Y%m%d}-{rng.randrange(10**5):05d}" if hotline else None,
        "external_due": due,
        "about_department": written.about_department,
        "about_leader": written.about_leader,
        # Fields of numbers take whole ones.
        "fields": {k: max(1, round(v)) if isinstance(v, float) else v for k, v in written.fields.items()},
        "contact": {
            "name": contact.name,
            "phone": contact.phone,
            "email": contact.email,
            "share_outside": rng.random() < 0.8,
        },
    }
