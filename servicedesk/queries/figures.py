"""Figures over what a person may see, out of counts of what is stored."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    String,
    cast,
    literal_column,
    null,
    union_all,
)

from servicedesk.extensions import db
from servicedesk.queries.counted import Place, Question, Source, keys
from servicedesk.queries.facts import (
    apart_of,
    direct_of,
    facts_of,
    held_for,
    names_of_run,
    put_together_for,
)
from servicedesk.queries.groupings import group_of
from servicedesk.queries.sources import all_sources, sources_of
from servicedesk.queries.summing import number
from servicedesk.rules.access import Actor
from servicedesk.rules.counts import Counts, added, counted, counted_times, figures_from
from servicedesk.rules.facts import INTAKE, Puzzle
from servicedesk.rules.figure_definitions import BY_NAME
from servicedesk.rules.figure_question import Asked
from servicedesk.rules.figures import Figure
from servicedesk.rules.periods import Period

Counted = Mapping[Place, Counts]
NOTHING = Counts()


def question(actor: Actor, asked: Asked, zone: ZoneInfo) -> Question:
    """What is asked, for a person who sees some of the tickets; days are days of the zone."""
    whole = Question(actor, (), asked.as_of, asked.by, asked.live, office=asked.office)
    return of_periods(whole, [asked.period], zone)


def of_periods(asked: Question, periods: Sequence[Period], zone: ZoneInfo) -> Question:
    """The same question of these periods."""
    return replace(
        asked,
        spans=[(period.name, *period.moments(zone)) for period in periods],
        days=[(period.first, period.last) for period in periods],
        zone=zone,
    )


def figures(asked: Question) -> list[Figure]:
    """All figures of one span, group by group in the order of the codes; two to five statements.

    Every figure stands for every group that has anything in the span, and without a grouping once.
    """
    found = counts_of(asked)
    groups: Sequence[str | None] = [None]
    if asked.by is not None:
        groups = sorted({group for _, group in found if group is not None})
    score = asked.holds.score
    return [
        figure for group in groups for figure in figures_from(found.get((None, group), NOTHING), group, score)
    ]


def figures_of_periods(
    asked: Question, periods: Sequence[Period], zone: ZoneInfo
) -> Mapping[str, Mapping[str, Figure]]:
    """The figures of several periods, by period and figure; two to five statements.

    The periods may overlap; those of the same name are the same.
    """
    different = list({period.name: period for period in periods}.values())
    found = counts_of(replace(of_periods(asked, different, zone), by=None))
    several, score = len(different) > 1, asked.holds.score
    return {
        one.name: {
            figure.name: figure
            for figure in figures_from(found.get((one.name if several else None, None), NOTHING), None, score)
        }
        for one in different
    }


def figure_of(asked: Question, name: str, group: str | None) -> Figure:
    """One figure of one span and group (None: everything), counted by itself; two statements."""
    sources = sources_of(BY_NAME[name], asked)
    if group is not None and asked.by is not None:
        own = group_of(asked.by, asked.then.kind) == group
        sources = [replace(source, rows=source.rows.where(own)) for source in sources]
    counts = added(counts for _, counts in counted_rows(asked, sources))
    return next(one for one in figures_from(counts, group, asked.holds.score) if one.name == name)


def counts_of(asked: Question) -> Counted:
    """What there is, from daily facts where these say the same as counting."""
    return counts_of_all([asked])[0]


def counts_of_all(several: Sequence[Question]) -> Sequence[Counted]:
    """The same for several questions of one person as of one moment; one to six statements."""
    held = held_for(several)
    served = [(asked, put_together_for(asked, held) if held else None) for asked in several]
    found: list[dict[Place, list[Counts]]] = [defaultdict(list) for _ in several]
    for no, place, counts in facts_of(served):
        found[no][place].append(counts)
    apart = apart_of(several[0]) if held else ()
    direct = _together(
        (no, part)
        for no, (asked, puzzles) in enumerate(served)
        for part in ([asked] if puzzles is None else direct_of(asked, puzzles, apart))
    )
    ways = [[_way(no, *served[no], part, together) for no, part in parts] for together, parts in direct]
    for at, row, counts in _counted([together for together, _ in direct]):
        for no, column, spans_of in ways[at]:
            group = None if column is None else getattr(row, column)
            for span in spans_of(row.span):
                found[no][span, group].append(counts)
    return [{place: added(parts) for place, parts in one.items()} for one in found]


def _together(parts: Iterable[tuple[int, Question]]) -> list[tuple[Question, list[tuple[int, Question]]]]:
    """Questions about the same days are counted in one go, with the others' groupings beside the first's."""
    alike: dict[Any, list[tuple[int, Question]]] = defaultdict(list)
    for no, part in parts:
        # What came in is other things than figures count.
        alike[tuple(part.spans), part.office, id(part.only), part.by == INTAKE].append((no, part))
    found = []
    for several in alike.values():
        by = list(dict.fromkeys(part.by for _, part in several if part.by))
        found.append((replace(several[0][1], by=by[0] if by else None, beside=by[1:]), several))
    return found


Way = tuple[int, str | None, Callable[[str | None], Sequence[str | None]]]
"""Whose a counted row is: the place of a question, the column with its group, and its spans by the row's."""


def _way(
    no: int, asked: Question, puzzles: Sequence[Puzzle] | None, part: Question, together: Question
) -> Way:
    """The way of the rows that were counted together to one of the questions."""

    @cache
    def spans_of(run: str | None) -> Sequence[str | None]:
        return [run] if puzzles is None else list(names_of_run(asked, part, run))

    if part.by is None:
        return no, None, spans_of
    return no, "group_code" if part.by == together.by else f"group_{part.by}", spans_of


def count(asked: Question) -> Counted:
    """What there is of everything that figures count, by span and group; one statement."""
    found: dict[Place, list[Counts]] = defaultdict(list)
    for row, counts in counted_rows(asked):
        found[row.span, row.group_code].append(counts)
    return {place: added(several) for place, several in found.items()}


def counted_rows(asked: Question, only: Sequence[Source] = ()) -> Iterator[tuple[Row[Any], Counts]]:
    """The same, source by source and sort by sort, each with its row, which has the columns of `keys`."""
    for _, row, counts in _counted([asked], only):
        yield row, counts


@dataclass(frozen=True, slots=True)
class _Put:
    """Questions as they are put to the database, and what its rows are made of."""

    statement: CompoundSelect[Any]
    parts: Sequence[tuple[int, str, Sequence[str] | None]]
    """For each source the place of its question, its name, and what its numbers count (None: times)."""
    first: int
    """The column of the first number."""


@dataclass(frozen=True, slots=True)
class _Alike:
    """A question that equals those which are put in the same words."""

    shape: tuple[Hashable, ...]
    question: Question = field(compare=False)


def _counted(
    several: Sequence[Question], only: Sequence[Source] = ()
) -> Iterator[tuple[int, Row[Any], Counts]]:
    """The same for several questions as of one moment, with the place of each; one statement."""
    if not several:
        return
    # What is asked for facts, or about chosen matters, is hardly ever asked again.
    if only or any(asked.actor is None or asked.only is not None for asked in several):
        put = _put([(asked, only or all_sources(asked)) for asked in several])
    else:
        put = _put_before(tuple(_Alike(asked.shape, asked) for asked in several))
    for row in db.session.execute(put.statement, several[0].moments):
        no, source, names = put.parts[row.source]
        if names is not None:
            yield no, row, counted(source, row.sort_of, zip(names, row[put.first :], strict=False))
        elif row.minutes:
            yield no, row, counted_times(row.minutes)


@lru_cache(maxsize=32)
def _put_before(several: tuple[_Alike, ...]) -> _Put:
    """Everything that figures count. To write such a statement takes as long as to run a small one."""
    return _put([(one.question, all_sources(one.question)) for one in several])


def _put(several: Sequence[tuple[Question, Sequence[Source]]]) -> _Put:
    parts = [(no, source) for no, (_, sources) in enumerate(several) for source in sources]
    names = [[*source.conditions, *source.sums] for _, source in parts]
    width = max(map(len, names))
    beside = sorted({by for asked, _ in several for by in asked.beside})
    return _Put(
        union_all(
            *(_counts(several[no][0], source, at, width, beside) for at, (no, source) in enumerate(parts))
        ),
        [
            (no, source.name, own if source.minutes is None else None)
            for (no, source), own in zip(parts, names, strict=True)
        ],
        len(_keys(several[0][0], beside)) + len(_OF_SOURCE),
    )


_OF_SOURCE = ("source", "sort_of", "minutes")
"""The columns between the keys and the counts."""


def _keys(asked: Question, beside: Collection[str]) -> list[ColumnElement[Any]]:
    """The columns of `keys`, with an empty span and group where there is none; `beside`: of all questions."""
    own = {one.name: one for one in keys(asked)}
    names = ("span", "group_code", *(f"group_{by}" for by in beside))
    nothing = {name: cast(null(), String).label(name) for name in names}
    return list({**nothing, **own}.values())


def _counts(asked: Question, source: Source, place: int, width: int, beside: Collection[str]) -> Select[Any]:
    """One row for each group and sort; counts that the source has not are 0."""
    kept = keys(asked)
    sums = [*(number(condition) for condition in source.conditions.values()), *source.sums.values()]
    sums += [literal_column("0")] * (width - len(sums))
    rows = source.rows.with_only_columns(
        *_keys(asked, beside),
        literal_column(str(place)).label("source"),
        source.sort_column.label("sort_of"),
        source.minutes_column.label("minutes"),
        *(one.label(f"count_{at}") for at, one in enumerate(sums)),
        maintain_column_froms=True,
    )
    # By their labels: an expression with parameters would be another one there.
    apart = [*(one.name for one in kept), *(["sort_of"] if source.sort is not None else [])]
    return rows.group_by(*apart) if apart else rows
