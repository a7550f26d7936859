"""Rules and database answer alike who sees which whistle, and which matters those see who are called."""

from itertools import product
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from servicedesk.models import Call, Person, Ticket, Whistle, WhistleTicket
from servicedesk.queries.visible import visible
from servicedesk.queries.whistle_kinds import kind_in_force
from servicedesk.queries.whistle_sight import visible_whistles
from servicedesk.rules.whistles import WHISTLE_STATES, Blown, relations
from tests.cast import Cast
from tests.factories import NOW, department_of, standing_of, submitted
from tests.operations.whistles import CLOSING, blown, whistle_step
from tests.queries.copies import copy_of
from tests.queries.test_visible import columns_of, everybody

CALLED = ((), ("jfj",), ("jfj", "dcs"), ("qyfw",), ("jjgw",))
KEPT: tuple[dict[str, Any], ...] = (
    {}, {"confidential": True}, {"about": "qyfw"}, {"about": "jfj"}, {"about_leader": True},
    {"misconduct": True},
)  # fmt: skip


def written(number: int, ticket: Ticket, state: str, blower: Person, departments: tuple[str, ...]) -> Whistle:
    """A whistle as it may be stored, however it came there."""
    kind = kind_in_force("emergency", NOW)
    return Whistle(
        number=f"SH20261123-{number:04d}", kind="emergency", kind_id=kind.id, state=state, reason="排查。",
        ticket_id=ticket.id, blown_by_id=blower.id, asked_at=NOW, decider="leader",
        calls=[Call(department_id=department_of(code).id, state="called") for code in departments],
    )  # fmt: skip


def test_both_say_the_same_of_every_whistle_that_can_be(cast: Cast, db: SQLAlchemy) -> None:
    people = everybody(cast)
    template = submitted(cast.enterprise)
    whistles: dict[str, Blown] = {}
    cases = product(KEPT, WHISTLE_STATES, (cast.officer, cast.leader, cast.handler), CALLED)
    for n, (marks, state, blower, departments) in enumerate(cases, 1):
        ticket = copy_of(template, n, **columns_of(marks))
        whistle = written(n, ticket, state, blower, departments)
        db.session.add(whistle)
        db.session.flush()
        db.session.add(WhistleTicket(whistle_id=whistle.id, ticket_id=ticket.id, place=0))
        called = frozenset(departments)
        whistles[whistle.number] = Blown(
            state, blower.id, called, marks.get("about") == "qyfw", bool(marks),
            kept_from_leaders="about_leader" in marks or "misconduct" in marks,
            complained_of=frozenset({marks["about"]} if "about" in marks else ()),
            decider="leader",
        )  # fmt: skip
    db.session.commit()
    for name, person in people.items():
        actor = person.actor()
        expected = {number for number, whistle in whistles.items() if relations(actor, whistle)}
        found = set(db.session.scalars(visible_whistles(actor).with_only_columns(Whistle.number)))
        assert found == expected, name


def test_who_is_called_to_a_matter_sees_it_in_both(cast: Cast, db: SQLAlchemy) -> None:
    people = everybody(cast)
    tickets = [cast.ticket("working"), cast.ticket("accepted", confidential=True), cast.ticket("in_review")]
    blown(cast, tickets=tickets[:2], departments=("rsj", "jjgw"))
    closed = blown(cast, tickets=tickets[2:], departments=("jsj",))
    whistle_step(cast, "officer", closed, "close", text=CLOSING)
    blown(cast, "desk_lead", "key", tickets[:1], ("jsj", "dcs"))
    ids = [ticket.id for ticket in tickets]
    for name, person in people.items():
        found = visible(person.actor()).where(Ticket.id.in_(ids)).with_only_columns(Ticket.id)
        seen = set(db.session.scalars(found))
        for id_ in ids:
            ticket = db.session.scalars(select(Ticket).where(Ticket.id == id_)).one()
            relations_ = standing_of(ticket, db.session.merge(person)).relations
            assert (id_ in seen) == bool(relations_), (name, id_)
    assert {name for name in ("handler2", "inspector", "handler3") if sees(db, people[name], ids[0])} == {
        "handler2", "inspector",
    }  # fmt: skip


def sees(db: SQLAlchemy, person: Person, id_: int) -> bool:
    return id_ in set(db.session.scalars(visible(person.actor()).with_only_columns(Ticket.id)))
