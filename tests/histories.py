"""A zone that lives at random: many matters at once, everybody taking steps that are possible, time going on.

Nothing here knows what a limit should be; that is asked afterwards of the events and of the explanations.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from sqlalchemy import func, select

from servicedesk.extensions import db
from servicedesk.models import CalendarVersion, Clock, Person, Ticket
from servicedesk.operations import calendars
from servicedesk.operations.steps import act_on_assignment, act_on_request, act_on_ticket
from servicedesk.operations.suspensions import resume_ended
from servicedesk.operations.sweep import sweep
from servicedesk.operations.transaction import transaction
from servicedesk.queries.finding import find_ticket
from servicedesk.queries.limits import limits
from servicedesk.queries.standing import Standing, standing
from servicedesk.rules.cards import CARDS
from servicedesk.rules.clock_record import facts_of
from servicedesk.rules.clocks import natural_between, reckon
from servicedesk.rules.explain import counted_from, explain
from servicedesk.rules.limits import ZONE
from servicedesk.rules.refusals import Refusal
from servicedesk.rules.requests import SUSPENSION_CODES
from servicedesk.rules.workflow import OPEN_STATES
from servicedesk.rules.working_time import Calendar
from tests.cast import Cast
from tests.factories import RESULT, submitted
from tests.operations.matters import CONTACT, REASON, TEXT

START = datetime(2026, 9, 21, 1, 0, tzinfo=UTC)
PEOPLE = ("enterprise", "officer", "desk_lead", "handler", "handler2", "handler3", "leader")
# Ends that would leave little to look at when they came as often as everything else.
SELDOM = {
    "instruct": 0.15, "report_back": 0.4, "urge": 0.1, "supervise": 0.1,
    "withdraw": 0.05, "refuse": 0.1, "answer": 0.1, "close": 0.2, "finish": 0.3, "note": 0.05,
    "give_info": 0.1, "reopen": 0.1, "request_exclusion": 0.1, "request_tracking": 0.5,
    "return": 0.4, "set_urgent": 0.2,
    "recategorise": 0.2, "progress": 0.1, "ask": 0.1, "ask_info": 0.3,
}  # fmt: skip
FORGOTTEN = 0.2
LEADS = ("jfj", "rsj", "jsj")
LONGEST_WAIT = 3 * 3600
Move = tuple[str, int | None, str]
"""On `ticket`, `assignment` or `request`; the id of the latter two; the action."""


class Zone:
    """Plays; `counts` says what was done how often, and what was refused."""

    def __init__(self, cast: Cast, seed: int, seldom: Mapping[str, float] = SELDOM) -> None:
        self.cast, self.rng, self.now, self.seldom = cast, random.Random(seed), START, seldom
        self.open: list[str] = []
        self.counts: Counter[str] = Counter()

    def play(self, matters: int, steps: int, then: Callable[[], None] = lambda: None) -> None:
        """So many matters, begun one after the other, and about so many steps on each; `then` after each."""
        begun = 0
        with time_machine.travel(self.now, tick=False) as clock:
            for _ in range(matters * steps):
                self.now += timedelta(seconds=self.rng.randint(60, LONGEST_WAIT) // max(1, matters // 20))
                clock.move_to(self.now)
                if begun < matters and self.rng.random() < 3 / steps:
                    begun += 1
                    self._submit()
                elif not self._zone_wide() and self.open:
                    self._step(self.rng.choice(self.open))
                then()
            sweep(self.now)

    def _submit(self) -> None:
        kind = self.rng.choice(["request", "service", "consultation", "complaint"])
        ticket = submitted(self.cast.enterprise, self.now, kind=kind, urgent=self.rng.random() < 0.2)
        self.open.append(ticket.number)
        self.counts["submit_ticket"] += 1

    def _zone_wide(self) -> bool:
        """What happens to the whole zone now and then."""
        dice = self.rng.random()
        if dice < 0.004:
            self._amend()
        elif dice < 0.08:
            self.counts["resumed by itself"] += resume_ended(self.now)
            self.counts["ring"] += sweep(self.now).fired
        return dice < 0.08

    def _amend(self) -> None:
        """Some days of the next weeks are opened or closed."""
        last = db.session.scalars(
            select(CalendarVersion).where(CalendarVersion.name == ZONE).order_by(CalendarVersion.id.desc())
        ).first()
        assert last is not None
        spec = dict(last.spec)
        days = dict(spec.get("days", {}))
        for _ in range(self.rng.randint(1, 3)):
            day = (self.now + timedelta(days=self.rng.randint(1, 25))).date().isoformat()
            days[day] = self.rng.choice([[], [["08:30", "12:00"]], [["08:30", "12:00"], ["14:00", "17:30"]]])
        with transaction():
            calendars.add_version(ZONE, last.version + 1, spec | {"days": days}, self.now)
        self.counts["moved by a calendar"] += calendars.follow(self.now)
        self.counts["calendar"] += 1

    def _step(self, number: str) -> None:
        person: Person = getattr(self.cast, self.rng.choice(PEOPLE))
        try:
            ticket = find_ticket(number, person.actor())
            stand = standing(ticket, person, limits(self.now), self.now)
            likely = [
                move for move in moves(stand, self.now) if self.rng.random() < self.seldom.get(move[2], 1)
            ]
            if not likely:
                return
            subject, id_, action = self.rng.choice(likely)
            given = something_for(action, ticket, self.rng, self.now)
            if subject == "assignment" and action in ("submit", "finish"):
                given = result(lead=stand.lead is not None and stand.lead.id == id_)
            if action == "approve" and any(one.id == id_ and one.kind == "return" for one in stand.requests):
                given = self.rng.choice([{}, {"lead": self.rng.choice(LEADS)}])
            self._take(person, subject, id_ or 0, number, action, given)
            self.counts[action] += 1
        except Refusal as refused:
            self.counts[f"refused: {refused.code}"] += 1
        state = db.session.scalar(select(Ticket.state).where(Ticket.number == number))
        # What is closed may be wanted again for a while.
        if state not in OPEN_STATES and (state != "closed" or self.rng.random() < FORGOTTEN):
            self.open.remove(number)

    def _take(
        self, person: Person, subject: str, id_: int, number: str, action: str, given: dict[str, Any]
    ) -> None:
        if subject == "ticket":
            act_on_ticket(person, self.now, number, action, given)
        elif subject == "assignment":
            act_on_assignment(person, self.now, id_, action, given)
        else:
            act_on_request(person, self.now, id_, action, given)


def moves(stand: Standing, now: datetime) -> Iterator[Move]:
    """All that the person may do to the matter and its parts."""
    yield from (("ticket", None, action) for action in stand.ticket_actions())
    for share in stand.assignments:
        yield from (("assignment", share.id, action) for action in stand.assignment_actions(share))
    for request in stand.requests:
        yield from (("request", request.id, action) for action in stand.request_actions(request, now))


def result(*, lead: bool) -> dict[str, Any]:
    """The lead's result, or the part of a department that helps."""
    return RESULT | {"without_assists": "协办意见不影响答复。"} if lead else {"measures": "协办事项已办结。"}


def something_for(action: str, ticket: Ticket, rng: random.Random, now: datetime) -> dict[str, Any]:
    """Something that fits the action."""
    makers: dict[str, Callable[[], dict[str, Any]]] = {
        "instruct": lambda: TEXT | {
            "due_on": (now + timedelta(days=rng.randint(0, 6))).date().isoformat(),
            "departments": rng.choice([["jfj"], ["rsj"], ["rsj", "jsj"]]),
        },
        "supervise": lambda: TEXT | {"card": rng.choice(CARDS)},
        "accept": lambda: {"urgent": rng.random() < 0.2, "complex": rng.random() < 0.3},
        "refuse": lambda: REASON if ticket.lead_id else REASON | {"legal_route": "可依法申请行政复议。"},
        "dispatch": lambda: {
            "lead": rng.choice(["jfj", *LEADS]), "policy": rng.choice([None, None, "complex"]),
            "assists": rng.choice([[], [], ["rsj"], ["rsj", "jsj"]]),
        },
        "set_urgent": lambda: REASON | {"urgent": not ticket.urgent},
        "recategorise": lambda: REASON | {"category": rng.choice(["0103", "0501", "0302", "0301"])},
        "request_extension": lambda: REASON | {"days": rng.randint(1, 5), "for_enterprise": "还需几天。"},
        "request_suspension": lambda: REASON | {
            "code": rng.choice(SUSPENSION_CODES), "until": now + timedelta(hours=rng.randint(1, 90))
        },
        "request_exclusion": lambda: REASON | {"reason_code": rng.choice(["no_demand", "beyond_law"])},
        "request_tracking": lambda: REASON | {"feedback_at": now + timedelta(hours=rng.randint(1, 60))},
        "feedback": lambda: TEXT | {"next_feedback_at": now + timedelta(hours=rng.randint(1, 60))},
        "return": lambda: REASON | {"basis": "三定方案。", "proposed": rng.choice(LEADS)},
        "rule": lambda: REASON | {"department": rng.choice(LEADS)},
        "hand_over": lambda: {"person": rng.choice(["handler", "department_head"])},
        "approve": dict,
        "callback": lambda: {"reached": rng.random() < 0.6},
        "judge": lambda: {"solved": rng.choice(["yes", "no"]), "satisfaction": rng.randint(1, 5)},
        "contact": lambda: CONTACT,
        "pass_review": dict,
        "sign": dict,
        "resume": dict,
    }  # fmt: skip
    texts = {"report_back", "urge", "ask_info", "give_info", "answer", "note", "progress", "ask"}
    return dict(TEXT) if action in texts else makers.get(action, lambda: REASON)()


# What must hold afterwards ------------------------------------------------------------------------


def contradictions() -> list[str]:
    """Clocks whose limit is not what their facts say, or whose explanation does not add up to it."""
    present = limits(START)
    found = []
    for clock in db.session.scalars(select(Clock).order_by(Clock.id)):
        calendar, facts = present.calendars[clock.calendar_id], facts_of(clock)
        if clock.due_at != reckon(calendar, facts):
            found.append(f"clock {clock.id} ({clock.kind}): {clock.due_at} is not {reckon(calendar, facts)}")
        if clock.state != "paused" and (wrong := _adds_up(calendar, clock)):
            found.append(f"clock {clock.id} ({clock.kind}): {wrong}")
    return found


def number_of_clocks() -> int:
    """All that there are."""
    return db.session.scalar(select(func.count()).select_from(Clock)) or 0


def _adds_up(calendar: Calendar, clock: Clock) -> str:
    facts = facts_of(clock)
    ended = [(begin, end) for begin, end in facts.pauses if end]
    if len(ended) < len(facts.pauses):  # cancelled while it stood still: it was never explained further
        return ""
    lines = explain(calendar, facts, clock.due_at, clock.changes)
    if facts.budget.unit == "natural_minutes" and not facts.extensions:
        whole = natural_between(facts.started_at, clock.due_at, ended)
    else:
        begin = counted_from(calendar, facts)
        whole = max(0, calendar.between(begin, clock.due_at, ended))
    counted = sum(line.counted_seconds for line in lines)
    named = sum(1 for line in lines if line.start and not line.end)
    if counted != whole:
        return f"its lines count {counted} seconds of {whole}"
    return "" if named == len(clock.changes) else f"{named} changes of {len(clock.changes)} are named"
