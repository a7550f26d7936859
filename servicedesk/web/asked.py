"""What was asked for in a matter and what was decided, as its pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask import url_for
from flask_babel import gettext, ngettext

from servicedesk.languages import name_of
from servicedesk.rules.paper import may_record
from servicedesk.web import filters, request_time, views
from servicedesk.web.matter_view import MatterView, chip_of
from servicedesk.web.returned import answer_of_return, facts_of_return, objection_of
from servicedesk.web.words import word

if TYPE_CHECKING:
    from servicedesk.models import Assignment, Request
    from servicedesk.queries.standing import Standing


# What only whoever decides may do to a request.
DECISIONS = frozenset({"approve", "refuse", "rule"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: what is asked for and by whom, and what came of it."""

    title: str
    state: str
    by: str
    at: datetime
    reason: str
    for_enterprise: str
    answer: str
    """Who decides, or who decided when and how."""
    decision: str
    """What was said with the decision."""
    chip: views.Chip | None = None
    """By when it is to be decided."""
    url: str | None = None
    """Where the reader decides it."""
    recorded: str = ""
    """Who recorded when what was decided on paper."""
    paper: str | None = None
    """Where the scan of that paper is."""
    facts: Sequence[tuple[str, str]] = ()
    """Further labels and values that the kind has."""
    objection: tuple[str, views.Chip] | None = None
    """Where the reader may dispute the refusal, and until when."""


def asked_about(view: MatterView) -> Sequence[Asked]:
    """What was asked for in a matter, newest first; nothing for the enterprise."""
    stand, now = view.page.stand, request_time.now()
    shares = {share.id: share for share in stand.assignments}
    clocks = {clock.request_id: clock for clock in stand.live_clocks if clock.request_id}
    found = []
    for request in reversed(view.page.requests):
        clock = clocks.get(request.id)
        share = shares.get(request.assignment_id or 0)
        found.append(
            asked(
                request,
                share,
                chip=chip_of(clock, stand.limits, now) if clock else None,
                mine=bool(DECISIONS.intersection(stand.request_actions(request, now)))
                or _may_record(request, stand),
                objection=objection_of(request, share, stand),
            )
        )
    return found


def _may_record(request: "Request", stand: "Standing") -> bool:
    return request.state == "pending" and may_record(stand.relations, stand.actor.roles)


def asked(
    request: "Request",
    share: "Assignment | None",
    *,
    chip: views.Chip | None = None,
    mine: bool = False,
    objection: tuple[str, views.Chip] | None = None,
) -> Asked:
    """One request in words; `mine`: the reader may decide it."""
    office = f"{name_of(share.department)} " if share else ""
    return Asked(
        title=title_of(request),
        state=request.state,
        by=f"{office}{request.asked_by.name}",
        at=request.asked_at,
        reason=request.reason,
        for_enterprise=request.for_enterprise or "",
        answer=_answer(request),
        decision=request.decision or "",
        chip=chip,
        url=url_for("decisions.decision", request_id=request.id) if mine else None,
        recorded=_recorded(request),
        paper=url_for("files.file", attachment_id=request.paper_id) if request.paper_id else None,
        facts=[*facts_of_return(request), *facts_of_tracking(request)],
        objection=objection,
    )


def _recorded(request: "Request") -> str:
    if request.recorded_by is None or request.recorded_at is None:
        return ""
    return gettext(
        "Decided on paper; recorded by %(who)s on %(at)s.",
        who=request.recorded_by.name,
        at=filters.moment(request.recorded_at),
    )


def title_of(request: "Request") -> str:
    """What is asked for: Extension by 3 working days; Suspension until 4 December (hearing); Return."""
    if request.kind == "reopening":
        return gettext("Reopening")
    if request.kind == "return":
        return word("request_kind", "return")
    if request.kind == "exclusion":
        why = word("exclusion_code", request.params["reason_code"])
        return gettext("Exclusion from the figures (%(why)s)", why=why)
    if request.kind == "tracking":
        return word("request_kind", "tracking")
    if request.kind == "extension":
        return ngettext(
            "Extension by %(num)d working day", "Extension by %(num)d working days", request.params["days"]
        )
    until = filters.moment(datetime.fromisoformat(request.params["until"]))
    why = word("suspension_code", request.params["code"])
    return gettext("Suspension until %(until)s (%(why)s)", until=until, why=why)


def facts_of_tracking(request: "Request") -> Sequence[tuple[str, str]]:
    """By when the enterprise would first hear how it stands."""
    if request.kind != "tracking":
        return []
    first = filters.moment(datetime.fromisoformat(request.params["feedback_at"]))
    return [(gettext("First feedback"), first)]


def _answer(request: "Request") -> str:
    if request.state == "disputed":
        return gettext("%(who)s rules, finally.", who=word("role", request.decider))
    if request.state == "pending":
        return gettext("%(who)s decides.", who=word("decider", request.decider))
    if request.decided_by is None:
        return gettext("The matter moved on before anybody decided.")
    facts = {
        "who": request.decided_by.name,
        "at": filters.moment(request.decided_at) if request.decided_at else "",
    }
    if request.kind == "return":
        return answer_of_return(request, facts["who"], facts["at"])
    if request.state == "refused":
        return gettext("%(who)s refused it on %(at)s.", **facts)
    granted = request.params.get("granted")
    if granted is None or granted == request.params.get("days"):
        return gettext("%(who)s approved it on %(at)s.", **facts)
    return ngettext(
        "%(who)s approved %(num)d working day on %(at)s.",
        "%(who)s approved %(num)d working days on %(at)s.",
        granted,
        **facts,
    )
