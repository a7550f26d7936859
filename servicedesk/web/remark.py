"""Somebody's words to which the next step answers: why a result came back, what the enterprise thinks of it.

They stand in the history as well; but whoever has to act should not have to look for them.
"""

from collections.abc import Mapping

from servicedesk.queries.ticket_page import TicketPage
from servicedesk.web.history import entry
from servicedesk.web.views import TimelineEntry

# In each state the deeds whose words count for the next step, and those after which older ones no longer do.
_SAID: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "submitted": (frozenset({"give_info"}), frozenset({"ask_info"})),
    "accepted": (frozenset({"redo", "reopen", "ask_reopen", "return"}), frozenset({"accept"})),
    "in_progress": (
        frozenset({"send_back", "redo", "reopen", "ask_reopen"}),
        frozenset({"submit", "finish", "dispatch"}),
    ),
    "tracking": (
        frozenset({"feedback", "approve_tracking", "send_back"}),
        frozenset({"submit", "finish", "dispatch"}),
    ),
    "in_callback": (
        frozenset({"judge", "callback"}),
        frozenset({"pass_review", "submit", "finish", "answer"}),
    ),
    "closed": (
        frozenset({"ask_reopen", "refuse_reopening"}),
        frozenset({"close", "judge", "callback", "sign"}),
    ),
}
_NOTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())


def remark_of(page: TicketPage) -> TimelineEntry | None:
    """The newest of these words that the reader may see, as the history shows it."""
    counts, ends = _SAID.get(page.ticket.state, _NOTHING)
    for event in reversed(page.events):
        if event.action in counts and event.payload.get("reached", True):
            return entry(event, page)
        if event.action in ends:
            return None
    return None
