"""Clocks: why a limit is when it is."""

from typing import Any

from flask import Response

from servicedesk.api.answering import answer
from servicedesk.api.blueprint import blueprint
from servicedesk.api.bodies import query
from servicedesk.api.documents import problems
from servicedesk.api.reader import now, reader
from servicedesk.api.schemas.clock import Explanation
from servicedesk.languages import say
from servicedesk.queries.clocks import find_clock
from servicedesk.queries.cursors import HIGHEST_ID
from servicedesk.rules.clock_record import facts_of
from servicedesk.rules.explain import Line, explain


@blueprint.get(f"/clocks/<int(max={HIGHEST_ID}):clock_id>/explain", tags=["clocks"])
@blueprint.response(200, Explanation)
@problems(404)
def explain_clock(clock_id: int) -> Response:
    """Explain a limit: which time was counted until it, and which was not."""
    query(())
    clock, limits = find_clock(clock_id, reader(), now())
    calendar = limits.calendars[clock.calendar_id]
    lines = explain(calendar, facts_of(clock), clock.due_at, clock.changes)
    told = {"due_at": clock.due_at, "provisional": clock.provisional}
    return answer(Explanation().dump({"lines": [_line(line) for line in lines], **told}))


def _line(line: Line) -> dict[str, Any]:
    return {
        "day": line.day,
        "start": line.start,
        "end": line.end,
        "counted_seconds": line.counted_seconds,
        "note": say(line.note),
    }
