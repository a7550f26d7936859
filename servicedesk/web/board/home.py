"""The board: figures of a period against the one before, where departments stand, and what is late now.

Whoever oversees the zone reads all of it; a department's people read what their own department had in hand.
"""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from servicedesk.languages import period_in_words, say
from servicedesk.rules.comparing import as_drawn
from servicedesk.rules.figure_definitions import BY_NAME
from servicedesk.rules.figure_question import Asked, read_asked
from servicedesk.rules.figures import GROUPINGS, Figure
from servicedesk.rules.periods import Period, compared_with, month_of, months_until, read_range
from servicedesk.rules.refusals import Invalid
from servicedesk.rules.report_readers import sees_the_zone
from servicedesk.web import request_time
from servicedesk.web.board import blueprint
from servicedesk.web.board.figures import CARDS, address_behind, card
from servicedesk.web.board.own import own_board
from servicedesk.web.board.periods import month_ends_on, offered, today, zone
from servicedesk.web.board.pictures import spark
from servicedesk.web.board.trend import MONTHS, trend
from servicedesk.web.board.zone import zone_board
from servicedesk.web.forms.board import RangeForm
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


@blueprint.get("/")
def home() -> str | tuple[str, int]:
    """The figures of the period that is asked for; what cannot be read is said, and this month's shown."""
    now, form = request_time.now().replace(microsecond=0), RangeForm(request.args, meta={"csrf": False})
    whole = sees_the_zone(current_user.actor())
    given = {name: request.args.get(name) for name in ("period", "by", "as_of")}
    given["by"] = (given["by"] or GROUPINGS[0]) if whole else "category"
    status = 200
    try:
        given["period"] = _range(form) or given["period"]
        asked = read_asked(given, zone(), now, month_ends_on())
    except Invalid as wrong:
        form.refuse(wrong)
        asked, status = Asked(month_of(today(), month_ends_on()), given["by"], now, live=True), 422
        if asked.by not in GROUPINGS:
            asked = Asked(asked.period, GROUPINGS[0], now, live=True)
    else:
        form["from"].data, form.to.data = asked.period.first.isoformat(), asked.period.last.isoformat()
    earlier = compared_with(asked.period, asked.as_of.astimezone(zone()).date(), month_ends_on())
    months = months_until(min(asked.period.last, today()), MONTHS, month_ends_on())
    shown = (zone_board if whole else own_board)(asked, earlier, months)
    page = "board/home.html" if whole else "board/own.html"
    told = {**_frame(asked, earlier), **_told(shown, asked, earlier, months)}
    return render_template(page, form=form, **told), status


def _range(form: RangeForm) -> str | None:
    """The name of the range that the form was sent with; None when it was not."""
    first, last = form["from"].data or "", form.to.data or ""
    return read_range(first, last, month_ends_on()).name if first or last else None


def _frame(asked: Asked, earlier: Period) -> dict[str, Any]:
    """Which period, and how to choose another one, another grouping, another view."""
    return {
        "asked": asked,
        "screen": request.args.get("screen") == "1",
        "ranked": request.args.get("ranking") == "1",
        "opened": "by" in request.args,
        "period": period_in_words(asked.period),
        "earlier": period_in_words(earlier),
        "periods": [
            (label, _address(asked, period=period.name), None, period.name == asked.period.name)
            for label, period in offered()
        ],
        "groupings": [
            (label, _address(asked, by=by) + "#groups", None, by == asked.by and "by" in request.args)
            for by, label in GROUPS.items()
        ],
        "by": GROUPS[asked.by or GROUPINGS[0]],
        "address": lambda **changes: _address(asked, **changes),
    }


def _told(shown: dict[str, Any], asked: Asked, earlier: Period, months: list[Period]) -> dict[str, Any]:
    """Key figures, trend, and what stands in no base, out of the figures of the periods."""
    found: Mapping[str, Mapping[str, Figure]] = shown.pop("found")
    about: Asked = shown.pop("about")
    least: int = shown.pop("least")
    drawn = {month.name: as_drawn(found[month.name], month, today(), least) for month in months}
    here = found[asked.period.name]
    cards = [
        (
            card(here[name], found[earlier.name][name], about, least),
            spark([drawn[month.name][name] for month in months]),
        )
        for name in CARDS
    ]
    return {
        "cards": cards,
        "left_out": _left_out(here, about),
        "satisfied": here["satisfaction_rate"],
        "trend": trend(found, drawn, months, about),
        **shown,
    }


def _address(asked: Asked, **changes: Any) -> str:
    kept = {name: request.args.get(name) or None for name in ("as_of", "ranking")}
    query: dict[str, Any] = {"period": asked.period.name, "by": request.args.get("by"), **kept} | changes
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
