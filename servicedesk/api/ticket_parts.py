"""What belongs to a ticket, as its answer says it: names as in the schemas, values as they are stored."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import url_for

from servicedesk.api.describing import action_list
from servicedesk.languages import name_of, say
from servicedesk.queries.categories import why_theirs
from servicedesk.queries.standing import Standing
from servicedesk.rules import workflow
from servicedesk.rules.access import share_relation
from servicedesk.rules.cards import Card
from servicedesk.rules.disclosure import is_outside, told
from servicedesk.rules.routing import Proposal as Proposed

if TYPE_CHECKING:
    from servicedesk.models import (
        Assignment,
        Attachment,
        Clock,
        Department,
        Event,
        Instruction,
        Judgement,
        Person,
        Request,
        Result,
    )

Facts = dict[str, Any]


def department(found: "Department | None") -> Facts | None:
    """A department in short."""
    return None if found is None else {"code": found.code, "name": name_of(found)}


def name(person: "Person | None") -> str | None:
    """A person's name."""
    return None if person is None else person.name


def assignment(share: "Assignment", stand: Standing) -> Facts:
    """A department's share. What the desk wrote to the department is not for the enterprise."""
    outside, routing = is_outside(stand.relations), why_theirs(share)
    return {
        "id": share.id,
        "role": share.role,
        "state": share.state,
        "cycle": share.cycle,
        "department": department(share.department),
        "handler": name(share.handler),
        "responsible": name(share.responsible),
        "note": None if outside else share.note,
        "part": None if outside else share.part,
        "handover_text": None if outside else share.handover_text,
        "dispatched_at": share.dispatched_at,
        "signed_at": share.signed_at,
        "contacted_at": share.contacted_at,
        "submitted_at": share.submitted_at,
        "suspended_until": share.suspended_until,
        "routing": say(routing) if routing and not outside else None,
        "actions": action_list(
            workflow.ASSIGNMENT, stand.assignment_actions(share), share_relation(share.role)
        ),
    }


def request(
    asked: "Request",
    number: str,
    share: "Assignment | None",
    decide: "Clock | None",
    actions: Iterable[str],
) -> Facts:
    """What a department asks for: of which ticket, for which share, decided by when, and what may be done."""
    return {
        "id": asked.id,
        "kind": asked.kind,
        "state": asked.state,
        "ticket": number,
        "assignment": asked.assignment_id,
        "department": department(share.department) if share else None,
        "params": asked.params,
        "reason": asked.reason,
        "basis": asked.basis,
        "for_enterprise": asked.for_enterprise,
        "asked_by": asked.asked_by.name,
        "asked_at": asked.asked_at,
        "decider": asked.decider,
        "due_at": decide.due_at if decide else None,
        "provisional": decide is not None and decide.provisional,
        "decided_by": name(asked.decided_by),
        "decided_at": asked.decided_at,
        "decision": asked.decision,
        "recorded_by": name(asked.recorded_by),
        "recorded_at": asked.recorded_at,
        "paper": asked.paper_id,
        "dispute": _dispute(asked),
        "actions": action_list(workflow.REQUEST, actions),
    }


def _dispute(asked: "Request") -> Facts | None:
    kept = asked.dispute
    return kept and {
        "by": kept.by.name,
        "at": kept.at,
        "reason": kept.reason,
        "refused_by": kept.refused_by.name,
        "refused_at": kept.refused_at,
        "refusal": kept.refusal,
    }


def requests(found: Iterable["Request"], stand: Standing, now: datetime) -> list[Facts]:
    """The requests about a ticket. Of its own the enterprise reads why one is refused, and no remark."""
    shares = {share.id: share for share in stand.assignments}
    decide = {clock.request_id: clock for clock in stand.live_clocks if clock.request_id}
    outside = is_outside(stand.relations)
    return [
        request(
            one,
            stand.ticket.number,
            shares.get(one.assignment_id or 0),
            decide.get(one.id),
            stand.request_actions(one, now),
        )
        | ({"decision": None, "paper": None} if outside and one.state != "refused" else {})
        for one in found
    ]


def card(standing: Card | None) -> Facts | None:
    """The card that stands on the ticket."""
    return asdict(standing) if standing else None


def clocks(found: Iterable["Clock"]) -> list[Facts]:
    """The limits, each with the department that it measures."""
    return [_clock(clock) for clock in found]


def _clock(clock: "Clock") -> Facts:
    return {
        "id": clock.id,
        "kind": clock.kind,
        "state": clock.state,
        "cycle": clock.cycle,
        "department": department(clock.department),
        "due_at": clock.due_at,
        "original_due_at": clock.original_due_at,
        "provisional": clock.provisional,
        "breached_at": clock.breached_at,
        "started_at": clock.started_at,
        "stopped_at": clock.stopped_at,
    }


def instructions(found: Iterable["Instruction"], limits: Iterable["Clock"]) -> list[Facts]:
    """What leaders have instructed, each with its limit, and what was reported."""
    clocks = {clock.instruction_id: clock for clock in limits}
    return [
        {
            "id": one.id,
            "state": one.state,
            "department": department(one.department),
            "text": one.text,
            "due_on": one.due_on,
            "by": one.by.name,
            "at": one.at,
            "recorded_by": name(one.recorded_by),
            "recorded_at": one.recorded_at,
            "paper": one.paper_id,
            "due_at": clocks[one.id].due_at,
            "provisional": clocks[one.id].provisional,
            "reported_by": name(one.reported_by),
            "reported_at": one.reported_at,
            "report": one.report,
        }
        for one in found
    ]


def result(given: "Result", names: bool) -> Facts:
    """A department's result, or the desk's direct answer."""
    return {
        "id": given.id,
        "cycle": given.cycle,
        "department": department(given.department),
        "by": given.by.name,
        "submitted_at": given.submitted_at,
        "taken_at": given.taken_at,
        "spoken_to": given.spoken_to if names else None,
        "text": given.text,
        "solved_when": given.solved_when,
        "solved": given.solved,
        "reached_at": given.reached_at,
    }


def judgement(given: "Judgement") -> Facts:
    """An answer of the enterprise, or a call in vain."""
    return {
        "cycle": given.cycle,
        "source": given.source,
        "reached": given.reached,
        "solved": given.solved,
        "satisfaction": given.satisfaction,
        "comment": given.comment,
        "by": name(given.by),
        "at": given.at,
    }


def file(attachment: "Attachment") -> Facts:
    """A file, and where its content is."""
    return {
        "id": attachment.id,
        "name": attachment.name,
        "media_type": attachment.media_type,
        "size": attachment.size,
        "sha256": attachment.sha256,
        "uploaded_at": attachment.uploaded_at,
        "internal": attachment.internal,
        "url": url_for("api.read_file", file_id=attachment.id),
    }


def proposal(proposed: Proposed | None, departments: Sequence["Department"]) -> Facts | None:
    """Who should lead and help, by name; departments that were closed since are left out."""
    known = {one.code: one for one in departments}
    if proposed is None or proposed.lead not in known:
        return None
    return {
        "lead": department(known[proposed.lead]),
        "assists": [department(known[code]) for code in proposed.assists if code in known],
        "reason": say(proposed.reason),
    }


def event(happened: "Event", stand: Standing, contact: bool, names: bool) -> Facts:
    """What happened, as far as it is for the reader; `contact` and `names` say whether these are."""
    actor = happened.actor
    return {
        "seq": happened.seq,
        "action": happened.action,
        "at": happened.at,
        "recorded_at": happened.recorded_at,
        "by": name(actor),
        "department": department(actor.department) if actor else None,
        "visible": happened.visible,
        "payload": told(happened.payload, stand.relations, contact, names=names),
        "texts": told(happened.texts, stand.relations, contact, names=names),
    }
