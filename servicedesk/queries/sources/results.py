"""Results that reached their enterprise, with the last valid answer of their cycle; and leads' cycles."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, func, not_, select
from sqlalchemy.orm import aliased

from servicedesk.models import Judgement, Result, Ticket
from servicedesk.queries.counted import Question, Source, is_excluded, matters
from servicedesk.rules.exclusions import EXCLUSION_CODES
from servicedesk.rules.figure_definitions import LEVELS, SATISFIED_FROM

_LATER = aliased(Result)
_ASKED = aliased(Judgement)


def results(asked: Question) -> Source:
    """Results that reached the enterprise: of each cycle, and of each joined matter, the last one."""
    out, valid = is_excluded(asked), Judgement.id.is_not(None)
    answered = and_(valid, not_(out))
    return _source(
        asked,
        Result.reached_at,
        {
            "base": Result.reached_at.is_not(None),
            "asked": _was_asked(asked),
            "valid": valid,
            "answered": answered,
            "solved": and_(answered, Judgement.solved == "yes"),
            "partly": and_(answered, Judgement.solved == "partly"),
            "satisfied": and_(answered, Judgement.satisfaction >= SATISFIED_FROM),
            **{level: and_(answered, Judgement.satisfaction == int(level)) for level in LEVELS},
            **{f"out_{code}": and_(out, Ticket.excluded_reason == code, valid) for code in EXCLUSION_CODES},
        },
        name="results",
        says={"solved": Judgement.solved, "satisfaction": Judgement.satisfaction},
    )


def cycles(asked: Question) -> Source:
    """Leads' cycles whose result reached the enterprise, by the day of its submission, in whole minutes."""
    reached = Result.reached_at <= asked.moment
    return _source(
        asked,
        Result.submitted_at,
        {"base": and_(Result.worked_minutes.is_not(None), reached)},
        name="cycles",
        minutes=Result.worked_minutes,
        says={"minutes": Result.worked_minutes},
    )


def _source(asked: Question, at: Any, conditions: dict[str, ColumnElement[bool]], **more: Any) -> Source:
    rows = select().select_from(Result).join(Ticket, Ticket.id == Result.ticket_id)
    if more["name"] == "results":
        rows = rows.outerjoin(Judgement, Judgement.id == _last_answer(asked))
    rows = matters(rows, asked, at, Result.department_id)
    return Source(
        rows=rows.where(Result.reached_at <= asked.moment, ~_was_repeated(asked)),
        id=Result.id,
        ticket_id=Result.ticket_id,
        at=at,
        department_id=Result.department_id,
        conditions=conditions,
        cycle=Result.cycle,
        **more,
    )


def _was_repeated(asked: Question) -> ColumnElement[bool]:
    later = _LATER
    return exists().where(
        later.ticket_id == Result.ticket_id,
        later.cycle == Result.cycle,
        later.id > Result.id,
        later.reached_at <= asked.moment,
    )


def _last_answer(asked: Question) -> ScalarSelect[Any]:
    answer = (
        select(func.max(_ASKED.id))
        .where(
            _ASKED.ticket_id == Result.ticket_id,
            _ASKED.cycle == Result.cycle,
            _ASKED.solved.is_not(None),
            _ASKED.satisfaction.is_not(None),
            _ASKED.at <= asked.moment,
        )
        .correlate(Result)
    )
    return answer.scalar_subquery()


def _was_asked(asked: Question) -> ColumnElement[bool]:
    """Whether the enterprise was called, if in vain, or had judged by then."""
    tried = exists().where(
        _ASKED.ticket_id == Result.ticket_id, _ASKED.cycle == Result.cycle, _ASKED.at <= asked.moment
    )
    return tried.correlate(Result)
