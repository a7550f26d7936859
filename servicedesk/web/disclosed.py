"""What of a matter a page or paper may show, and what a hand-over text must leave out."""

from typing import Any

from flask_babel import gettext
from flask_login import current_user

from servicedesk.rules.disclosure import sees_contact
from servicedesk.web.matter_view import MatterView


def may_see_contact(view: MatterView) -> bool:
    """Whether the reader gets the enterprise's contact data."""
    own = current_user.department
    outside, stand = own is not None and own.outside, view.page.stand
    return stand.reach == "full" and sees_contact(stand.relations, outside, view.ticket.share_outside)


def may_go_to(share: Any, ticket: Any) -> bool:
    """Whether contact data may stand on a paper for this share's department, whoever prints it (rule 16)."""
    return share is None or not share.department.outside or bool(ticket.share_outside)


def leave_out(view: MatterView) -> list[tuple[str, str]]:
    """What a hand-over text must not say; nothing for a matter that is not confidential."""
    t, full = view.ticket, view.page.stand.reach == "full"
    if not (t.confidential and full):
        return []
    files = gettext(", ").join(file.name for file in view.files)
    found = (
        (gettext("Enterprise"), t.enterprise.name),
        (gettext("Credit code"), t.enterprise.credit_code),
        (gettext("Contact person"), t.contact_name),
        (gettext("Phone"), t.contact_phone),
        (gettext("E-mail"), t.contact_email),
        (gettext("Files"), files),
    )
    return [(label, value) for label, value in found if value]
