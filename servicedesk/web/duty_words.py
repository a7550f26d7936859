"""Words of messages about people on duty: deputies and absences."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from servicedesk.web.filters import moment

SENTENCES: Mapping[str, Any] = {
    "hand_over": _l("A matter was handed to you; you are in charge of it from now on."),
    "handed_on": _l("A matter that was yours was handed to a colleague."),
    "deputy_named": _l("You stand in for %(who)s from now on whenever %(who)s is away."),
    "absence_entered": _l("%(who)s is away from %(start)s until %(end)s; you stand in."),
    "away_entered": _l("It was entered that you are away from %(start)s until %(end)s."),
    "shift_handed_over": _l("%(who)s has handed the shift over; please read and confirm."),
    "shift_taken_over": _l("%(who)s has taken the shift over."),
    "absence_ended": _l("%(who)s is back; you do not stand in any more."),
}
ICONS: Mapping[str, str] = {
    "hand_over": "users", "handed_on": "users", "deputy_named": "users", "absence_entered": "users",
    "absence_ended": "users", "away_entered": "users", "shift_handed_over": "users",
    "shift_taken_over": "circle-check",
}  # fmt: skip


def for_whom(words: str, params: Mapping[str, Any]) -> str:
    """The words of a message, for whom it is where its reader stands in, and who was rung in vain before."""
    if "passed" in params:
        words = gettext("%(words)s (%(name)s has not confirmed)", words=words, name=params["passed"])
    if "for" not in params:
        return words
    until = moment(datetime.fromisoformat(params["away_until"]))
    return gettext(
        "%(words)s (For %(name)s, who is away until %(until)s)", words=words, name=params["for"], until=until
    )


def moments(params: Mapping[str, Any]) -> dict[str, str]:
    """The moments of a message as its reader reads them."""
    return {name: moment(datetime.fromisoformat(params[name])) for name in ("start", "end") if name in params}
