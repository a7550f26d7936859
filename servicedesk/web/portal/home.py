"""An enterprise's own matters: what is under way, what it has to do itself, and what has ended."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template, request, url_for
from flask_login import current_user

from servicedesk.queries.cursors import Page
from servicedesk.queries.drafts import drafts_of
from servicedesk.queries.limits import limits
from servicedesk.queries.own_matters import OwnMatter, own_matters
from servicedesk.rules.limits import Limits
from servicedesk.web import outlook, request_time, views
from servicedesk.web.entries import entries
from servicedesk.web.matter_view import chip_of
from servicedesk.web.portal import blueprint
from servicedesk.web.portal.writing import details_of

if TYPE_CHECKING:
    from servicedesk.models import Ticket

PAGE = 20
ENDED_AT_FIRST = 5


@dataclass(frozen=True, slots=True)
class Card:
    """One matter in the list."""

    ticket: "Ticket"
    chip: views.Chip | None
    task: str
    """What the enterprise itself has to do now; mostly nothing."""


@blueprint.get("/")
def home() -> str:
    """My matters: everything at first, then page by page what is open or has ended."""
    now = request_time.now()
    show = request.args.get("show", "")
    cursor = request.args.get("cursor")
    in_force = limits(now)
    pages: dict[str, Page[OwnMatter]] = {}
    if show != "ended":
        pages["open"] = own_matters(
            current_user, now, open_ones=True, limit=PAGE, cursor=cursor if show else None
        )
    if show != "open":
        limit = PAGE if show else ENDED_AT_FIRST
        pages["ended"] = own_matters(
            current_user, now, open_ones=False, limit=limit, cursor=cursor if show else None
        )
    return render_template(
        "portal/home.html",
        show=show,
        begun=cursor is None,
        cards={name: _cards(page, in_force) for name, page in pages.items()},
        further={name: _further(name, page) for name, page in pages.items()},
        drafts=drafts_of(current_user) if not show else [],
        draft_address=details_of,
        entries=entries(),
    )


def _cards(page: Page[OwnMatter], in_force: Limits) -> list[Card]:
    """What waits for the enterprise itself comes first, the rest in the page's order."""
    return sorted((_card(item, in_force) for item in page.items), key=lambda card: not card.task)


def _card(item: OwnMatter, in_force: Limits) -> Card:
    asked = outlook.task(item.ticket.state, item.judged)
    chip = chip_of(item.clock, in_force, request_time.now()) if item.clock else None
    return Card(item.ticket, chip, str(outlook.TASKS[asked]) if asked else "")


def _further(name: str, page: Page[OwnMatter]) -> str | None:
    return url_for("portal.home", show=name, cursor=page.next) if page.next else None
