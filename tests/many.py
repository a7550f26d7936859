"""Many matters at once, each with limits of which one step has fallen due: for benchmarks and proofs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, cast

from sqlalchemy import delete, func, select, text

from servicedesk.demo import records
from servicedesk.demo.bulk import Packer, Writer
from servicedesk.demo.records import KINDS, Record
from servicedesk.extensions import db
from servicedesk.models import Category, Clock, Enterprise, Person, SweepDay, Ticket
from servicedesk.operations.transaction import transaction
from servicedesk.queries.limits import limits
from servicedesk.rules import running
from servicedesk.rules.chain import Chain
from servicedesk.rules.limits import Limits
from servicedesk.rules.policy import Case
from tests.factories import department_of

BATCH = 2_000
KINDS_OF_CLOCKS = ("resolve", "promise")
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Around:
    """What all of the matters refer to."""

    enterprise: Enterprise
    category: Category
    officer: Person
    handler: Person


def make_due(tickets: int, now: datetime, each: int = 1) -> None:
    """Make so many matters in progress, each with one or two running limits; commits.

    Of every limit exactly one step is due at `now`: of the first its reminder, of the next its blue card,
    then its yellow and its red one, and so on. The accounts of the demo or of the cast must be there.
    """
    around, patterns = _around(), list(_patterns(limits(now), now))
    packer, made = Packer(db.engine.dialect.name), _matters(tickets, now, each, around, patterns)
    with transaction():
        last = {kind: db.session.scalar(select(func.max(kind.model.id))) or 0 for kind in KINDS}  # type: ignore[attr-defined]
        writer = Writer()
        writer.keep_others_out()
        while batch := list(islice(made, BATCH)):
            rows: dict[type[Record], list[Record]] = {kind: [] for kind in KINDS}
            for matter in batch:
                _number(matter, last)
                for row in matter:
                    rows[type(row)].append(row)
            writer.write({kind: packer.pack(kind, found) for kind, found in rows.items()})
        writer.catch_up()


def _around() -> Around:
    people = {p.username: p for p in db.session.scalars(select(Person)).unique()}
    return Around(
        db.session.scalars(select(Enterprise).order_by(Enterprise.id).limit(1)).one(),
        db.session.scalars(select(Category).where(Category.code == "0103")).one(),
        people["officer"],
        people["handler"],
    )


def _patterns(in_force: Limits, now: datetime) -> Iterator[dict[str, Any]]:
    """The columns of a limit of which only the step in question is due: one for each step of the ladder."""
    for taken in range(4):
        record, started = cast(Clock, records.Clock()), now
        while True:
            started -= AN_HOUR
            running.start(record, "resolve", Case("request"), in_force, started, None, "jfj")
            if len(running.due_rings(record, in_force, now)) == taken + 1:
                break
        # In its very second a step is not due yet.
        running.take_due(record, in_force, running.due_rings(record, in_force, now)[taken].at)
        yield dict(vars(record))


def _matters(
    tickets: int, now: datetime, each: int, around: Around, patterns: Sequence[dict[str, Any]]
) -> Iterator[list[Record]]:
    department, begun = department_of("jfj"), now - timedelta(days=30)
    first = (db.session.scalar(select(func.max(Ticket.id))) or 0) + 1
    for serial in range(first, first + tickets):
        pattern, chain = patterns[serial % len(patterns)], Chain(f"QD{serial:012d}")
        ticket = records.Ticket(
            number=chain.name, tracking_code="TESTTEST", enterprise=around.enterprise, kind="request",
            category=around.category, title="奖补资金何时到账", description="至今没有到账。", fields={},
            channel="web", contact_name="陈静", contact_phone="+8613812345678", officer=around.officer,
            lead=department, state="in_progress", submitted_at=begun, accepted_at=begun, dispatched_at=begun,
            next_due_at=pattern["due_at"],
        )  # fmt: skip
        share = records.Assignment(
            department=department, handler=around.handler, role="lead", state="working", dispatched_at=begun,
            dispatched_by_id=around.officer.id, signed_at=begun, next_due_at=pattern["due_at"],
        )  # fmt: skip
        clocks = [records.Clock(**{**pattern, "kind": kind, "cycle": 1}) for kind in KINDS_OF_CLOCKS[:each]]
        event = records.Event(**chain.append(around.officer.id, "dispatch", begun, begun, {}), texts={})
        ticket.event_count, ticket.head_hash = chain.length, chain.head
        yield [ticket, share, *clocks, event]


def _number(matter: list[Record], last: dict[type[Record], int]) -> None:
    """Give every row its id, and the ids of what it belongs to."""
    ticket, share = matter[:2]
    for row in matter:
        last[type(row)] += 1
        row.id = last[type(row)]
        if row is not ticket:
            row.ticket_id = ticket.id
        if isinstance(row, records.Clock) and row.kind in ("sign", "contact", "resolve"):
            row.assignment_id, row.department_id = share.id, share.department_id


def forget() -> None:
    """Delete all matters; commits."""
    with transaction():
        if db.engine.dialect.name == "postgresql":
            db.session.execute(text("TRUNCATE ticket, sweep_day CASCADE"))
            return
        for kind in reversed(KINDS):
            db.session.execute(delete(kind.model).where(_of_matters(kind.model)))
        db.session.execute(delete(SweepDay))


def _of_matters(model: Any) -> Any:
    return (model.ticket_id if hasattr(model, "ticket_id") else model.id).is_not(None)
