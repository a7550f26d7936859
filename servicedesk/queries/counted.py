"""A question about figures, asked of the database: over which matters, in which spans, as of which moment.

As of now, matters are grouped as they are; as of a moment that has passed, as they were then (`TicketPast`).
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import aliased

from servicedesk.extensions import UTCDateTime
from servicedesk.models import Department, Ticket, TicketPast
from servicedesk.queries.figure_settings import figure_settings
from servicedesk.queries.groupings import group_of, grouped
from servicedesk.queries.visible import sight
from servicedesk.rules.access import Actor
from servicedesk.rules.figure_settings import FigureSettings

Span = tuple[str, datetime, datetime]
"""A name, from, and until (not included)."""
Place = tuple[str | None, str | None]
"""A span (None where there is only one) and a group."""
SIGHT = ("confidential", "misconduct", "about_leader", "about_desk", "handed_over", "about_department_id")
"""What decides who, of those who see all departments' matters, sees a matter: in columns of counts."""
_INSTANT = timedelta.resolution
_AS_OF, _UNTIL, _MOMENT = "as_of", "until", UTCDateTime()


@dataclass(frozen=True)
class Question:
    """Which figures are asked for: for whom, in which spans of time, as of when, and by which grouping."""

    actor: Actor | None
    """None: over everything, whoever may see it, kept apart by SIGHT."""
    spans: Sequence[Span]
    as_of: datetime
    by: str | None = None
    live: bool = False
    """As of now: what has happened is all that is stored."""
    days: Sequence[tuple[date, date]] = ()
    """The first and the last day of each span, where spans are whole days of `zone`."""
    zone: ZoneInfo | None = None
    beside: Sequence[str] = ()
    """Further groupings, each in a column `group_` with its name."""
    only: ColumnElement[bool] | None = None
    """A further condition on tickets."""
    office: str | None = None
    """Code of the department to which things must be attributed; None: to whichever."""
    timed: Collection[str] | None = None
    """The spans for which handling times are wanted, which are most of what there is to read; None: all."""
    settings: FigureSettings | None = None
    """What holds for figures; None: what was in force as of then."""

    @cached_property
    def holds(self) -> FigureSettings:
        """What holds for figures; at most one statement."""
        return self.settings or figure_settings(self.as_of)

    @property
    def moment(self) -> ColumnElement[datetime]:
        """`as_of` within statements: by name, so that one of them serves whenever the same is asked again."""
        return bindparam(_AS_OF, self.as_of, _MOMENT)

    @property
    def moments(self) -> Mapping[str, datetime]:
        """What goes by name in statements."""
        return {_AS_OF: self.as_of, _UNTIL: self.as_of + _INSTANT}

    @property
    def shape(self) -> tuple[Hashable, ...]:
        """What decides how the question is put to the database, moments by name and `only` left aside."""
        spans = tuple((name, start, end if end <= self.as_of else None) for name, start, end in self.spans)
        return self.actor, spans, self.live, self.by, tuple(self.beside), self.office

    @property
    def happened(self) -> Sequence[tuple[str, ColumnElement[datetime], ColumnElement[datetime]]]:
        """The spans as far as they had come by then."""
        until = bindparam(_UNTIL, self.as_of + _INSTANT, _MOMENT)
        return [
            (name, literal(start, _MOMENT), literal(end, _MOMENT) if end <= self.as_of else until)
            for name, start, end in self.spans
        ]

    @cached_property
    def table(self) -> Subquery:
        """The spans as rows, for counting several of them in one statement; they may overlap."""
        rows = [
            select(literal(name).label("span"), start.label("start"), end.label("end"))
            for name, start, end in self.happened
        ]
        return union_all(*rows).subquery("spans")

    @property
    def seen(self) -> ColumnElement[bool]:
        """The condition on tickets that whoever asks may see."""
        return true() if self.actor is None else sight(self.actor)

    @cached_property
    def then(self) -> "Then":
        """What matters were at the moment that is asked about."""
        return Then(self, Ticket, aliased(TicketPast))


@dataclass(frozen=True)
class Then:
    """A ticket's columns as they were at the moment that is asked about."""

    asked: Question
    ticket: Any
    past: Any

    def joined(self, rows: Select[Any]) -> Select[Any]:
        """The rows with what their ticket was then."""
        if self.asked.live:
            return rows
        as_of, past = self.asked.moment, self.past
        was = and_(past.ticket_id == self.ticket.id, past.since <= as_of, past.until > as_of)
        return rows.outerjoin(past, was)

    @property
    def kind(self) -> ColumnElement[Any]:
        """The kind."""
        return self._column("kind")

    @property
    def category_id(self) -> ColumnElement[Any]:
        """The category."""
        return self._column("category_id")

    @property
    def joined_to_id(self) -> ColumnElement[Any]:
        """The main matter that it was joined to."""
        return self._column("joined_to_id")

    @property
    def lead_id(self) -> ColumnElement[Any]:
        """The department that led it; none before the first dispatch."""
        if self.asked.live:
            found: ColumnElement[Any] = self.ticket.lead_id
            return found
        return case((self.ticket.dispatched_at > self.asked.moment, null()), else_=self._column("lead_id"))

    @property
    def is_closed(self) -> ColumnElement[bool]:
        """Whether it was closed."""
        return self._or_was(and_(self.ticket.state == "closed", self._has_its_end))

    @property
    def has_ended(self) -> ColumnElement[bool]:
        """Whether it had ended, closed or otherwise."""
        return self._or_was(self._has_its_end)

    @property
    def _has_its_end(self) -> ColumnElement[bool]:
        """Whether the end that it has now had come."""
        return and_(self.ticket.closed_at.is_not(None), self.ticket.closed_at <= self.asked.moment)

    def _or_was(self, now: ColumnElement[bool]) -> ColumnElement[bool]:
        """Whether it was closed as it was then, or this holds and it has not changed."""
        if self.asked.live:
            return now
        was = and_(self.past.id.is_not(None), self.past.closed_at <= self.asked.moment)
        return or_(was, and_(self.past.id.is_(None), now))

    def _column(self, name: str) -> ColumnElement[Any]:
        now: ColumnElement[Any] = getattr(self.ticket, name)
        return now if self.asked.live else case(
            (self.past.id.is_not(None), getattr(self.past, name)), else_=now
        )  # fmt: skip


@dataclass(frozen=True)
class Source:
    """What is counted: rows of the database, one for each thing, and what is asked of each.

    `name` is as in `rules.counts`; where there are several sorts, `sort` says which, and stands behind it.
    """

    name: str
    rows: Select[Any]
    id: Any
    ticket_id: Any
    at: Any
    """The moment under which it is counted."""
    department_id: Any
    """To whom it is attributed."""
    conditions: Mapping[str, ColumnElement[bool]]
    cycle: Any = None
    """None: that of its matter."""
    sort: Any = None
    sums: Mapping[str, ColumnElement[int]] = field(default_factory=dict)
    minutes: Any = None
    """Where times are counted, how many minutes each thing took; then nothing else is."""
    says: Mapping[str, Any] = field(default_factory=dict)
    """Further columns for the list of the things."""

    @property
    def sort_column(self) -> ColumnElement[Any]:
        """The sort as words; NULL where there are none."""
        return cast(null() if self.sort is None else self.sort, String)

    @property
    def minutes_column(self) -> ColumnElement[Any]:
        """The minutes of a group as one text with commas: a row for each would be most of all rows."""
        if self.minutes is None:
            return cast(null(), String)
        return func.aggregate_strings(cast(self.minutes, String), ",")


def matters(rows: Select[Any], asked: Question, at: Any, holder: Any) -> Select[Any]:
    """Rows that have a ticket: those of the spans that had happened, that may be seen, with their groups.

    `at` is the moment of each, `holder` the department that it is attributed to.
    """
    rows = within(asked.then.joined(rows), asked, at)
    by = [one for one in (asked.by, *asked.beside) if one]
    rows = grouped(rows, by, holder, asked.then.category_id)
    only = true() if asked.only is None else asked.only
    if asked.office is not None:
        rows = rows.where(holder == office_id(asked.office))
    return rows.where(asked.seen, only)


def office_id(code: str) -> ScalarSelect[int]:
    """The id of a department."""
    return select(Department.id).where(Department.code == code).scalar_subquery()


def keys(asked: Question) -> list[ColumnElement[Any]]:
    """What counts are kept apart by: columns `span`, `group_code` and SIGHT, each where there are several."""
    found: list[ColumnElement[Any]] = []
    if len(asked.spans) > 1:
        found.append(asked.table.c.span.label("span"))
    if asked.by is not None:
        found.append(group_of(asked.by, asked.then.kind).label("group_code"))
    found += [group_of(by, asked.then.kind).label(f"group_{by}") for by in asked.beside]
    if asked.actor is None:
        handed_over = Ticket.state == "handed_over"
        found += [
            (handed_over if name == "handed_over" else getattr(Ticket, name)).label(f"sees_{name}")
            for name in SIGHT
        ]
    return found


def within(rows: Select[Any], asked: Question, at: Any) -> Select[Any]:
    """The rows whose moment lies in one of the spans and had come."""
    if len(asked.spans) == 1:
        ((_, start, end),) = asked.happened
        return rows.where(at >= start, at < end)
    spans = asked.table.c
    return rows.join(asked.table, and_(at >= spans.start, at < spans.end))


def is_excluded(asked: Question) -> ColumnElement[bool]:
    """Whether the matter was taken out of the figures by then."""
    return and_(Ticket.excluded_at.is_not(None), Ticket.excluded_at <= asked.moment)
