"""The menu: one line for each page that a role starts from, shown when the page exists."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from servicedesk.rules.access import CALLING_ROLES, DESK_ROLES, HANDLING_ROLES, STAFF_ROLES
from servicedesk.rules.reading_filters import LOG_READERS
from servicedesk.rules.requests import DECIDING_ROLES


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the menu."""

    endpoint: str
    label: str
    icon: str
    roles: frozenset[str]


_DESK = DESK_ROLES
_DEPARTMENT = frozenset({"handler", "department_head"})
_BOARD = STAFF_ROLES - {"admin"}
_SEARCH = DESK_ROLES | HANDLING_ROLES | {"leader"}
_ADMIN = frozenset({"admin"})
_LEDGERS = HANDLING_ROLES | {"leader"}

STAFF: Sequence[Item] = (
    Item("desk.inbox", _l("Inbox"), "inbox", _DESK | {"supervisor"}),
    Item("desk.record", _l("Record a matter"), "edit", _DESK),
    Item("desk.callbacks", _l("Callbacks"), "phone-call", CALLING_ROLES),
    Item("decisions.pending", _l("To decide"), "gavel", DECIDING_ROLES),
    Item("whistles.board", _l("Whistles"), "speakerphone", _BOARD),
    Item("desk.overdue", _l("At risk and overdue"), "alarm", _DESK | {"supervisor"}),
    Item("instructions.listed", _l("Instructions"), "writing-sign", _LEDGERS),
    Item("tracking.listed", _l("Tracking ledger"), "route", _LEDGERS),
    Item("supervision.withdrawals", _l("Withdrawals"), "arrow-back-up", frozenset({"supervisor", "leader"})),
    Item("supervision.listed", _l("Under supervision"), "eye", _LEDGERS),
    Item("handed_over.listed", _l("Handed over"), "shield-lock", _DESK | {"supervisor", "inspector"}),
    Item("read_log.listed", _l("Read log"), "history", LOG_READERS),
    Item("department.home", _l("My department"), "briefcase", HANDLING_ROLES - _DESK),
    Item("department.home", _l("The desk's own matters"), "briefcase", _DESK),
    Item("duty.office", _l("People on duty"), "users", _BOARD),
    Item("board.home", _l("Figures"), "chart-bar", _BOARD),
    Item("board.reports", _l("Reports"), "file-text", _BOARD),
    Item("desk.search", _l("Search"), "search", _SEARCH),
    Item("desk.members", _l("Verify members"), "user-check", _DESK),
    Item("desk.importing", _l("Import past matters"), "upload", frozenset({"desk_lead"})),
    Item("admin.home", _l("Administration"), "settings", _ADMIN),
    Item("account.messages", _l("Messages"), "bell", frozenset(_SEARCH | _ADMIN | {"inspector"})),
)
PORTAL: Sequence[Item] = (
    Item("portal.home", _l("My matters"), "list", frozenset({"enterprise"})),
    Item("portal.company", _l("My company"), "building", frozenset({"enterprise"})),
    Item("account.messages", _l("Messages"), "bell", frozenset({"enterprise"})),
)
PUBLIC: Sequence[Item] = (
    Item("public.home", _l("Home"), "home", frozenset()),
    Item("public.track", _l("Track a matter"), "search", frozenset()),
    Item("public.promises", _l("What we promise"), "clipboard-check", frozenset()),
    Item("public.help", _l("Help"), "help", frozenset()),
)
# Where somebody arrives after signing in: the first page that exists and that one of their roles opens.
HOMES = (
    ("desk.inbox", DESK_ROLES),
    ("department.home", _DEPARTMENT),
    ("board.home", frozenset({"leader"})),
    ("desk.inbox", frozenset({"supervisor"})),
    ("handed_over.listed", frozenset({"inspector"})),
    ("admin.home", _ADMIN),
    ("portal.home", frozenset({"enterprise"})),
)


def items() -> list[Item]:
    """The lines that the reader may use: first where their work begins, then in the order above.

    Whoever holds several offices has a page only once, under the name that stands last.
    """
    if not current_user.is_authenticated:
        return [item for item in PUBLIC if exists(item.endpoint)]
    own = STAFF if current_user.is_staff else PORTAL
    usable = [item for item in own if item.roles & current_user.roles and exists(item.endpoint)]
    once = {item.endpoint: item for item in usable}.values()
    return sorted(once, key=lambda item: item.endpoint != _first_page())


def has(endpoint: str) -> bool:
    """Whether the reader's menu has this page."""
    return any(item.endpoint == endpoint for item in items())


def is_here(item: Item) -> bool:
    """Whether the page belongs to this line."""
    return request.endpoint == item.endpoint


def exists(endpoint: str) -> bool:
    """Whether there is such a page."""
    return endpoint in current_app.view_functions


def home() -> str:
    """The address where the reader's work begins."""
    if first := _first_page():
        return url_for(first)
    if current_user.is_authenticated and not exists("public.home"):
        return url_for("account.profile")
    return url_for("public.home") if exists("public.home") else url_for("account.sign_in")


def _first_page() -> str | None:
    roles = current_user.roles if current_user.is_authenticated else frozenset()
    return next((page for page, allowed in HOMES if roles & allowed and exists(page)), None)
