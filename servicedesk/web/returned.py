"""A return in words: on what it is based, whom the department proposes, the objection, how it ended."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext

from servicedesk.languages import name_of
from servicedesk.queries.return_facts import calendar_of, last_dispute
from servicedesk.queries.standing import Standing
from servicedesk.web import filters, request_time, views
from servicedesk.web.offices import office_name

if TYPE_CHECKING:
    from servicedesk.models import Assignment, Request

Fact = tuple[str, str]


def facts_of_return(request: "Request") -> Sequence[Fact]:
    """What a return says beside its reason, and what was said back and forth; labels and values."""
    if request.kind != "return":
        return ()
    found = [
        (gettext("Basis"), request.basis or ""),
        (gettext("Proposed department"), office_name(request.params["proposed"])),
    ]
    if request.dispute is not None:
        objection = request.dispute
        found += [
            (gettext("Refusal"), _said(objection.refused_by.name, objection.refused_at, objection.refusal)),
            (gettext("Objection"), _said(objection.by.name, objection.at, objection.reason)),
        ]
    if "lead" in request.params:
        found.append((gettext("Went on to"), office_name(request.params["lead"])))
    return found


def _said(who: str, at: datetime, words: str) -> str:
    return gettext("%(who)s, %(at)s: %(words)s", who=who, at=filters.moment(at), words=words)


def answer_of_return(request: "Request", who: str, at: str) -> str:
    """How a decided return ended, and by whom."""
    facts = {"who": who, "at": at}
    if request.dispute is not None and request.state == "refused":
        return gettext("%(who)s ruled on %(at)s, finally: the department keeps the matter.", **facts)
    if request.dispute is not None:
        return gettext("%(who)s ruled on %(at)s, finally: another department leads the matter.", **facts)
    if request.state == "refused":
        return gettext("%(who)s refused it on %(at)s.", **facts)
    return gettext("%(who)s upheld it on %(at)s.", **facts)


def objection_of(
    request: "Request", share: "Assignment | None", stand: Standing
) -> tuple[str, views.Chip] | None:
    """Where the reader may dispute the refusal, and until when; None where they may not."""
    now = request_time.now()
    if share is None or "dispute" not in stand.request_actions(request, now):
        return None
    until = last_dispute(request, share, stand.limits)
    if until is None:
        return None
    left = calendar_of(share, stand.limits).between(now, until)
    chip = views.Chip(gettext("Dispute until"), until, "near", filters.left(left))
    return url_for("disputes.dispute", request_id=request.id), chip


def keeps(share: "Assignment") -> str:
    """The choice of a ruling that leaves the matter where it is."""
    return gettext("%(office)s (keeps the matter)", office=name_of(share.department))
