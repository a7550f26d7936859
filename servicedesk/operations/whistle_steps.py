"""Taking a step on a whistle or on one department's call: rows of the workflow, as on tickets."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from servicedesk.models import Person, Ticket, Whistle
from servicedesk.operations import events, whistle_limits, whistle_messages
from servicedesk.operations.book import STORED
from servicedesk.operations.paper import Paper, paper_from
from servicedesk.operations.transaction import transaction
from servicedesk.operations.whistle_acting import Acting
from servicedesk.operations.whistle_effects import EFFECTS
from servicedesk.queries.whistle_standing import WhistleStanding, blown, find_whistle
from servicedesk.rules import workflow
from servicedesk.rules.call_workflow import CALL
from servicedesk.rules.fields import check
from servicedesk.rules.paper import is_on_paper, may_record
from servicedesk.rules.refusals import NotFound, NotNow, NotYours
from servicedesk.rules.text import text
from servicedesk.rules.whistle_workflow import WHISTLE
from servicedesk.rules.whistles import relations as whistle_relations
from servicedesk.rules.workflow_rows import DECIDER

# What stands in the chains of the tickets too; the rest is the whistle's own.
ON_TICKETS = frozenset({
    "ask_whistle", "blow_whistle", "approve_whistle", "refuse_whistle", "ratify_whistle", "hold_meeting",
    "close_whistle", "report_in",
})  # fmt: skip


def act_on_whistle(
    by: Person, now: datetime, number: str, action: str, given: Mapping[str, Any] | None = None
) -> WhistleStanding:
    """Take a step on a whistle; commits. Answers how `by` stands to it then.

    Raises NotFound (no sight, no such action), NotYours, NotNow (who was second is told so), Invalid.
    """
    with transaction():
        stand = find_whistle(number, by, now, lock=True)
        relations, paper = stand.relations, None
        if is_on_paper(given):
            if not may_record(stand.relations, by.roles):
                raise NotYours(text("Decisions made on paper are recorded by the desk lead."))
            relations |= DECIDER
        _say_who_was_first(stand, action, relations)
        rows = workflow.admit(WHISTLE, action, stand.whistle.state, relations, stand.facts)
        if is_on_paper(given):
            paper = _paper(by, now, stand, given or {})
        values, at = check(rows[0].fields, given or {}), paper.at if paper else now
        _take(Acting(by, at, stand, None, rows[0], values, paper=paper))
    return find_whistle(number, by, now)


def act_on_call(
    by: Person, now: datetime, call_id: int, action: str, given: Mapping[str, Any] | None = None
) -> WhistleStanding:
    """Take a step on one department's call; as `act_on_whistle`."""
    with transaction():
        stand = find_whistle(call_id, by, now, lock=True)
        call = next((one for one in stand.calls if one.id == call_id), None)
        if call is None:
            raise NotFound
        relations, facts = stand.call_relations(call), stand.call_facts(call)
        rows = workflow.admit(CALL, action, call.state, relations, facts)
        _take(Acting(by, now, stand, call, rows[0], check(rows[0].fields, given or {})))
        number = stand.whistle.number
    return find_whistle(number, by, now)


def _paper(by: Person, now: datetime, stand: WhistleStanding, given: Mapping[str, Any]) -> Paper:
    """The decision on paper of somebody who holds the role that decides and has not blown the whistle."""
    whistle = stand.whistle
    might = blown(whistle)
    return paper_from(
        by, now, given, lambda person: "decider" in whistle_relations(person.actor(), might),
        whistle.ticket_id, whistle.asked_at,
    )  # fmt: skip


def _say_who_was_first(stand: WhistleStanding, action: str, relations: frozenset[str]) -> None:
    """Two decide at the same moment: one does, and the other is told who."""
    whistle = stand.whistle
    if "decider" not in relations:
        return
    if action in ("approve", "refuse") and whistle.state != "asked" and whistle.decided_by:
        who = whistle.decided_by.name
        if whistle.state == "refused":
            raise NotNow(text("%(who)s has refused this whistle already.", who=who), stand.actions())
        raise NotNow(text("%(who)s has approved this whistle already.", who=who), stand.actions())
    if action == "ratify" and whistle.ratified_by:
        who = whistle.ratified_by.name
        raise NotNow(text("%(who)s has ratified this whistle already.", who=who), stand.actions())


def _take(acting: Acting) -> None:
    row, whistle, call = acting.row, acting.whistle, acting.call
    if effect := EFFECTS.get(acting.name):
        effect(acting)
    if row.whistle is not None:
        acting.payload["state"] = [whistle.state, row.whistle]
        whistle.state = row.whistle
    if call is not None:
        acting.payload |= {"call": call.id, "department": call.department.code}
        if row.call is not None:
            acting.payload["call_state"] = [call.state, row.call]
            call.state = row.call
    limited = limited_by(acting)
    live = acting.stand.live_clocks
    # What begins with a decision on paper begins when it is recorded: only then the departments learn of it.
    later = [one for one in row.effects if one.verb == "start" and acting.paper]
    at_once = [one for one in row.effects if one not in later]
    done = whistle_limits.move(STORED, at_once, limited, live, acting.stand.limits, acting.now)
    put_on_record(acting, limited, done)
    if later:
        done = whistle_limits.move(STORED, later, limited, live, acting.stand.limits, acting.written)
        tell_tickets(acting.by, "blow_whistle", acting.written, limited, done, {})
    about = [acting.call] if acting.call else acting.stand.calls
    departments = [one.department_id for one in about]
    whistle_messages.tell_after(acting.name, whistle, departments, acting.by, acting.written)


def limited_by(acting: Acting) -> whistle_limits.Limited:
    """Whose limits the step moves."""
    whistle, kind = acting.whistle, acting.stand.kind
    starts = any(effect.verb == "start" for effect in acting.row.effects)
    return whistle_limits.Limited(
        whistle.ticket,
        whistle,
        [acting.call] if acting.call else list(acting.stand.calls),
        whistle.kind_version.spec["budgets"] if starts else {},
        whistle.meet_at if starts and kind.agreed_time else None,
    )


def put_on_record(acting: Acting, limited: whistle_limits.Limited, done: list[str]) -> None:
    """In the whistle's own chain in full, and in those of its tickets as far as it concerns them."""
    payload, texts = dict(acting.payload), dict(acting.texts)
    for one in acting.row.fields:
        value = acting.given.get(one.name)
        if one.kind in ("line", "long"):
            texts[one.name] = value
        elif value is not None and one.kind != "rows":
            payload[one.name] = value.isoformat() if isinstance(value, date) else value
    events.append_whistle(acting.whistle, acting.by, acting.name, acting.now, payload, texts)
    if acting.name in ON_TICKETS:
        decider = {"decider": acting.paper.decided_by.name} if acting.paper else None
        tell_tickets(acting.by, acting.name, acting.now, limited, done, acting.payload, decider)
    if acting.shares:
        # What they are given to do begins when they learn of it, not when the meeting was held.
        told = {"whistle": acting.whistle.number, "called": [], "shares": acting.shares}
        events.append(limited.ticket, acting.by, "meeting_tasks", acting.written, told)


def tell_tickets(
    by: Person,
    name: str,
    at: datetime,
    limited: whistle_limits.Limited,
    done: list[str],
    more: Mapping[str, Any],
    texts: Mapping[str, str | None] | None = None,
) -> None:
    """The limits stand on the first ticket; what else the whistle is about knows of the great steps only."""
    whistle, first = limited.whistle, limited.ticket
    shown = {"kind": whistle.kind} | {key: more[key] for key in ("department", "how") if key in more}
    payload = whistle_limits.on_record(limited, done) | shown
    events.append(first, by, name, at, payload, texts)
    if name in ("blow_whistle", "approve_whistle", "close_whistle"):
        for ticket in others(whistle, first):
            told = {"whistle": whistle.number, "called": payload["called"], **shown}
            events.append(ticket, by, name, at, told)


def others(whistle: Whistle, first: Ticket) -> list[Ticket]:
    """The tickets beside the first."""
    return [ticket for ticket in whistle.tickets if ticket.id != first.id]
