"""A small zone that hypothesis plays: right and wrong steps in any order, and what must hold after each.

What must hold of sight is said anew in `model_view`, not taken from the rules that are tested.
"""

from collections.abc import Callable, Collection
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from servicedesk.extensions import db
from servicedesk.models import Assignment, Person
from servicedesk.operations.absences import enter_absence
from servicedesk.operations.checking import check
from servicedesk.operations.steps import act_on_assignment, act_on_request, act_on_ticket
from servicedesk.operations.suspensions import resume_ended
from servicedesk.operations.sweep import sweep
from servicedesk.operations.whistle_steps import act_on_call, act_on_whistle
from servicedesk.operations.whistles import blow
from servicedesk.queries.finding import find_known
from servicedesk.queries.limits import limits
from servicedesk.queries.standing import standing
from servicedesk.queries.whistle_standing import find_whistle
from servicedesk.rules.call_workflow import CALL
from servicedesk.rules.refusals import Refusal
from servicedesk.rules.whistle_workflow import WHISTLE
from servicedesk.rules.whistles import WHISTLE_KINDS
from servicedesk.rules.workflow import ASSIGNMENT, REQUEST, TICKET, actions
from tests.cast import MEMBERS, STAFF
from tests.factories import submitted
from tests.histories import START, moves, result, something_for
from tests.model_view import OFFICES, Subject, View

PLAYED: tuple[tuple[str, Any], ...] = (
    ("ticket", TICKET), ("assignment", ASSIGNMENT), ("request", REQUEST),
    ("whistle", WHISTLE), ("call", CALL),
)  # fmt: skip
MATTERS: tuple[dict[str, Any], ...] = (
    {}, {}, {}, {"kind": "complaint"}, {"urgent": True}, {"kind": "consultation"},
    {"confidential": True}, {"kind": "complaint", "about_department": "jfj"},
    {"kind": "complaint", "about_department": "qyfw"}, {"kind": "complaint", "about_leader": True},
    {"kind": "report"},
)  # fmt: skip
NAMES = [*STAFF, *MEMBERS]
HANDLING = ("handler", "department_head", "handler2", "handler3")
LIVE_LEADS = frozenset({"to_sign", "working", "submitted", "return_asked", "disputed", "suspended"})
# In these nobody works on a matter any more.
OVER = frozenset({"refused", "withdrawn", "closed"})
LONGEST_WAIT = 60
SEEDS = st.integers(0, 2**32 - 1)


def examples(most: int, steps: int) -> settings:
    """So many examples of so many steps, the same in each run."""
    return settings(
        max_examples=most,
        stateful_step_count=steps,
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


class ZoneMachine(RuleBasedStateMachine):
    """Plays in a database of its own, anew for each example."""

    taken: dict[str, int]
    """How many steps there were of each outcome, of all machines together."""

    def __init__(self, fresh: Callable[[], None], taken: dict[str, int]) -> None:
        """`fresh` brings the zone back to where it has people and no matters."""
        super().__init__()
        fresh()
        self.taken, self.now, self.view = taken, START, View()

    # Steps -----------------------------------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        """A zone has something to do."""
        for changes in ({}, {"kind": "complaint"}):
            submitted(self.view.people()["enterprise"], self.now, **changes)

    @rule(which=st.sampled_from(MATTERS), other=st.booleans())
    def submit(self, which: dict[str, Any], other: bool) -> None:
        """An enterprise brings a matter."""
        submitted(self.view.people()["enterprise2" if other else "enterprise"], self.now, **which)

    @rule(seed=SEEDS)
    def go_on(self, seed: int) -> None:
        """Some do what they may do, one after the other."""
        random = Random(seed)
        for _ in range(3):
            self._possible(random)

    @rule(seed=SEEDS)
    def try_anything(self, seed: int) -> None:
        """Anybody tries anything on anything."""
        random = Random(seed)
        for kind, table in random.sample(PLAYED, len(PLAYED)):
            if found := self.view.subjects(kind):
                who, action = random.choice(NAMES), random.choice(actions(table))
                self._step(who, (kind, random.choice(found)), action, random)

    @rule(seed=SEEDS, kind=st.sampled_from(WHISTLE_KINDS))
    def whistle(self, seed: int, kind: str) -> None:
        """Somebody blows, about one or two matters that they know of."""
        random, numbers = Random(seed), self.view.subjects("ticket")
        given = {
            "kind": kind, "reason": "请到场。", "tickets": random.sample(numbers, min(len(numbers), 2)),
            "departments": random.sample(OFFICES, 2),
        }  # fmt: skip
        who = self.view.people()[random.choice(["officer", "desk_lead", "leader", "supervisor", "handler"])]
        self._attempt("blow", lambda: blow(who, self.now, given), allowed=True)

    @rule(seed=SEEDS)
    def join(self, seed: int) -> None:
        """The desk joins two matters."""
        random = Random(seed)
        one, main = random.choice(self.view.subjects("ticket")), random.choice(self.view.subjects("ticket"))
        officer = self.view.people()["officer"]
        self._attempt(
            "join", lambda: act_on_ticket(officer, self.now, one, "join", {"into": main}), allowed=True
        )

    @rule(who=st.sampled_from(HANDLING), hours=st.integers(1, LONGEST_WAIT))
    def be_away(self, who: str, hours: int) -> None:
        """Somebody of a department is away for a while; others stand in and hear what there is to hear."""
        person, until = self.view.people()[who], self.now + timedelta(hours=hours)
        given = {"starts_at": self.now.isoformat(), "ends_at": until.isoformat(), "reason": "出差。"}
        self._attempt("be away", lambda: enter_absence(person, self.now, given), allowed=True)

    @rule(hours=st.integers(1, LONGEST_WAIT))
    def wait(self, hours: int) -> None:
        """Time goes on, and what falls due is done."""
        self.now += timedelta(hours=hours)
        resume_ended(self.now)
        sweep(self.now)

    # What must hold --------------------------------------------------------------------------------

    @invariant()
    def the_stored_is_what_the_events_say(self) -> None:
        """States, clocks and cards follow from the events."""
        found = check(now=self.now).differences
        assert not found, found

    @invariant()
    def one_lead_at_most_and_none_where_it_is_over(self) -> None:
        """Nothing ends while its lead, or a limit beside the callback's, is still open."""
        for ticket in self.view.tickets():
            leads = self.view.shares(ticket, "lead", LIVE_LEADS)
            assert len(leads) <= 1, ticket.number
            if ticket.state in OVER:
                assert not leads, (ticket.number, ticket.state)
                assert not self.view.shares(ticket, "assist", LIVE_LEADS), (ticket.number, ticket.state)
                live = self.view.live_clocks(ticket)
                assert live <= {"report_in", "meeting", "instruction", "decide"}, (ticket.number, live)

    @invariant()
    def nobody_sees_what_is_not_theirs(self) -> None:
        """Neither on a list nor in a message."""
        tickets = self.view.tickets()
        seen = {name: self.view.seen(person) for name, person in self.view.people().items()}
        for ticket in tickets:
            for name in self.view.strangers(ticket):
                assert ticket.id not in seen[name], f"{name} sees {ticket.number}"
        for name, ticket_id, kind in self.view.told():
            assert ticket_id in seen[name], f"{name} was told {kind}"

    def teardown(self) -> None:
        """Nothing stays open."""
        db.session.rollback()

    # How ---------------------------------------------------------------------------------------------

    def _possible(self, random: Random) -> None:
        number = random.choice(self.view.subjects("ticket"))
        people = self.view.people()
        for name in random.sample(NAMES, len(NAMES)):
            person = people[name]
            try:
                ticket = find_known(number, person.actor())
            except Refusal:
                continue
            found = list(moves(standing(ticket, person, limits(self.now), self.now), self.now))
            if found:
                kind, id_, action = random.choice(found)
                self._step(name, (kind, id_ or number), action, random)
                return

    def _step(self, who: str, subject: Subject, action: str, random: Random) -> None:
        person = self.view.people()[who]
        possible = action in self._actions(person, subject)
        given = self._given(person, subject, action, random)
        kind, which = subject
        act: dict[str, Callable[..., object]] = {
            "ticket": act_on_ticket, "assignment": act_on_assignment, "request": act_on_request,
            "whistle": act_on_whistle, "call": act_on_call,
        }  # fmt: skip
        self._attempt(action, lambda: act[kind](person, self.now, which, action, given), allowed=possible)

    def _attempt(self, action: str, take: Callable[[], object], *, allowed: bool) -> None:
        """Take a step: what is refused leaves nothing behind, and what was not offered is refused."""
        before = self.view.mark()
        try:
            take()
        except Refusal as refusal:
            db.session.rollback()
            assert self.view.mark() == before, f"{action} was refused and changed something"
            outcome = refusal.code
        else:
            assert allowed, f"{action} was not offered, and yet it happened"
            assert self.view.mark() != before, f"{action} left no event"
            outcome = "done"
        self.taken[outcome] = self.taken.get(outcome, 0) + 1

    def _actions(self, person: Person, subject: Subject) -> Collection[str]:
        """What the person is offered on the subject."""
        kind, which = subject
        try:
            if kind in ("whistle", "call"):
                stand = find_whistle(which, person, self.now)
                call = next((one for one in stand.calls if one.id == which), None)
                return stand.call_actions(call) if call else stand.actions()
            ticket = find_known(self.view.ticket(subject).number, person.actor())
            found = moves(standing(ticket, person, limits(self.now), self.now), self.now)
            return {action for of, id_, action in found if of == kind and id_ in (None, which)}
        except Refusal:
            return ()

    def _given(self, person: Person, subject: Subject, action: str, random: Random) -> dict[str, Any]:
        kind, which = subject
        if action == "report_in":
            return {"how": "on_site"}
        if action == "score":
            return {"grade": random.randint(1, 5), "reason": "当场解决。"}
        if action == "hold_meeting":
            due = (self.now + timedelta(days=3)).date().isoformat()
            minutes = [{"text": "提供材料。", "department": random.choice(OFFICES), "due_on": due}]
            return {"at": self.now.isoformat(), "minutes": minutes}
        ticket = self.view.ticket(subject)
        if kind == "assignment" and action in ("submit", "finish"):
            share = db.session.get_one(Assignment, which)
            return result(lead=share.role == "lead")
        if action == "join":
            return {"into": random.choice(self.view.subjects("ticket"))}
        return something_for(action, ticket, random, self.now)
