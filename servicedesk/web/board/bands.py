"""Departments in bands, or ranked where the reader asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from servicedesk.languages import name_of, say
from servicedesk.rules.bands import BANDS, BY, NO_BAND, BandRule
from servicedesk.rules.comparing import ranked
from servicedesk.rules.figure_question import Asked
from servicedesk.rules.figure_settings import FigureSettings
from servicedesk.rules.figures import NO_GROUP, Figure
from servicedesk.rules.text import Named
from servicedesk.web.board.figures import Cell, cell

Office = Mapping[str, Figure]


@dataclass(frozen=True, slots=True)
class Member:
    """A department: its name, and the figures that put it where it stands."""

    name: str
    cells: Sequence[Cell]
    wrong: Sequence[bool] = ()
    """Of each figure: whether it alone would stand in the third band."""
    place: int | None = None
    """In a ranking; None: it is not ranked."""


@dataclass(frozen=True, slots=True)
class Band:
    """A band with its departments by code."""

    no: int
    name: str
    members: Sequence[Member]


def bands(
    groups: Sequence[Figure], names: Mapping[str, Named], asked: Asked, settings: FigureSettings
) -> list[Band]:
    """The three bands, and last the departments that stand in none."""
    rule, members = settings.bands, dict[int, list[Member]]()
    for code, office in by_office(groups).items():
        if not any(office[name].denominator for name in BY):
            continue
        band = rule.band_of(office[name] for name in BY)
        shown = [cell(office[name], asked.period, asked) for name in BY]
        low = [rule.band_of([office[name]]) == NO_BAND - 1 for name in BY]
        members.setdefault(band, []).append(Member(_name(code, names), shown, low))
    return [Band(no, say(name), members.get(no, ())) for no, name in enumerate(BANDS)]


def ranges(rule: BandRule) -> list[str]:
    """From where to where each band goes, for its head."""
    return [
        gettext("from %(first)s%%", first=rule.first),
        gettext("%(second)s%% to %(first)s%%", second=rule.second, first=rule.first),
        gettext("below %(second)s%%", second=rule.second),
        gettext("too little due"),
    ]


def ranking(
    groups: Sequence[Figure], names: Mapping[str, Named], asked: Asked, settings: FigureSettings
) -> tuple[list[str], list[Member]]:
    """The figures that are shown, of which the first ranks, and all departments by it.

    Equal ones share a place; of whom too little was due, stands last and has none.
    """
    # The score has a least number of answers of its own: with fewer it is empty.
    by, least = ("composite", 0) if settings.composite else ("resolved_on_time", settings.least_due)
    offices = by_office(groups)
    places = dict(ranked({code: office[by] for code, office in offices.items()}, least))
    rest = [code for code, office in offices.items() if code not in places and office[by].denominator]
    shown = list(dict.fromkeys([by, *BY[::-1]]))
    return shown, [
        Member(
            _name(code, names),
            [cell(offices[code][name], asked.period, asked) for name in shown],
            place=places.get(code),
        )
        for code in [*places, *rest]
    ]


def by_office(groups: Sequence[Figure]) -> Mapping[str, Office]:
    """Figures by department and name, by code."""
    found: dict[str, dict[str, Figure]] = {}
    for one in groups:
        if one.group is not None and one.group != NO_GROUP:
            found.setdefault(one.group, {})[one.name] = one
    return found


def _name(code: str, names: Mapping[str, Named]) -> str:
    return name_of(names[code]) if code in names else code
