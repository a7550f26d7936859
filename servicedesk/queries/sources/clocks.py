"""Limits as figures count them: each once, on the day of its stop or its limit, whichever is first.

One whose limit is still to come has not counted yet; one that stands still counts when it runs again or ends.
Cancelled ones and those that gave way to tracking stand in no base and are named as excluded; so are promises
and results of matters that were taken out.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select, true

from servicedesk.models import Call, Clock, Ticket
from servicedesk.queries.counted import Question, Source, is_excluded, matters, office_id
from servicedesk.rules.clocks import LIVE_CLOCK_STATES
from servicedesk.rules.exclusions import EXCLUDED_CLOCKS, EXCLUSION_CODES, MOVED_TO_TRACKING
from servicedesk.rules.figure_definitions import LEVELS


def limits(asked: Question, kinds: Sequence[str]) -> Source:
    """The limits of some kinds, each kind a source of its own."""
    counted, out = _is_counted(asked), _is_out(asked)
    # What holds of few stands first: the rest is not looked at then.
    taken_out = {code: and_(out, Ticket.excluded_reason == code, counted) for code in EXCLUSION_CODES}
    transferred = and_(Clock.state == "transferred", _is_over(asked))
    taken_out[MOVED_TO_TRACKING] = or_(taken_out[MOVED_TO_TRACKING], transferred)
    base = and_(counted, not_(out))
    met = and_(base, Clock.state == "met")
    return _source(
        asked,
        kinds,
        select().select_from(Clock),
        {
            "base": base,
            "met": met,
            "strict": and_(met, Clock.stopped_at <= Clock.original_due_at),
            "cancelled": and_(Clock.state == "cancelled", _is_over(asked)),
            **{f"out_{code}": condition for code, condition in taken_out.items()},
        },
    )


def calls(asked: Question) -> Source:
    """The limits for reporting in to a whistle, each with its call."""
    counted = _is_counted(asked)
    graded = and_(Call.graded_at.is_not(None), Call.graded_at <= asked.moment)
    return _source(
        asked,
        ("report_in",),
        select().select_from(Clock).join(Call, Call.id == Clock.call_id),
        {
            "base": counted,
            "met": and_(counted, Clock.state == "met"),
            "reported": and_(counted, Call.reported_at.is_not(None), Call.reported_at <= asked.moment),
            "cancelled": and_(Clock.state == "cancelled", _is_over(asked)),
            "graded": and_(counted, graded),
            **{level: and_(counted, graded, Call.grade == int(level)) for level in LEVELS},
        },
        sums={"total": func.coalesce(func.sum(case((and_(counted, graded), Call.grade), else_=0)), 0)},
        says={"satisfaction": case((graded, Call.grade))},
    )


def _source(
    asked: Question,
    kinds: Sequence[str],
    rows: Select[Any],
    conditions: dict[str, ColumnElement[bool]],
    **more: Any,
) -> Source:
    of = holder(asked)
    if asked.office is not None:
        # Says no more than the holder does, but in what an index knows.
        promised = and_(Clock.kind == "promise", Clock.state.in_(LIVE_CLOCK_STATES) if asked.live else true())
        rows = rows.where(or_(Clock.department_id == office_id(asked.office), promised))
    rows = matters(rows.join(Ticket, Ticket.id == Clock.ticket_id), asked, Clock.counted_at, of)
    says = {
        "due_at": Clock.due_at,
        "original_due_at": Clock.original_due_at,
        "provisional": Clock.provisional,
        "stopped_at": Clock.stopped_at,
    }
    return Source(
        name="",
        rows=rows.where(Clock.kind.in_(kinds)),
        id=Clock.id,
        ticket_id=Clock.ticket_id,
        at=Clock.counted_at,
        department_id=of,
        conditions=conditions,
        cycle=Clock.cycle,
        sort=Clock.kind,
        says=says | more.pop("says", {}),
        **more,
    )


def holder(asked: Question) -> ColumnElement[Any]:
    """The department that a clock measures; a promise that runs is the lead's of then."""
    runs = or_(Clock.ended_at.is_(None), Clock.ended_at > asked.moment)
    return case((and_(Clock.kind == "promise", runs), asked.then.lead_id), else_=Clock.department_id)


def _is_over(asked: Question) -> ColumnElement[bool]:
    """Whether it was known by then that it had ended."""
    return and_(Clock.ended_at.is_not(None), Clock.ended_at <= asked.moment)


def _is_out(asked: Question) -> ColumnElement[bool]:
    return and_(is_excluded(asked), Clock.kind.in_(EXCLUDED_CLOCKS))


def _is_counted(asked: Question) -> ColumnElement[bool]:
    """Whether a clock whose moment has come stands in the base: not one that stood still within its limit."""
    breached = Clock.breached_at.is_not(None)
    return or_(
        and_(Clock.state == "met", _is_over(asked)),
        Clock.state.in_(("running", "missed")),
        and_(Clock.state == "paused", breached),
        # By then it still ran past its limit.
        and_(Clock.state == "cancelled", not_(_is_over(asked)), breached),
    )
