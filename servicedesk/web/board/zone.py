"""The board of those who oversee the zone: leaders, the supervisor, the desk."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request, url_for
from flask_login import current_user

from servicedesk.languages import say
from servicedesk.queries.at_present import overdue_now, standing
from servicedesk.queries.board import board_counts, board_names
from servicedesk.queries.counted import Question
from servicedesk.queries.figure_settings import figure_settings
from servicedesk.rules.bands import BY
from servicedesk.rules.figure_definitions import BY_NAME
from servicedesk.rules.figure_question import Asked
from servicedesk.rules.figures import NO_GROUP
from servicedesk.rules.periods import Period
from servicedesk.rules.text import Named
from servicedesk.web import request_time
from servicedesk.web.board.bands import bands, ranges, ranking
from servicedesk.web.board.intake import OF_STRANDS, hot, repeating, strands
from servicedesk.web.board.periods import today, zone
from servicedesk.web.board.present import late_lines, tiles
from servicedesk.web.board.tables import tables


def zone_board(asked: Asked, earlier: Period, months: Sequence[Period]) -> dict[str, Any]:
    """What the page needs; its statements stand here, all of them."""
    actor, now = current_user.actor(), request_time.now()
    settings = figure_settings(asked.as_of)
    question = Question(actor, (), asked.as_of, asked.by, asked.live, settings=settings)
    found = board_counts(question, [asked.period, earlier, *months], zone())
    overdue, stand = overdue_now(actor, now), standing(actor, now, today())
    groups = {one.group for one in found.groups if one.group and one.group != NO_GROUP}
    names = board_names(
        {code for code, _ in overdue.by_lead if code} | (groups if asked.by == "department" else set()),
        found.sent[asked.period.name].keys() | (groups if asked.by == "category" else set()),
        {code for code, _ in found.repeats} | (groups if asked.by == "enterprise" else set()),
    )
    figures = found.groups
    named: dict[str, Mapping[str, Named | str]] = {
        "department": names.departments,
        "category": names.categories,
        "enterprise": names.enterprises,
    }
    frequent, growing = hot(found, names, asked, earlier)
    by_department = asked.by == "department"
    ranked_by, ranked = ranking(figures, names.departments, asked, settings) if by_department else ([], [])
    return {
        "found": found.periods,
        "least": settings.least_due,
        "about": Asked(asked.period, None, asked.as_of, asked.live),
        "tiles": tiles(overdue, stand, names.departments),
        "late": late_lines(overdue, names.departments),
        "bands": bands(figures, names.departments, asked, settings) if by_department else [],
        "band_rule": say(settings.bands.in_words),
        "band_heads": [say(BY_NAME[name].label) for name in BY],
        "band_ranges": ranges(settings.bands),
        "ranking": ranked,
        "ranked_by": say(BY_NAME[ranked_by[0]].label) if ranked_by else "",
        "ranking_heads": [say(BY_NAME[name].label) for name in ranked_by],
        "strand_heads": [say(BY_NAME[name].label) for name in OF_STRANDS],
        "sent_address": _download(asked.period),
        "strands": strands(found, asked, earlier, settings),
        "frequent": frequent,
        "growing": growing,
        "repeating": repeating(found, names, asked),
        # They are as long as all the rest, and wanted by those who ask for a grouping.
        "tables": tables(
            figures,
            found.periods[asked.period.name],
            named.get(asked.by or "", {}),
            asked,
            with_score=settings.composite,
        )
        if "by" in request.args
        else [],
    }


def _download(period: Period) -> str:
    """The ledger of the matters that were sent in the period."""
    days: dict[str, Any] = {"from": period.first.isoformat(), "to": period.last.isoformat()}
    return url_for("ledgers.choose", ledger="matters", **days)
