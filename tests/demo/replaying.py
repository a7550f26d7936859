"""The same matters twice: in memory as the demo makes them, and step by step through the real operations."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, inspect, select

from servicedesk.demo.bulk import Writer
from servicedesk.demo.history import History
from servicedesk.demo.plan import Spec
from servicedesk.demo.playing import Stage, play_all
from servicedesk.demo.records import KINDS
from servicedesk.demo.world import Firm, Player
from servicedesk.extensions import db
from servicedesk.models import (
    Assignment,
    Clock,
    ClockStep,
    Event,
    Message,
    NumberSeries,
    Person,
    Request,
    Ticket,
)
from servicedesk.operations.steps import act_on_assignment, act_on_request, act_on_ticket
from servicedesk.operations.sweep import sweep
from servicedesk.operations.tickets import submit
from servicedesk.operations.transaction import transaction
from servicedesk.queries.due import next_look

JUST_AFTER = timedelta(microseconds=1)


@dataclass(frozen=True)
class Deed:
    """What one person did to one matter."""

    at: datetime
    number: str
    by: str
    action: str
    given: Mapping[str, Any]
    handling: bool
    deciding: bool = False


def played(stage: Stage, specs: Sequence[Spec], patch: pytest.MonkeyPatch) -> list[Deed]:
    """Write the matters in bulk; answer every deed of their histories, in the order of time."""
    deeds: dict[str, list[Deed]] = {}
    sent, acted, handled, ruled = History.submit, History.act, History.handle, History.decide

    def submit_(
        self: History, by: Player, at: datetime, given: dict[str, Any], firm: Firm, *rest: str
    ) -> None:
        named = {**given, "enterprise": {"credit_code": firm.credit_code, "name": firm.name}}
        # A matter that is played once more, at other hours, counts with these.
        deeds[rest[0]] = [Deed(at, rest[0], by.username, "submit_ticket", named, False)]
        sent(self, by, at, given, firm, *rest)

    def act(self: History, by: Player, at: datetime, action: str, given: Any = None) -> None:
        deeds[self.ticket.number].append(Deed(at, self.ticket.number, by.username, action, given, False))
        acted(self, by, at, action, given)

    def handle(self: History, by: Player, at: datetime, action: str, given: Any = None) -> None:
        deeds[self.ticket.number].append(Deed(at, self.ticket.number, by.username, action, given, True))
        handled(self, by, at, action, given)

    def decide(self: History, by: Player, at: datetime, action: str, given: Any = None) -> None:
        deed = Deed(at, self.ticket.number, by.username, action, given, False, deciding=True)
        deeds[self.ticket.number].append(deed)
        ruled(self, by, at, action, given)

    for name, noted in (("submit", submit_), ("act", act), ("handle", handle), ("decide", decide)):
        patch.setattr(History, name, noted)
    with transaction():
        writer = Writer()
        writer.write(play_all(stage, specs, 0).parcel)
        writer.catch_up()
    return sorted((deed for found in deeds.values() for deed in found), key=lambda deed: deed.at)


def replay(deeds: Sequence[Deed], until: datetime) -> None:
    """Take the same steps through the operations, the sweep looking in at every moment that it waits for."""
    people = {p.username: p.id for p in db.session.scalars(select(Person)).unique()}
    for deed in deeds:
        while (moment := next_look()) and moment < deed.at:
            sweep(moment + JUST_AFTER)
        by = db.session.get_one(Person, people[deed.by])
        if deed.action == "submit_ticket":
            assert submit(by, deed.at, dict(deed.given)).number == deed.number
        elif deed.handling:
            act_on_assignment(by, deed.at, _share(deed.number, by), deed.action, deed.given)
        elif deed.deciding:
            asked = select(Request.id).join(Ticket, Ticket.id == Request.ticket_id)
            newest = asked.where(Ticket.number == deed.number).order_by(Request.id.desc()).limit(1)
            act_on_request(by, deed.at, db.session.scalars(newest).one(), deed.action, deed.given)
        else:
            act_on_ticket(by, deed.at, deed.number, deed.action, deed.given)
        db.session.commit()
    while (moment := next_look()) and moment < until:
        sweep(moment + JUST_AFTER)


def _share(number: str, by: Person) -> int:
    """The share of their department, else the lead's."""
    found = select(Assignment).join(Ticket, Ticket.id == Assignment.ticket_id).where(Ticket.number == number)
    shares = db.session.scalars(found.order_by(Assignment.id.desc())).all()
    own = [share for share in shares if share.department_id == by.department_id]
    return (own or [share for share in shares if share.role == "lead"])[0].id


def forget() -> None:
    """Delete all matters."""
    with transaction():
        for kind in reversed(KINDS):
            db.session.execute(delete(kind.model).where(_of_matters(kind.model)))
        db.session.execute(delete(NumberSeries))


def _of_matters(model: type[Any]) -> Any:
    return model.ticket_id.is_not(None) if hasattr(model, "ticket_id") else model.id.is_not(None)


# What neither can know of the other: ids and what hangs on them, random salts and codes, when it was written.
ELSEWHERE = {
    "id",
    "clock_id",
    "assignment_id",
    "ticket_id",
    "request_id",
    "recorded_at",
    "hash",
    "previous_hash",
}
ELSEWHERE |= {"storage_key", "head_hash", "tracking_code", "delivered_at", "read_at"}


def content() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all matters, by table, with the numbers of tickets for their ids.

    Nothing may be due to the sweep any more.
    """
    db.session.expire_all()
    numbers = dict(db.session.execute(select(Ticket.id, Ticket.number)).all())
    clocks = {c.id: c for c in db.session.scalars(select(Clock))}
    owing = {(c.ticket_id, c.kind) for c in clocks.values() if c.state == "running"}
    found: dict[str, list[tuple[Any, ...]]] = {}
    for kind in KINDS:
        rows: Sequence[Any] = db.session.scalars(select(kind.model).where(_of_matters(kind.model))).all()
        rows = [row for row in rows if not _said_later(row, owing)]
        found[kind.__name__] = sorted(
            (
                _number(row, numbers, clocks),
                tuple((name, repr(_plain(row, name, owing))) for name in _names(kind.model)),
            )
            for row in rows
        )
    return found


def _said_later(row: Any, owing: set[tuple[int, str]]) -> bool:
    """Of steps that were owed for long only the highest is said."""
    is_ring = isinstance(row, Message) and row.kind.startswith("ring_")
    return is_ring and (row.ticket_id, row.params["clock"]) in owing


def _names(model: type[Any]) -> Iterator[str]:
    return (column.key for column in inspect(model).columns if column.key not in ELSEWHERE)


def _number(row: Any, numbers: Mapping[int, str], clocks: Mapping[int, Clock]) -> str:
    ticket = row.id if isinstance(row, Ticket) else getattr(row, "ticket_id", None)
    if isinstance(row, ClockStep):
        ticket = clocks[row.clock_id].ticket_id
    assert ticket is not None
    return numbers[ticket]


def _plain(row: Any, name: str, owing: set[tuple[int, str]]) -> Any:
    value = getattr(row, name)
    if name == "seq" and any(row.ticket_id == ticket for ticket, _ in owing):
        return "any"  # what was owed comes last in its chain, whatever its moment
    if isinstance(row, Event) and name == "payload":
        digests = {text: sorted(digest) for text, digest in value.get("digests", {}).items()}
        plain = {key: value[key] for key in sorted(value.keys() - {"assignment", "clock_id", "request"})}
        if "shares" in plain:
            plain["shares"] = [{**share, "assignment": None} for share in plain["shares"]]
        return plain | {"digests": digests} if digests else plain
    if name in ("texts", "fields", "params"):
        return {key: value[key] for key in sorted(value.keys() - {"request"})}
    if isinstance(row, Message) and isinstance(value, datetime):
        # The sweep of `replay` comes a microsecond after the moment.
        return value.replace(microsecond=0)
    return value
