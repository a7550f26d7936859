"""The database and the rules answer the question of sight alike, for everybody and every sort of matter."""

from itertools import count, product
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from servicedesk.models import Person, Ticket
from servicedesk.queries.finding import find_ticket
from servicedesk.queries.visible import known, receipt, redacted, sight
from servicedesk.rules.access import Matter, reach, reach_of_known, relations
from servicedesk.rules.refusals import NotFound
from servicedesk.rules.workflow import KINDS
from tests.cast import STAGES, Cast
from tests.factories import NOW, assignment_of, department_of, make_person, standing_of, submitted
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


def read_by(db: SQLAlchemy, person: Person) -> dict[str, str]:
    """How much of which tickets the database lets somebody read, by number."""
    actor, found = person.actor(), dict[str, str]()
    for much, condition in (("full", sight), ("redacted", redacted), ("receipt", receipt)):
        for number in db.session.scalars(select(Ticket.number).where(condition(actor))):
            assert number not in found, (number, much, found[number])
            found[number] = much
    known_to = set(db.session.scalars(select(Ticket.number).where(known(actor))))
    assert known_to == set(found)
    return found


# What makes a matter one of which not everybody may know: its columns, and the same in the rules' words.
KINDS_OF_MATTER: list[dict[str, Any]] = [
    {},
    {"confidential": True},
    {"confidential": True, "dispatched": True},
    {"misconduct": True, "confidential": True},
    {"misconduct": True, "handed_over": True},
    {"misconduct": True, "handed_over": True, "about": "qyfw"},
    {"about": "jfj"},
    {"about": "qyfw"},
    {"about": "dcs"},
    {"about": "qyfw", "confidential": True, "dispatched": True},
    {"about": "jjgw", "about_leader": True, "confidential": True, "dispatched": True},
    {"about_leader": True},
]


def columns_of(marks: dict[str, Any]) -> dict[str, Any]:
    about = marks.get("about")
    return {
        "confidential": marks.get("confidential", False),
        "misconduct": marks.get("misconduct", False),
        "about_department_id": department_of(about).id if about else None,
        "about_desk": about == "qyfw",
        "about_leader": marks.get("about_leader", False),
        "sensitive": bool(marks),
        "state": "handed_over" if marks.get("handed_over") else "submitted",
        "dispatched_at": NOW if marks.get("dispatched") else None,
    }


def test_both_say_the_same_of_every_matter_that_can_be(cast: Cast, db: SQLAlchemy) -> None:
    people = everybody(cast)
    firm, other = cast.enterprise.enterprise_id, cast.enterprise2.enterprise_id
    template, serial = submitted(cast.enterprise), count(1)
    matters: dict[str, Matter] = {}
    owners = [
        (None, firm),
        (cast.enterprise.id, firm),
        (people["unverified"].id, firm),
        (people["lost"].id, other),
    ]
    for marks, (sender, owner), shares in product(KINDS_OF_MATTER, owners, SHARES):
        ticket = copy_of(
            template, next(serial), submitter_id=sender, enterprise_id=owner, **columns_of(marks)
        )
        for department, state in shares.items():
            share(ticket, department, state=state)
        instructed = INSTRUCTED[: next(serial) % 3]
        for department in instructed:
            instruction(ticket, department)
        held = frozenset(department for department, state in shares.items() if state != "returned")
        matters[ticket.number] = Matter(owner, sender, held, instructed=frozenset(instructed), **marks)
    db.session.commit()
    for name, person in people.items():
        actor, found = person.actor(), read_by(db, person)
        found.pop(template.number, None)
        expected = {number: reach(relations(actor, matter), matter) for number, matter in matters.items()}
        assert found == {number: much for number, much in expected.items() if much}, name
        for number, much in found.items():
            matter = matters[number]
            assert much == reach_of_known(
                actor,
                confidential=matter.confidential,
                about_desk=matter.about_desk,
                handed_over=matter.handed_over,
            ), (name, number)


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
        read = read_by(db, person)
        for ticket in tickets:
            stand = standing_of(ticket, person)
            assert read.get(ticket.number, "") == stand.reach, (name, ticket.number)
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
