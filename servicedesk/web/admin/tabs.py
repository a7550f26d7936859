"""The tabs over every page of the administration."""

from collections.abc import Sequence

from flask import request, url_for
from flask_babel import lazy_gettext as _l

PAGES = {
    "admin.home": _l("State"),
    "admin.departments": _l("Departments"),
    "admin.people": _l("People"),
    "admin.categories": _l("Categories and routing"),
    "admin.routing": _l("Returned matters"),
    "admin.policies": _l("Policies and limits"),
    "admin.calendar": _l("Calendar"),
    "admin.whistle_kinds": _l("Kinds of whistles"),
    "duty.roster": _l("Duty roster"),
    "admin.withdrawals": _l("Withdrawals"),
    "admin.figures": _l("Figures and bands"),
    "admin.log": _l("Journal"),
}


def admin_tabs(here: str | None = None) -> Sequence[tuple[str, str, None, bool]]:
    """Label, address, no count, and whether the reader is there; `here` is the tab of a page below it."""
    at = here or request.endpoint
    return [(label, url_for(endpoint), None, endpoint == at) for endpoint, label in PAGES.items()]
