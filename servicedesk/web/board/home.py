"""The board: key figures of a period, the same by groups, how they developed, and what is overdue now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from servicedesk.languages import month_in_words, period_in_words, say
from servicedesk.queries.figures import figures, figures_of_periods, question
from servicedesk.queries.groupings import names_of_groups
from servicedesk.queries.limits import limits
from servicedesk.queries.queues import queue
from servicedesk.rules.figure_question import Asked, read_asked
from servicedesk.rules.figures import BY_NAME, GROUPINGS, OF_MATTERS, OF_WHISTLES, Figure
from servicedesk.rules.periods import Period, before, month_of, months_until, read_range
from servicedesk.rules.refusals import Invalid
from servicedesk.web import request_time
from servicedesk.web.board import blueprint
from servicedesk.web.board.figures import CARDS, Line, address_behind, card, cell, lines
from servicedesk.web.board.periods import month_ends_on, month_in_short, offered, today, zone
from servicedesk.web.forms.board import RangeForm
from servicedesk.web.listing import listed
from servicedesk.web.words import word

GROUPS = {
    "department": _l("Department"),
    "category": _l("Category"),
    "strand": _l("Strand"),
    "kind": _l("Kind"),
    "enterprise": _l("Enterprise"),
    "park": _l("Park"),
    "channel": _l("Channel"),
}
TREND = ("response_rate", "resolved_on_time", "satisfaction_rate")
MONTHS = 6
OVERDUE_SHOWN = 10


@blueprint.get("/")
def home() -> str | tuple[str, int]:
    """The figures of the period that is asked for; what cannot be read is said, and this month's shown."""
    now, form = request_time.now().replace(microsecond=0), RangeForm(request.args, meta={"csrf": False})
    given = {name: request.args.get(name) for name in ("period", "by", "as_of")}
    given["by"] = given["by"] or GROUPINGS[0]
    status = 200
    try:
        given["period"] = _range(form) or given["period"]
        asked = read_asked(given, zone(), now, month_ends_on())
    except Invalid as wrong:
        form.refuse(wrong)
        asked, status = Asked(month_of(today(), month_ends_on()), GROUPINGS[0], now), 422
    else:
        form["from"].data, form.to.data = asked.period.first.isoformat(), asked.period.last.isoformat()
    return render_template("board/home.html", form=form, **_shown(asked)), status


def _range(form: RangeForm) -> str | None:
    """The name of the range that the form was sent with; None when it was not."""
    first, last = form["from"].data or "", form.to.data or ""
    return read_range(first, last, month_ends_on()).name if first or last else None


def _shown(asked: Asked) -> dict[str, Any]:
    """What the page needs; its statements stand here, all of them."""
    now, actor = request_time.now(), current_user.actor()
    here, earlier = asked.period, before(asked.period, month_ends_on())
    months = months_until(min(asked.period.last, today()), MONTHS, month_ends_on())
    whole = question(actor, asked, zone())
    found = figures_of_periods(whole, [here, earlier, *months], zone())
    groups = figures(whole)
    names = names_of_groups(asked.by, {figure.group for figure in groups if figure.group is not None})
    late, in_force = queue(actor, "overdue", now), limits(now)
    return {
        "asked": asked,
        "period": period_in_words(here),
        "earlier": period_in_words(earlier),
        "periods": [
            (label, _address(asked, period=period.name), None, period.name == here.name)
            for label, period in offered()
        ],
        "groupings": [
            (label, _address(asked, by=by) + "#groups", None, by == asked.by) for by, label in GROUPS.items()
        ],
        "cards": [card(found[here.name][name], found[earlier.name][name], asked) for name in CARDS],
        "left_out": _left_out(found[here.name], asked),
        "strict": cell(found[here.name]["resolved_on_time_strict"], here, asked),
        "satisfied": found[here.name]["satisfaction_rate"],
        "figure_names": [say(definition.label) for definition in OF_MATTERS],
        "whistle_names": [say(definition.label) for definition in OF_WHISTLES],
        "whistle_lines": _with_whistles(lines(groups, names, asked, OF_WHISTLES)),
        "whistles": [cell(one, here, replace(asked, by=None)) for one in _of_all_groups(groups)],
        "by": GROUPS[asked.by or GROUPINGS[0]],
        "lines": lines(groups, names, asked),
        "whole": [cell(found[here.name][definition.name], here, asked) for definition in OF_MATTERS],
        "trend": _trend(found, months, asked),
        "overdue": listed(late.items[:OVERDUE_SHOWN], in_force),
        "overdue_count": f"{len(late.items)}+" if late.next else str(len(late.items)),
    }


def _of_all_groups(found: Sequence[Figure]) -> list[Figure]:
    """The figures of whistles for everything: groups add up to the whole."""
    of = {one.name: [figure for figure in found if figure.name == one.name] for one in OF_WHISTLES}
    return [
        Figure(name, None, sum(one.numerator for one in parts), sum(one.denominator for one in parts))
        for name, parts in of.items()
    ]


def _with_whistles(found: Sequence[Line]) -> Sequence[Line]:
    """Not those groups that only sent matters: nobody was called to them."""
    return [line for line in found if any(one.url for one in line.cells[:-1])]


def _address(asked: Asked, **changes: Any) -> str:
    as_of = request.args.get("as_of") or None
    query: dict[str, Any] = {"period": asked.period.name, "by": asked.by, "as_of": as_of} | changes
    return url_for("board.home", **query)


def _left_out(found: Mapping[str, Figure], asked: Asked) -> list[tuple[str, str]]:
    """What stands in no base: figure with reasons and how many, address."""
    return [
        (
            gettext(
                "%(name)s: %(why)s",
                name=say(BY_NAME[figure.name].label),
                why=gettext(", ").join(
                    f"{word('left_out', reason)} {count}" for reason, count in figure.excluded
                ),
            ),
            address_behind(figure, asked.period, asked, "excluded"),
        )
        for figure in found.values()
        if figure.excluded and BY_NAME[figure.name].good != "strict"
    ]


def _trend(
    found: Mapping[str, Mapping[str, Figure]], months: Sequence[Period], asked: Asked
) -> dict[str, Any]:
    """The table of the last months, and the same numbers for the picture."""
    by_month = [(month, [found[month.name][name] for name in TREND]) for month in months]
    names = [say(BY_NAME[name].label) for name in TREND]
    return {
        "names": names,
        "lines": [
            Line(month_in_words(month), [cell(figure, month, asked) for figure in shown])
            for month, shown in by_month
        ],
        "picture": {
            "labels": [month_in_short(month) for month in months],
            "series": [
                {
                    "name": name,
                    "values": [_points(shown[place]) for _, shown in by_month],
                    "bases": [
                        f"{shown[place].numerator} / {shown[place].denominator}" for _, shown in by_month
                    ],
                }
                for place, name in enumerate(names)
            ],
        },
    }


def _points(figure: Figure) -> float | None:
    return None if figure.value is None else round(figure.value * 100, 1)
