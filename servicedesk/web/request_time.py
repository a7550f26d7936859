"""One present moment for a whole request, so that nothing on a page contradicts itself."""

from datetime import datetime

from flask import g

from servicedesk import wallclock


def now() -> datetime:
    """The moment at which this request asked first, aware, in UTC."""
    if "now" not in g:
        g.now = wallclock.now()
    return g.now  # type: ignore[no-any-return]
