"""What stands behind a figure: the things that it counted, one row each, as many as its number says."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from servicedesk.languages import period_in_words, say
from servicedesk.queries.behind import page_behind, sizes_behind
from servicedesk.queries.figures import figure_of, question
from servicedesk.queries.groupings import names_of_groups
from servicedesk.rules.figure_definitions import BY_NAME, Definition
from servicedesk.rules.figure_question import AskedFigure, read_figure
from servicedesk.rules.figures import PARTS
from servicedesk.rules.refusals import NotFound
from servicedesk.web import request_time
from servicedesk.web.board import blueprint
from servicedesk.web.board.figures import base_of, group_in_words, worth, written
from servicedesk.web.board.periods import month_ends_on, zone

_IN_TIME = (_l("In time"), _l("Late"))
_ANSWERED = (_l("Answered"), _l("Not answered"))
_BLOWN = (_l("Whistles blown"), _l("Not counted"))
OUTCOMES = {
    **dict.fromkeys(("promise", "contact", "sign", "resolve", "report_in"), _IN_TIME),
    "closings": (_l("Closed"), _l("Open or ended otherwise")),
    "resolution_rate": (_l("Solved"), _l("Not or partly solved")),
    "satisfaction_rate": (_l("Satisfied"), _l("Dissatisfied")),
    "callback_rate": (_l("Called or judged"), _l("Not asked yet")),
    "valid_callback_rate": _ANSWERED,
    "composite": _ANSWERED,
    "dispatches": (_l("Returned"), _l("Kept")),
    "firsts": (_l("Done again"), _l("Done once")),
    "sent": (_l("Repeated"), _l("New")),
    "cycles": (_l("Results"), _l("Not counted")),
    "whistles": _BLOWN,
    "whistle_report_in_rate": (_l("Reported in"), _l("Not reported in")),
    "whistle_grade_mean": (_l("Graded"), _l("Not counted")),
}
"""What those with the outcome of a figure are called, and those without: by figure, or by what it counts."""
_LIMIT = (_l("Limit"), "limit")
SAID = {
    **dict.fromkeys(("promise", "contact", "sign", "resolve"), _LIMIT),
    "dispatches": (_l("Decision"), "return"),
    "results": (_l("What the enterprise said"), "answer"),
    "cycles": (_l("Working time"), "time"),
}
"""What else the list says of each thing, by what the figure counts."""
UNWANTED = frozenset({"dispatches", "firsts", "sent"})
"""Of these the outcome is what nobody wishes for."""


@blueprint.get("/behind")
def behind() -> str:
    """A page of them, the newest first; raises Invalid for what the address says wrongly."""
    asked = read_figure(request.args, zone(), request_time.now().replace(microsecond=0), month_ends_on())
    if asked is None:
        raise NotFound
    about, cursor = question(current_user.actor(), asked.asked, zone()), request.args.get("cursor")
    sizes = sizes_behind(about, asked.name, asked.group)
    page = page_behind(about, asked.name, asked.group, asked.part, cursor)
    whole = figure_of(about, asked.name, asked.group)
    definition, words = BY_NAME[asked.name], parts_in_words(BY_NAME[asked.name])
    # All that a number for 100 matters stands on are the matters themselves, whatever became of them.
    matters = definition.value == "per_100" and asked.part == PARTS[0]
    return render_template(
        "board/behind.html",
        figure=definition,
        heading=words[PARTS[0]] if matters else say(definition.label),
        period=period_in_words(asked.asked.period),
        group=_group(asked),
        as_of=asked.asked.as_of,
        value=sizes[PARTS[0]] if matters else worth(whole),
        base=base_of(whole) if whole.denominator and not matters else "",
        sizes=sizes,
        part=asked.part,
        parts=[
            (words[part], _address(asked, part=part), sizes[part], part == asked.part)
            for part in PARTS
            if sizes[part] or part == asked.part or (definition.value == "rate" and part != "excluded")
        ],
        rows=page.items,
        outcome=None if matters else (words["numerator"], words["missed"]),
        said=SAID.get(definition.source),
        unwanted=definition.source in UNWANTED and definition.value == "rate",
        board_url=url_for("board.home", period=asked.asked.period.name, by=asked.asked.by),
        next_url=_address(asked, part=asked.part, cursor=page.next) if page.next else None,
        first_url=_address(asked, part=asked.part) if cursor else None,
    )


def parts_in_words(definition: Definition) -> dict[str, Any]:
    """What each of PARTS is called for this figure."""
    numerator, missed = OUTCOMES.get(definition.name) or OUTCOMES[definition.source]
    everything = _l("Matters sent") if definition.value == "per_100" else _l("All")
    return dict(zip(PARTS, (everything, numerator, missed, _l("Not counted")), strict=True))


def _group(asked: AskedFigure) -> str:
    about, told = asked.asked, list[str]()
    for by, code in (("department", about.office), (about.by, asked.group)):
        if code is not None:
            told.append(group_in_words(by, code, names_of_groups(by, [code])))
    return gettext(", ").join(told) if told else gettext("All together")


def _address(asked: AskedFigure, **more: Any) -> str:
    return url_for(
        "board.behind",
        figure=asked.name,
        period=asked.asked.period.name,
        by=asked.asked.by,
        group=asked.group,
        office=asked.asked.office,
        as_of=written(asked.asked.as_of),
        **more,
    )
