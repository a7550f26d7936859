"""What the figures of whistles count: calls with limit or report-in in a period, whistles, matters sent.

A whistle stands under its first matter, a call under the department that was called; what the reader may not
see of the matters is not counted, so that no grouping tells of it.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    false,
    func,
    literal_column,
    null,
    select,
    true,
    union_all,
)

from servicedesk.models import Call, Clock, Ticket, Whistle
from servicedesk.queries.counted import (
    Question,
    clocks,
    holder,
    is_cancelled,
    is_counted,
    is_left_out,
    is_met,
    keys,
    within,
)
from servicedesk.queries.groupings import grouped
from servicedesk.queries.summing import number
from servicedesk.queries.visible import sight
from servicedesk.rules.figures import BY_NAME, Definition

CALLS = ("report_in",)
GRADES = (5, 4, 3, 2, 1)
SENT, CALLED = "sent", "called"
COLUMNS = ("base", "good", "in_time", "total", "cancelled", *(f"grade_{grade}" for grade in GRADES))


def counts(asked: Question) -> Select[Any]:
    """One row for each kind of whistle, one for the calls and one for the matters sent, in each group."""
    found: Select[Any] = select(union_all(_calls(asked), _sent(asked), _blown(asked)).subquery("whistles"))
    return found


def is_reported(asked: Question) -> ColumnElement[bool]:
    """Whether the department had reported in by then."""
    return and_(Call.reported_at.is_not(None), Call.reported_at <= asked.as_of)


def is_graded(asked: Question) -> ColumnElement[bool]:
    """Whether the department had its grade by then."""
    return and_(Call.graded_at.is_not(None), Call.graded_at <= asked.as_of)


def calls(asked: Question, *columns: ColumnElement[Any]) -> Select[Any]:
    """The limits for reporting in, each with its call."""
    return clocks(asked, *columns, kinds=CALLS).join(Call, Call.id == Clock.call_id)


def rows(asked: Question, definition: Definition, part: str) -> Select[Any]:
    """What stands behind one figure of whistles, one row each, with the columns of `queries.behind`."""
    if definition.clock:
        return _call_rows(asked, definition, part)
    if part == "excluded" or (part == "missed" and definition.value != "rate"):
        return _whistle_rows(asked).where(false())
    # Per 100 matters: the base are the matters, and the numerator is whistles.
    return (
        _sent_rows(asked) if definition.value == "per_100" and part == "denominator" else _whistle_rows(asked)
    )


def _calls(asked: Question) -> Select[Any]:
    kept, counted, graded = keys(asked), is_counted(asked), and_(is_counted(asked), is_graded(asked))
    sums = {
        "base": number(counted),
        "good": number(and_(counted, is_reported(asked))),
        "in_time": number(and_(counted, is_met(BY_NAME["whistle_on_time_rate"]))),
        "total": func.coalesce(func.sum(case((graded, Call.grade), else_=0)), 0),
        "cancelled": number(is_cancelled(asked)),
        **{f"grade_{grade}": number(and_(graded, Call.grade == grade)) for grade in GRADES},
    }
    return calls(asked, *kept, _what(CALLED), *(sums[name].label(name) for name in COLUMNS)).group_by(*kept)


def _sent(asked: Question) -> Select[Any]:
    kept = keys(asked)
    found: Select[Any] = select(*kept, _what(SENT), *_one_number()).select_from(Ticket)
    found = grouped(within(found, asked, Ticket.submitted_at), asked.by, Ticket.lead_id)
    return found.where(Ticket.submitted_at <= asked.as_of, sight(asked.actor)).group_by(*kept)


def _blown(asked: Question) -> Select[Any]:
    kept = keys(asked)
    return _whistles(asked, *kept, Whistle.kind.label("what"), *_one_number()).group_by(*kept, Whistle.kind)


def _whistles(asked: Question, *columns: ColumnElement[Any]) -> Select[Any]:
    found: Select[Any] = select(*columns).select_from(Whistle).join(Ticket, Ticket.id == Whistle.ticket_id)
    found = grouped(within(found, asked, Whistle.blown_at), asked.by, Ticket.lead_id)
    return found.where(Whistle.blown_at <= asked.as_of, sight(asked.actor))


def _one_number() -> list[ColumnElement[Any]]:
    none: ColumnElement[int] = literal_column("0")
    return [func.count().label(name) if name == "base" else none.label(name) for name in COLUMNS]


def _what(name: str) -> ColumnElement[Any]:
    return literal_column(f"'{name}'").label("what")


def _call_rows(asked: Question, definition: Definition, part: str) -> Select[Any]:
    outcome = has_outcome(asked, definition)
    base = is_left_out(asked) if part == "excluded" else is_counted(asked)
    found = calls(
        asked,
        Clock.id.label("id"),
        Clock.ticket_id.label("ticket_id"),
        Clock.counted_at.label("at"),
        holder().label("department_id"),
        Clock.cycle.label("cycle"),
        outcome.label("outcome"),
        Clock.due_at.label("due_at"),
        Clock.provisional.label("provisional"),
        Clock.stopped_at.label("stopped_at"),
        null().label("solved"),
        Call.grade.label("satisfaction"),
    ).where(base)
    graded = definition.value == "mean"
    return found.where(false() if part == "excluded" else is_graded(asked)) if graded else found


def has_outcome(asked: Question, definition: Definition) -> ColumnElement[bool]:
    """Whether what a figure of whistles counts has its outcome."""
    if definition.reported:
        return is_reported(asked)
    return is_met(definition) if definition.clock and definition.value == "rate" else true()


def _whistle_rows(asked: Question) -> Select[Any]:
    return _whistles(asked, *_plain(Whistle.id, Whistle.blown_at, Whistle.ticket_id))


def _sent_rows(asked: Question) -> Select[Any]:
    found: Select[Any] = select(*_plain(Ticket.id, Ticket.submitted_at, Ticket.id)).select_from(Ticket)
    found = grouped(within(found, asked, Ticket.submitted_at), asked.by, Ticket.lead_id)
    return found.where(Ticket.submitted_at <= asked.as_of, sight(asked.actor))


def _plain(id_: Any, at: Any, ticket_id: Any) -> list[ColumnElement[Any]]:
    return [
        id_.label("id"),
        ticket_id.label("ticket_id"),
        at.label("at"),
        Ticket.lead_id.label("department_id"),
        Ticket.cycle.label("cycle"),
        true().label("outcome"),
        null().label("due_at"),
        false().label("provisional"),
        null().label("stopped_at"),
        null().label("solved"),
        null().label("satisfaction"),
    ]
