"""What the cells of each list say: those of its matter, and what the list adds of its own."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from servicedesk.languages import name_of
from servicedesk.rules.figure_definitions import BY_NAME
from servicedesk.web import request_time
from servicedesk.web.board.things import parts_in_words
from servicedesk.web.filters import matter_title
from servicedesk.web.ledgers.matter_cells import Cells, named, of_matter
from servicedesk.web.supervision import in_charge
from servicedesk.web.whistles.view import mark_word
from servicedesk.web.words import word


def cells_of(name: str, given: Mapping[str, str]) -> Cells:
    """The cells of a list that can be downloaded (rules.ledger); `given`: to what it is narrowed."""
    match name:
        case "department":
            return _of_share()
        case "callbacks":
            return {**of_matter(), **_OF_CALLBACK}
        case "withdrawals":
            return {**of_matter(), **_OF_WITHDRAWAL}
        case "supervision":
            return {**of_matter(), **_OF_SUPERVISION}
        case "instructions":
            return _OF_INSTRUCTION
        case "tracking":
            return {**of_matter(), **_of_tracking()}
        case "decisions":
            return {**of_matter(), **_OF_DECISION}
        case "whistles":
            return _OF_WHISTLE
        case "handed_over":
            return _OF_RECEIPT
        case "read_log":
            return _OF_READING
        case "behind":
            return _of_counted(given)
    return of_matter()


def _of_share() -> Cells:
    return {
        **of_matter(own_share=True),
        "share_state": lambda row: word("assignment_state", row.assignment.state),
        "role": lambda row: word("assignment_role", row.assignment.role),
        "handler": lambda row: row.assignment.handler.name if row.assignment.handler else "",
        "handed_at": lambda row: row.assignment.dispatched_at,
        "signed_at": lambda row: row.assignment.signed_at,
        "contacted_at": lambda row: row.assignment.contacted_at,
        "result_at": lambda row: row.assignment.submitted_at,
    }


def _last(row: Any) -> Any:
    """What the enterprise said last."""
    return next((one for one in reversed(row.said) if one.satisfaction), None)


_OF_CALLBACK: Cells = {
    "result": lambda row: row.result.text if row.result else "",
    "tries": lambda row: row.ticket.tries,
    "solved": lambda row: word("solved", _last(row).solved) if _last(row) else "",
    "satisfaction": lambda row: word("satisfaction", _last(row).satisfaction) if _last(row) else "",
    "comment": lambda row: (_last(row).comment or "") if _last(row) else "",
}
_OF_WITHDRAWAL: Cells = {
    "withdrawn_at": lambda row: row.withdrawn.at if row.withdrawn else None,
    "reason": lambda row: row.withdrawn.texts.get("reason", "") if row.withdrawn else "",
    "outcome": lambda row: (
        word("outcome", row.ticket.withdrawal_check) if row.ticket.withdrawal_check else ""
    ),
}


_OF_SUPERVISION: Cells = {
    "card": lambda row: word("step", row.colour),
    "since": lambda row: row.since,
    "handler": in_charge,
}
_OF_INSTRUCTION: Cells = {
    "number": lambda row: row.instruction.ticket.number,
    "title": lambda row: matter_title(row.instruction.ticket),
    "state": lambda row: word("state", row.instruction.ticket.state),
    "instruction": lambda row: row.instruction.text,
    "department": lambda row: name_of(row.instruction.department),
    "by": lambda row: row.instruction.by.name,
    "at": lambda row: row.instruction.at,
    "due_on": lambda row: row.instruction.due_on,
    "instruction_state": lambda row: word("instruction_state", row.instruction.state),
    "reported_at": lambda row: row.instruction.reported_at,
    "report": lambda row: row.instruction.report or "",
}


def _of_tracking() -> Cells:
    now = request_time.now()

    def handler(row: Any) -> str:
        share = row.request.assignment
        return share.handler.name if share and share.handler else ""

    return {
        "handler": handler,
        "reason": lambda row: row.request.reason,
        "approved_at": lambda row: row.request.decided_at,
        "round": lambda row: len(row.rounds),
        "missed": lambda row: row.missed(now),
        "due_at": lambda row: row.rounds[-1].due_at if row.rounds else None,
        "told": lambda row: row.told.texts.get("text") or "" if row.told else "",
        "told_at": lambda row: row.told.at if row.told else None,
    }


# Each row is a line of the page: a request, or a whistle that waits for somebody's word.
_OF_DECISION: Cells = {
    "enterprise": lambda row: row.ticket.enterprise.name if row.request else "",
    "lead": lambda row: named(row.ticket.lead) if row.request else "",
    "request": lambda row: row.asked.title,
    "request_state": lambda row: word("request_state", row.asked.state),
    "asked_by": lambda row: row.asked.by,
    "asked_at": lambda row: row.asked.at,
    "reason": lambda row: row.asked.reason,
    "for_enterprise": lambda row: row.asked.for_enterprise,
    "decide_by": lambda row: row.asked.chip.moment if row.asked.chip else None,
    "due_at": lambda row: row.limit.moment if row.limit else None,
    "decided_by": lambda row: _who(row.request.decided_by) if row.request else "",
    "decided_at": lambda row: row.request.decided_at if row.request else None,
    "decision": lambda row: row.asked.decision,
    "answer": lambda row: row.asked.answer,
    "recorded": lambda row: row.asked.recorded,
}
# Each row is one department's call, with the whistle that calls it.
_OF_WHISTLE: Cells = {
    "whistle": lambda row: row[0].whistle.number,
    "whistle_kind": lambda row: name_of(row[0].kind),
    "whistle_state": lambda row: word("whistle_state", row[0].whistle.state),
    "subject": lambda row: row[0].subject,
    "reason": lambda row: row[0].whistle.reason,
    "blown_at": lambda row: row[0].whistle.blown_at,
    "department": lambda row: row[1].office,
    "call": lambda row: mark_word(row[1].mark),
    "due_at": lambda row: row[1].chip.moment if row[1].chip else None,
    "came_at": lambda row: row[1].call.reported_at,
    "how": lambda row: word("report_way", row[1].call.how) if row[1].call.how else "",
    "person": lambda row: row[1].call.person or _who(row[1].call.reported_by),
    "rank": lambda row: row[1].call.rank or "",
    "finding": lambda row: row[1].call.finding or "",
    "commitment": lambda row: row[1].call.commitment or "",
    "grade": lambda row: row[1].call.grade,
}
_OF_RECEIPT: Cells = {
    "number": lambda row: row.number,
    "title": matter_title,
    "enterprise": lambda row: row.enterprise.name,
    "category": lambda row: named(row.category),
    "handed_over_at": lambda row: row.closed_at,
    "officer": lambda row: _who(row.officer),
}
_OF_READING: Cells = {
    "read_at": lambda row: row.reading.at,
    "reader": lambda row: row.reading.person.name,
    "username": lambda row: row.reading.person.username,
    "department": lambda row: named(row.reading.person.department),
    "what": lambda row: word("read_what", row.reading.what),
    "number": lambda row: row.number or "",
    "address": lambda row: row.reading.address,
}


def _who(person: Any) -> str:
    return person.name if person else ""


def _of_counted(given: Mapping[str, str]) -> Cells:
    figure = BY_NAME[given["figure"]]
    words, left_out = parts_in_words(figure), given.get("part") == "excluded"

    def outcome(row: Any) -> str:
        if left_out:
            return gettext("Not counted")
        return str(words["numerator"] if row.outcome else words["missed"])

    return {
        "number": lambda row: row.number,
        "title": lambda row: row.title,
        "enterprise": lambda row: row.enterprise,
        "department": lambda row: named(row.department),
        "counted_at": lambda row: row.at,
        "due_at": lambda row: row.due_at,
        "stopped_at": lambda row: row.stopped_at,
        "outcome": outcome,
        "cycle": lambda row: row.cycle,
        "solved": lambda row: word("solved", row.solved) if row.solved else "",
        "satisfaction": lambda row: (
            word("grade" if figure.value == "mean" else "satisfaction", row.satisfaction)
            if row.satisfaction
            else ""
        ),
    }
