"""What is kept from somebody leaves no trace in what they can ask for: pages, lists, filters, figures.

Of each sort of kept matter there is one, full of words that stand nowhere else. Whoever is a stranger to it
finds neither these words nor its number; whoever reads a part of it finds the number and the desk's text;
and who is a stranger to all of them gets the very same answers as before there were any.
"""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from servicedesk.models import Attachment, Ticket
from servicedesk.operations.attachments import attach
from servicedesk.operations.tokens import create_token
from servicedesk.operations.whistles import blow
from tests.cast import Cast
from tests.factories import NOW, RESULT, assignment_of, credit_code, file, share_step, step, submitted
from tests.operations.matters import TEXT
from tests.web.pages import sign_in

SECRET = "绝密字样"
"""Stands in all that is said of these matters and nowhere else; the hand-over text alone does without."""
HANDOVER = "一家企业反映拨付进度,请核实。"
FIRM = {"credit_code": credit_code(9000001), "name": f"{SECRET}机械有限公司"}
PAGES = (
    "/department/", "/department/?queue=working", "/desk/search?state=in_progress",
    f"/desk/search?q={SECRET}", "/desk/search?channel=visit", "/account/messages",
    "/decisions/", "/instructions/", "/supervision/", "/whistles/", "/board/", "/board/overdue",
    "/handed-over/", "/read-log/", "/desk/",
)  # fmt: skip
CALLS = (
    "/tickets", "/tickets?order=due", f"/tickets?q={SECRET}", "/tickets?channel=visit",
    "/tickets?kind=complaint", f"/tickets?enterprise={FIRM['credit_code']}", "/tickets?from=2026-11-23",
    "/tickets?state=handed_over", "/tickets?category=1403", "/requests",
    "/figures?period=2026-11",
    "/figures?period=2026-11&by=enterprise",
)  # fmt: skip
NEW_EACH_TIME = re.compile(r'name="once"[^>]*value="\w+"|[\w-]{20,}\.[\w-]{6}\.[\w-]{20,}')
"""Keys of forms, and tokens against forgery."""
PEOPLE = (
    "enterprise2", "officer", "handler", "handler2", "leader", "supervisor", "inspector", "admin",
)  # fmt: skip
# Who reads nothing of each sort, and who a part; everybody else may read it.
OUT = {"enterprise2", "handler2", "admin"}
"""Nothing to any of them."""
STRANGERS = {
    "confidential": OUT | {"inspector"},
    "about_department": OUT | {"handler", "department_head", "inspector"},
    "about_desk": OUT | {"officer", "desk_lead", "handler", "department_head", "inspector"},
    "about_leader": OUT | {"leader", "handler", "department_head", "inspector"},
    "clue": OUT | {"leader", "supervisor", "handler", "department_head"},
}
IN_PART = {
    "confidential": {"handler", "department_head", "leader", "supervisor"},
    "clue": {"officer", "desk_lead"},
}


def kept(cast: Cast, **changes: Any) -> Ticket:
    """A matter that the desk recorded of a firm that nobody else knows, with all that may say who it is."""
    ticket = submitted(
        cast.officer, title=f"{SECRET}的标题", description=f"{SECRET}的经过", channel="visit",
        enterprise=FIRM, contact={"name": f"{SECRET}某", "phone": "13900009999"}, **changes,
    )  # fmt: skip
    attach(
        cast.officer if not ticket.about_desk else cast.supervisor,
        NOW,
        ticket.number,
        file(),
        f"{SECRET}.jpg",
    )
    return ticket


def each_sort(cast: Cast) -> dict[str, Ticket]:
    found = {
        "confidential": kept(cast, confidential=True),
        "about_department": kept(cast, kind="complaint", category="1403", about_department="jfj"),
        "about_desk": kept(cast, kind="complaint", category="1403", about_department="qyfw"),
        "about_leader": kept(cast, kind="complaint", category="1403", about_leader=True),
        "clue": kept(cast, kind="report", category="1406"),
    }
    for sort, ticket in found.items():
        desk = cast.supervisor if sort == "about_desk" else cast.officer
        step(desk, ticket, "give_info", text=f"{SECRET}补充")
        step(desk, ticket, "note", text=f"{SECRET}备注")
        if sort == "clue":
            step(desk, ticket, "hand_to_inspector")
            continue
        step(desk, ticket, "accept")
        lead = "jfj" if sort == "confidential" else "dcs"
        step(desk, ticket, "dispatch", lead=lead, handover_text=HANDOVER)
        handler = cast.handler if sort == "confidential" else cast.supervisor
        share_step(handler, ticket, "sign")
        share_step(handler, ticket, "ask", **TEXT)
        step(
            cast.desk_lead if sort != "about_desk" else cast.supervisor,
            ticket,
            "supervise",
            card="red",
            text="请尽快。",
        )
        said = RESULT | {"spoken_to": "企业服务中心"}
        share_step(handler, ticket, "submit", **said)
        step(desk, ticket, "send_back", reason="请补充依据。")
    given = {"kind": "daily", "reason": "请到场核实。", "departments": ["scj"]}
    blow(cast.officer, NOW, given | {"tickets": [found["about_department"].number]})
    return found


def reader(app: Flask, cast: Cast, name: str) -> dict[str, str]:
    """All that somebody is answered, by address, without what is new each time."""
    client: FlaskClient = app.test_client()
    sign_in(client, name)
    token = {"Authorization": f"Bearer {create_token(getattr(cast, name).username, NOW)}"}
    answers = {page: client.get(page).text for page in PAGES}
    answers |= {call: client.get(f"/api/v1{call}", headers=token).text for call in CALLS}
    return {place: NEW_EACH_TIME.sub("", said) for place, said in answers.items()}


def test_what_is_kept_leaves_no_trace(app: Flask, cast: Cast, at_work: None) -> None:
    before = {name: reader(app, cast, name) for name in sorted(OUT)}
    tickets = each_sort(cast)
    numbers = {sort: ticket.number for sort, ticket in tickets.items()}
    for name in PEOPLE:
        after = reader(app, cast, name)
        if name in before:
            assert after == before[name], name
            continue
        for sort, number in numbers.items():
            told = "".join(after.values())
            if name in STRANGERS[sort]:
                assert number not in told, (name, sort, [p for p, said in after.items() if number in said])
            else:
                assert number in told, (name, sort)
        if all(name in STRANGERS[sort] | IN_PART.get(sort, set()) for sort in numbers):
            # They may have asked for the word themselves, which the page then repeats.
            assert not [p for p, said in after.items() if SECRET in said and f"q={SECRET}" not in p], name


ASKED_BY_NUMBER = (
    "/api/v1/tickets/{}",
    "/api/v1/tickets/{}/events",
    "/matters/{}",
    "/matters/{}/papers/handover",
)


def test_what_is_read_in_part_holds_no_more_than_that(
    app: Flask, db: SQLAlchemy, cast: Cast, at_work: None
) -> None:
    tickets = each_sort(cast)
    for sort, people in IN_PART.items():
        number = tickets[sort].number
        for name in sorted(people):
            client = app.test_client()
            sign_in(client, name)
            token = {"Authorization": f"Bearer {create_token(name, NOW)}"}
            for address in ASKED_BY_NUMBER:
                answer = client.get(address.format(number), headers=token, follow_redirects=True)
                if address.endswith("handover") and sort == "clue":
                    continue
                assert answer.status_code == 200, (name, address)
                for word in (SECRET, FIRM["credit_code"], "13900009999", "visit"):
                    assert word not in answer.text, (name, address, word)
                if sort == "confidential" and not address.endswith("events"):
                    assert HANDOVER in answer.text, (name, address)
            found = client.get(f"/api/v1/tickets?q={number}", headers=token)
            assert number in found.text, name
            assert SECRET not in found.text, name
            for filtered in (
                f"q={SECRET}",
                "channel=visit",
                f"enterprise={FIRM['credit_code']}",
                "kind=request",
            ):
                listed = client.get(f"/api/v1/tickets?{filtered}", headers=token)
                assert number not in listed.text, (name, filtered)
            own = db.session.scalars(
                select(Attachment.id).where(Attachment.ticket_id == tickets[sort].id)
            ).one()
            assert client.get(f"/api/v1/files/{own}", headers=token).status_code == 404


def test_a_page_that_is_too_old_tells_no_more_either(app: Flask, cast: Cast, at_work: None) -> None:
    ticket = each_sort(cast)["confidential"]
    client = app.test_client()
    token = {"Authorization": f"Bearer {create_token('handler', NOW)}"}
    stale = client.post(
        f"/api/v1/assignments/{assignment_of(ticket).id}/actions/progress",
        json={"text": "已核实。", "version": 1},
        headers=token,
    )
    assert stale.status_code == 409
    assert SECRET not in stale.text
