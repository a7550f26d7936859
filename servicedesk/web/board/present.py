"""What stands open now, whatever the period: overdue matters and the ledgers, each with its list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext, ngettext

from servicedesk.languages import name_of
from servicedesk.queries.at_present import Overdue
from servicedesk.queries.queues import MOST_COUNTED
from servicedesk.rules.text import Named

LEADS = 4
"""Departments with overdue matters that are named; the list behind shows all."""


@dataclass(frozen=True, slots=True)
class Tile:
    """How much stands in a list now, and what of it is wrong."""

    label: str
    count: str
    url: str
    note: str = ""
    tone: str = ""
    """`bad` where something is late, else nothing."""


@dataclass(frozen=True, slots=True)
class LateLine:
    """An overdue matter as the board names it."""

    number: str
    title: str
    url: str
    lead: str
    due_at: datetime


def tiles(overdue: Overdue, standing: Mapping[str, int], names: Mapping[str, Named]) -> list[Tile]:
    """One for each list."""
    return [
        Tile(
            gettext("Overdue now"),
            f"{overdue.count}+" if overdue.more else str(overdue.count),
            url_for("board.overdue"),
            gettext(", ").join(
                f"{_lead(code, names)} {count}" for code, count in overdue.by_lead[:LEADS]
            ),
            "bad" if overdue.count else "",
        ),
        _tile(
            gettext("Whistles on"), standing["whistles"], url_for("whistles.board"), standing["absent"],
            ngettext("%(num)d call is late", "%(num)d calls are late", standing["absent"]),
        ),
        _tile(
            gettext("Instructions open"), standing["instructions"], url_for("instructions.listed"),
            standing["instructions_late"],
            ngettext("%(num)d past its date", "%(num)d past their dates", standing["instructions_late"]),
        ),
        _tile(
            gettext("Being tracked"), standing["tracking"], url_for("tracking.listed"),
            standing["tracking_late"],
            ngettext("%(num)d feedback is late", "%(num)d feedbacks are late", standing["tracking_late"]),
        ),
        _tile(
            gettext("Under supervision"), standing["cards"] + standing["cards_by_hand"],
            url_for("supervision.listed"), standing["cards_red"],
            ngettext("%(num)d red card", "%(num)d red cards", standing["cards_red"]),
        ),
    ]  # fmt: skip


def _tile(label: str, count: int, url: str, late: int, note: str) -> Tile:
    return Tile(label, at_most(count), url, note if late else "", "bad" if late else "")


def at_most(count: int) -> str:
    """As counters stop counting."""
    return str(count) if count <= MOST_COUNTED else f"{MOST_COUNTED}+"


def late_lines(overdue: Overdue, names: Mapping[str, Named]) -> Sequence[LateLine]:
    """The longest overdue matters."""
    return [
        LateLine(
            one.number,
            one.title,
            url_for("desk.ticket", number=one.number),
            _lead(one.lead, names),
            one.due_at,
        )
        for one in overdue.longest
    ]


def _lead(code: str | None, names: Mapping[str, Any]) -> str:
    if code is None:
        return gettext("with the service centre")
    return name_of(names[code]) if code in names else code
