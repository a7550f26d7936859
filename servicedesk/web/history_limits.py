"""What of a deed in the history was about limits: what was asked for and granted, and what moved."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext, ngettext

from servicedesk.languages import name_of
from servicedesk.queries.ticket_page import TicketPage
from servicedesk.web.filters import moment
from servicedesk.web.words import word

if TYPE_CHECKING:
    from servicedesk.models import Event

Fact = tuple[str, str]


def limit_facts(event: "Event", page: TicketPage) -> Iterator[Fact]:
    """Labels and values, as far as the reader is told the limits."""
    match event.action:
        case "request_extension" | "approve_extension":
            days = event.payload["days"]
            yield gettext("Extension"), ngettext("%(num)d working day", "%(num)d working days", days)
        case "request_suspension" | "approve_suspension" | "approve_suspension_part":
            yield gettext("Why does it stand still?"), word("suspension_code", event.payload["code"])
            yield gettext("Goes on"), moment(datetime.fromisoformat(event.payload["until"]))
        case "request_tracking":
            yield gettext("First feedback"), moment(datetime.fromisoformat(event.payload["feedback_at"]))
        case "approve_tracking" | "feedback" | "main_tracked" | "main_feedback" | "send_back":
            promised = event.payload.get("promised") or event.payload.get("next_feedback_at")
            if promised:
                yield word("clock", "feedback"), moment(datetime.fromisoformat(promised))
        case "set_urgent":
            yield gettext("Urgent"), gettext("Yes") if event.payload["urgent"] else gettext("No")
        case "recategorise" if event.payload["category"] == page.ticket.category.code:
            yield gettext("Category"), name_of(page.ticket.category)
    yield from _moved(event, page)


def _moved(event: "Event", page: TicketPage) -> Iterator[Fact]:
    """The limits that it moved, from when to when."""
    only = event.payload.get("clock_id")
    for clock in page.clocks:
        for change in clock.changes if only in (None, clock.id) else ():
            if datetime.fromisoformat(change["at"]) == event.at and change["from"] != change["to"]:
                before, after = (moment(datetime.fromisoformat(change[name])) for name in ("from", "to"))
                yield word("clock", clock.kind), f"{before} → {after}"
