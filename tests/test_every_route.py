"""Every route × every method × everybody: a stranger's ticket is as good as one that does not exist.

For each address that names something, whoever does not see the ticket gets the same answer for the real one
and for one that was never made; no list shows it to them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from servicedesk.models import Assignment, Clock, Instruction, Message, Person, Request, Ticket
from servicedesk.operations.attachments import attach
from servicedesk.operations.drafts import save_draft
from servicedesk.operations.steps import act_on_assignment, act_on_ticket
from servicedesk.operations.tokens import create_token
from servicedesk.operations.whistles import blow
from servicedesk.rules.workflow import ASSIGNMENT, TICKET, actions
from tests import factories
from tests.cast import Cast
from tests.operations.matters import MORE_TIME

TITLE = "绝不能让别人看到的标题"
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
NOWHERE = 987654321
NOBODYS = {"number": "QS20000101-0001", "whistle": "SH20000101-0001"}
# Who sees an ordinary matter of `enterprise` led by jfj; everybody else is a stranger to it.
SEES = {
    "enterprise",
    "officer",
    "officer2",
    "desk_lead",
    "handler",
    "department_head",
    "leader",
    "supervisor",
}
# Before it is dispatched, a confidential matter is the desk's alone (and the sender's).
SEES_KEPT = {"enterprise", "officer", "officer2", "desk_lead"}
SEES_ABOUT_DESK = {"enterprise", "supervisor", "leader"}
# Are to every matter here what somebody else is whose turn it is.
AS_ANOTHER = {"officer2", "handler3"}
# Leads away from the reader's own things, and shows nothing of a ticket.
NOT_OURS = {"static"}


def the_things(ticket: Ticket, cast: Cast, db: Any) -> dict[str, Any]:
    """What the parts of an address stand for, when they name something of this ticket."""
    with open(__file__, "rb") as words:
        attachment = attach(cast.enterprise, factories.NOW, ticket.number, words, "内部.txt")
    assignment = db.session.query(Assignment).filter_by(ticket_id=ticket.id).first()
    clock = db.session.query(Clock).filter_by(ticket_id=ticket.id).first()
    message = db.session.query(Message).filter_by(ticket_id=ticket.id).first()
    request = NOWHERE
    if assignment:
        act_on_assignment(cast.handler, factories.NOW, assignment.id, "request_extension", MORE_TIME)
        request = db.session.query(Request).filter_by(ticket_id=ticket.id).one().id
    whistle, call = (NOBODYS["whistle"], NOWHERE) if ticket.about_desk else blown_for(cast, ticket)
    instruction = NOWHERE
    if assignment:
        given = {"text": TITLE, "due_on": "2026-11-27", "departments": ["jfj"]}
        act_on_ticket(cast.leader, factories.NOW, ticket.number, "instruct", given)
        instruction = db.session.query(Instruction).filter_by(ticket_id=ticket.id).one().id
    draft = save_draft(cast.enterprise, factories.NOW, {"title": TITLE})
    return {
        "number": ticket.number,
        "assignment_id": assignment.id if assignment else NOWHERE,
        "attachment_id": attachment.id,
        "clock_id": clock.id,
        "person_id": cast.enterprise.id,
        "file_id": attachment.id,
        "message_id": message.id,
        "draft_id": draft.id,
        "absence_id": NOWHERE,
        "turn_id": NOWHERE,
        "ring_id": NOWHERE,
        "handover_id": NOWHERE,
        "import_id": NOWHERE,
        "report_id": NOWHERE,
        "schedule_id": NOWHERE,
        "key": "late",
        "format_": "docx",
        "request_id": request,
        "whistle": whistle,
        "call_id": call,
        "instruction_id": instruction,
        "step": "note",
        "call_step": "report_in",
        "paper": "notice",
        "kind": "emergency",
        "name": "handover",
        "ledger": "matters",
        "calendar": "zone",
        "day": "2026-11-24",
        "season": "06-01",
        "code": "standard",
        # Whoever holds a real one is let in by its signature (tests/web/test_judging_links).
        "link": "nobody.signed.this",
    }


def blown_for(cast: Cast, ticket: Ticket) -> tuple[str, int]:
    """A whistle about the ticket: its number, and the call to a department.

    It calls one that sees the ticket anyhow or, where none does, one that has no people here: who is called
    sees the whistle.
    """
    called = "scj" if ticket.sensitive else "jfj"
    given = {"kind": "daily", "reason": TITLE, "tickets": [ticket.number], "departments": [called]}
    blown = blow(cast.officer, factories.NOW, given)
    return blown.whistle.number, blown.calls[0].id


def nothing(things: dict[str, Any]) -> dict[str, Any]:
    """The same parts, naming what was never made."""
    return {
        name: NOBODYS.get(name, NOWHERE if isinstance(value, int) else value)
        for name, value in things.items()
    }


def addresses(
    app: Flask, things: dict[str, Any], among: tuple[int, int] = (0, 1)
) -> Iterator[tuple[str, Rule]]:
    """Each address of the app with these parts, and its rule.

    `among`: where several ask, who of how many this is; they share the actions out, so that each is tried.
    """
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint in NOT_OURS:
            continue
        for action in _actions(rule, *among):
            # A KeyError here: say above what the new part of an address stands for.
            parts = {name: action if name == "action" else things[name] for name in rule.arguments}
            yield adapter.build(rule.endpoint, parts), rule


def _actions(rule: Rule, place: int, many: int) -> tuple[str, ...]:
    """What may stand for the action in an address."""
    if "action" not in rule.arguments:
        return ("",)
    return actions(TICKET if "number" in rule.arguments else ASSIGNMENT)[place::many]


@contextmanager
def at_work() -> Iterator[None]:
    """The moment at which the tests' matters are made."""
    with time_machine.travel(factories.NOW, tick=False):
        yield


def signed_in(app: Flask, username: str) -> FlaskClient:
    """A browser in which somebody is signed in."""
    client = app.test_client()
    answer = client.post("/login", data={"username": username, "password": factories.PASSWORD})
    assert answer.status_code in (302, 303), username
    return client


def token_of(person: Person) -> dict[str, str]:
    """The header with which a program speaks for somebody."""
    return {"Authorization": f"Bearer {create_token(person.username, factories.NOW)}"}


def ask(client: FlaskClient, method: str, address: str, headers: dict[str, str]) -> TestResponse:
    """Ask; what is sent is empty, so that nothing is changed where something could be."""
    in_api = address.startswith("/api/")
    extra: dict[str, Any] = {"json": {}, "headers": headers} if in_api else {}
    return client.open(address, method=method, **extra)


# Answered alike whether or not there is such a thing: a limit that somebody else has let go already.
ALIKE = frozenset({"admin.try_one_again"})
OF_NOTHING: dict[tuple[str, str, str], tuple[int, str | None]] = {}
"""Status and location of what was never made, by user name, method and address: the same for each matter."""
MATTERS = {
    "ordinary": ("working", {}, SEES),
    "confidential": ("accepted", {"confidential": True}, SEES_KEPT),
    "about_the_desk": ("submitted", {"kind": "complaint", "about_department": "qyfw"}, SEES_ABOUT_DESK),
}


@pytest.mark.database("sqlite")
def test_a_method_that_an_address_does_not_take_does_nothing(app: Flask, db: Any, cast: Cast) -> None:
    with at_work():
        things = the_things(cast.ticket("working", title=TITLE), cast, db)
        client, headers = signed_in(app, "officer"), token_of(cast.officer)
        taken: dict[str, set[str]] = {}
        for address, rule in addresses(app, things):
            taken.setdefault(address, set()).update(rule.methods or ())
        for address, methods in taken.items():
            for method in METHODS - methods:
                assert ask(client, method, address, headers).status_code in (404, 405), f"{method} {address}"


# Sight itself is tested on both databases where it is asked for.
@pytest.mark.database("sqlite")
@pytest.mark.parametrize("matter", MATTERS)
def test_a_strangers_ticket_is_as_good_as_none(app: Flask, db: Any, cast: Cast, matter: str) -> None:
    assert told_to_strangers(app, db, cast, matter) == []


def told_to_strangers(app: Flask, db: Any, cast: Cast, matter: str) -> list[str]:
    """What everybody who does not see the matter is told about it, address by address."""
    stage, changes, seers = MATTERS[matter]
    with at_work():
        ticket = cast.ticket(stage, title=TITLE, **changes)
        things = the_things(ticket, cast, db)
        strangers = {name: one for name, one in cast.everybody().items() if name not in seers | AS_ANOTHER}
        told = []
        for place, (username, person) in enumerate(strangers.items()):
            among = (place, len(strangers))
            real, unreal = (list(addresses(app, of, among)) for of in (things, nothing(things)))
            client, headers = signed_in(app, username), token_of(person)
            for (address, rule), (empty_address, _) in zip(real, unreal, strict=True):
                if rule.endpoint in ("account.sign_out",):
                    continue
                if username == "leader" and ("whistle" in rule.endpoint or "call_id" in rule.arguments):
                    continue  # whoever ratifies sees what was blown, though not the matter
                for method in rule.methods & METHODS:
                    answer = ask(client, method, address, headers)
                    if address == empty_address:
                        if TITLE in answer.get_data(as_text=True):
                            told.append(f"{username} {method} {address} shows the title")
                        continue
                    asked = (username, method, empty_address)
                    if asked not in OF_NOTHING:
                        nothing_there = ask(client, method, empty_address, headers)
                        OF_NOTHING[asked] = nothing_there.status_code, nothing_there.location
                    status, location = OF_NOTHING[asked]
                    if rule.endpoint in ALIKE and answer.location == location:
                        continue
                    if answer.status_code != status or answer.status_code < 400:
                        told.append(f"{username} {method} {address}: {answer.status_code}, none {status}")
    return told


@pytest.mark.database("sqlite")
def test_nobody_who_is_not_signed_in_is_shown_anything(app: Flask, db: Any, cast: Cast) -> None:
    with at_work():
        things = the_things(cast.ticket("working", title=TITLE), cast, db)
        client = app.test_client()
        for address, _rule in addresses(app, things):
            for method in METHODS:
                answer = ask(client, method, address, {})
                assert TITLE not in answer.get_data(as_text=True), f"{method} {address}"
                assert answer.status_code != 500, f"{method} {address}"


def test_those_who_see_the_ticket_are_shown_it(app: Flask, db: Any, cast: Cast) -> None:
    with at_work():
        ticket = cast.ticket("working", title=TITLE)
        for username in SEES:
            answer = signed_in(app, username).get(f"/matters/{ticket.number}", follow_redirects=True)
            assert TITLE in answer.get_data(as_text=True), username
