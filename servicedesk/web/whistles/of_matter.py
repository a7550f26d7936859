"""What a matter's page says of whistles: those that were blown for it, and blowing one."""

from flask import url_for
from flask_login import current_user

from servicedesk.rules.whistles import BLOWING_ROLES
from servicedesk.rules.workflow import OPEN_STATES
from servicedesk.web.matter_view import MatterView


def whistles_of(view: MatterView) -> list[tuple[str, str]]:
    """Number and address of each whistle of the matter, oldest first; none for the enterprise."""
    if view.page.from_outside:
        return []
    numbers = dict.fromkeys(e.payload["whistle"] for e in view.page.events if "whistle" in e.payload)
    return [(number, url_for("whistles.whistle", whistle=number)) for number in numbers]


def blow_address(view: MatterView) -> str | None:
    """Where the reader blows a whistle for the matter, if ever they may."""
    relations = view.page.stand.relations
    if view.page.stand.reach != "full":
        return None
    if not relations & {"desk", "leader"} or not current_user.roles & BLOWING_ROLES:
        return None
    if view.ticket.state not in OPEN_STATES or view.ticket.about_leader or view.ticket.kind == "report":
        return None
    return url_for("whistles.choose_kind", ticket=view.ticket.number)
