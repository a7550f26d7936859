"""The database and the rules answer the question of sight alike, for everybody and every sort of matter."""

from itertools import count, product
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Person, Ticket
from servicedesk.queries.standing import find_ticket
from servicedesk.queries.visible import visible
from servicedesk.rules.access import Matter, sees
from servicedesk.rules.refusals import NotFound
from servicedesk.rules.workflow import KINDS
from tests.cast import STAGES, Cast
from tests.factories import assignment_of, make_person, standing_of, submitted
from tests.queries.copies import copy_of, instruction, share

SHARES: list[dict[str, str]] = [
    {},
    {"jfj": "to_sign"},
    {"jfj": "returned"},
    {"jfj": "cancelled"},
    {"jfj": "returned", "rsj": "working"},
    {"qyfw": "submitted"},
    {"dcs": "done"},
    {"jjgw": "working"},
]


INSTRUCTED = ("rsj", "dcs")


def everybody(cast: Cast) -> dict[str, Person]:
    """The cast, and people who stand beside it."""
    firm = cast.enterprise.enterprise
    return cast.everybody() | {
        "colleague": make_person("enterprise", enterprise=firm),
        "unverified": make_person("enterprise", enterprise=firm, verified=False),
        "lost": make_person("enterprise"),
        "second_supervisor": make_person("supervisor", department="dcs"),
        "head_of_supervision": make_person("department_head", department="dcs"),
        "handling_leader": make_person("handler", "leader", department="rsj"),
        "officer_of_a_department": make_person("officer", "handler", department="jfj"),
        "without_a_role": make_person(department="jfj"),
    }


def seen_by(db: SQLAlchemy, person: Person) -> set[str]:
    return set(db.session.scalars(visible(person.actor()).with_only_columns(Ticket.number)))


def test_both_say_the_same_of_every_matter_that_can_be(cast: Cast, db: SQLAlchemy) -> None:
    people = everybody(cast)
    firm, other = cast.enterprise.enterprise_id, cast.enterprise2.enterprise_id
    template, serial = submitted(cast.enterprise), count(1)
    matters: dict[str, Matter] = {}
    instructed: dict[str, frozenset[str]] = {}
    senders = [None, cast.enterprise.id, people["unverified"].id, people["lost"].id]
    # A complaint about the desk is always kept from departments.
    kept = ((False, False), (True, False), (True, True))
    for (sensitive, about_desk), sender, owner, shares in product(kept, senders, (firm, other), SHARES):
        ticket = copy_of(
            template, next(serial), sensitive=sensitive, about_desk=about_desk, submitter_id=sender,
            enterprise_id=owner,
        )  # fmt: skip
        for department, state in shares.items():
            share(ticket, department, state=state)
        for department in INSTRUCTED[: next(serial) % 3]:
            instruction(ticket, department)
            instructed[ticket.number] = instructed.get(ticket.number, frozenset()) | {department}
        held = frozenset(department for department, state in shares.items() if state != "returned")
        matters[ticket.number] = Matter(
            owner,
            sender,
            sensitive,
            about_desk,
            held,
            instructed=instructed.get(ticket.number, frozenset()),
        )
    db.session.commit()
    assert len(matters) == 192
    for name, person in people.items():
        actor = person.actor()
        expected = {number for number, matter in matters.items() if sees(actor, matter)}
        assert seen_by(db, person) - {template.number} == expected, name


REAL: list[dict[str, Any]] = [
    *({"kind": kind} for kind in KINDS),
    {"confidential": True},
    {"kind": "report", "category": "1406"},
    {"kind": "complaint", "about_leader": True},
    *({"kind": "complaint", "about_department": code} for code in ("jfj", "qyfw", "dcs", "jjgw")),
]


def test_both_say_the_same_of_matters_that_went_their_way(cast: Cast, db: SQLAlchemy) -> None:
    people = everybody(cast)
    tickets = [cast.ticket(stage) for stage in STAGES]
    tickets += [submitted(cast.enterprise, **changes) for changes in REAL]
    tickets += [submitted(people["unverified"]), submitted(cast.enterprise2)]

    for name, person in people.items():
        seen = seen_by(db, person)
        for ticket in tickets:
            stand = standing_of(ticket, person)
            assert (ticket.number in seen) == bool(stand.relations), (name, ticket.number)
            assert stand.relations or not stand.ticket_actions()


@pytest.mark.parametrize("who", ["enterprise2", "handler2", "inspector", "admin"])
def test_a_stranger_learns_nothing_of_a_matter(cast: Cast, who: str) -> None:
    ticket = cast.ticket("working")
    actor = getattr(cast, who).actor()
    with pytest.raises(NotFound) as hidden:
        find_ticket(ticket.number, actor)
    with pytest.raises(NotFound):
        find_ticket(assignment_of(ticket).id, actor)
    with pytest.raises(NotFound) as missing:
        find_ticket("QS20990101-0001", actor)
    # Hidden and missing are never told apart.
    assert str(hidden.value) == str(missing.value)
