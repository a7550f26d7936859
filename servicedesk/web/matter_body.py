"""What of a matter's page depends on what its reader may do: the open form, further steps, papers."""

from typing import Any
from uuid import uuid4

from flask import url_for
from flask_babel import gettext

from servicedesk.languages import name_of
from servicedesk.queries.categories import all_categories
from servicedesk.queries.joined import possible_mains
from servicedesk.rules.access import only_lead
from servicedesk.rules.policy import Policy, offered
from servicedesk.rules.workflow import ASSIGNMENT, OPEN_STATES, TICKET
from servicedesk.web import request_time
from servicedesk.web.asked import asked_about
from servicedesk.web.call_sheet import sheet_of
from servicedesk.web.colleagues import colleague_choices
from servicedesk.web.disclosed import leave_out, may_see_contact
from servicedesk.web.extra_fields import shown_fields
from servicedesk.web.filters import moment
from servicedesk.web.foresight import extension_choices, foresight
from servicedesk.web.forms import ACCEPT
from servicedesk.web.forms.choice import NOTHING, SelectChoice
from servicedesk.web.forms.steps import StepForm, step_form
from servicedesk.web.history import shows_names
from servicedesk.web.instruction_lines import instructions_on
from servicedesk.web.instruction_paper import record_address
from servicedesk.web.matter_view import MatterView
from servicedesk.web.offices import in_two, offices, to_instruct
from servicedesk.web.papers import dossier_address, papers_of
from servicedesk.web.promises import in_short
from servicedesk.web.shares import parts_missing, shares_of
from servicedesk.web.whistles.of_matter import blow_address, whistles_of

# Steps that need nothing to be filled in: one button is all.
PLAIN = frozenset(row.action for row in TICKET + ASSIGNMENT if not row.fields)
PLAIN -= {"resume", "hand_to_inspector"}
"""All is done by the button itself; these first say what becomes of the matter or its limits."""


def home_of(view: MatterView) -> str:
    """Where the reader works with the matter: the desk, their department, or their own matters."""
    relations = view.page.stand.relations
    if "enterprise" in relations:
        return url_for("portal.matter", number=view.ticket.number)
    if "handler" in relations and view.share is not None and "desk" not in relations:
        return url_for("department.assignment", assignment_id=view.share.id)
    return url_for("desk.ticket", number=view.ticket.number)


def body(view: MatterView, subject: str, first: str | None) -> dict[str, Any]:
    """What templates/matter/_body.html takes; `first` is the step whose form stands open."""
    own = view.actions if subject == "ticket" else view.share_actions
    first = first if first in own else None
    steps = [("ticket", action) for action in view.actions] + [("assignment", a) for a in view.share_actions]
    return {
        "view": view,
        "home": home_of(view),
        "first": first,
        "first_form": form_for(view, subject, first) if first else None,
        "first_is_plain": first in PLAIN,
        "first_address": address_of(view, subject, first) if first else "",
        "foresight": foresight(view, first) if first else None,
        "sheet": sheet_of(view) if first == "callback" else None,
        "requests": asked_about(view),
        "shares": shares_of(view),
        "instructions": instructions_on(view),
        "main": view.page.main_number,
        "joined": view.page.joined,
        "outside_limit": outside_limit(view.ticket),
        "others": [
            (action, address_of(view, of, action))
            for of, action in steps
            # One reports beside the instruction that it is about.
            if (of, action) not in ((subject, first), ("ticket", "report_back"))
        ],
        "proposal": _proposed(view),
        "extra": shown_fields(view.ticket.category.fields, view.ticket.fields),
        "results": _titled(view),
        "contact_shown": may_see_contact(view),
        "names_shown": shows_names(view.page),
        "papers": papers_of(view),
        "dossier": dossier_address(view),
        "may_attach": view.ticket.state in OPEN_STATES and view.page.stand.reach == "full",
        "leave_out": leave_out(view),
        "accept": ACCEPT,
        "whistles": whistles_of(view),
        "blow_url": blow_address(view),
        "record_url": record_address(view),
        "once": uuid4().hex,
    }


def outside_limit(ticket: Any) -> str:
    """By when somebody outside the zone wants the result; empty when nobody said so."""
    if ticket.external_due is None:
        return ""
    due = moment(ticket.external_due)
    if ticket.channel == "hotline":
        return gettext("The hotline 12345 wants the result by %(due)s.", due=due)
    return gettext("From outside the result is wanted by %(due)s.", due=due)


def _titled(view: MatterView) -> list[tuple[str, Any]]:
    """The results, newest first, each with what it is now."""
    return [(_title(view, result), result) for result in reversed(view.page.results)]


def _title(view: MatterView, result: Any) -> str:
    if result.reached_at is not None:
        return gettext("Result") if result.cycle == view.ticket.cycle else gettext("An earlier result")
    if result is view.page.results[-1] and view.ticket.state in ("in_review", "withdrawn"):
        return gettext("Result, not yet passed on")
    return gettext("A result that was sent back")


def _proposed(view: MatterView) -> dict[str, Any] | None:
    """The proposed lead by name, with the reason."""
    proposal = view.page.proposal
    if proposal is None:
        return None
    names = {office.code: office.name for office in offices()}
    return {
        "lead": names.get(proposal.lead, proposal.lead),
        "assists": [names.get(code, code) for code in proposal.assists],
        "reason": proposal.reason,
    }


def form_for(view: MatterView, subject: str, action: str) -> StepForm:
    """The form of a step as it first stands on the page: with what is known or proposed."""
    return step_form(
        subject,
        action,
        options=_options(view, action),
        of_part=subject == "assignment" and view.helps,
        not_asked=_not_asked(view),
        must=("handover_text",) if view.page.stand.facts.confidential else (),
        version=str(view.ticket.version),
        once=uuid4().hex,
        **_start(view, action),
    )


def _not_asked(view: MatterView) -> list[str]:
    """What goes without saying here."""
    found = [] if parts_missing(view) else ["without_assists"]
    found += ["assists"] if view.page.stand.facts.complaint else []
    return found if view.page.stand.facts.confidential else [*found, "handover_text"]


def address_of(view: MatterView, subject: str, action: str) -> str:
    """Where the form of a step is sent."""
    if subject == "ticket":
        return url_for("matter.ticket_step", number=view.ticket.number, action=action)
    return url_for("matter.assignment_step", assignment_id=view.share.id, action=action)


def category_choices() -> list[SelectChoice]:
    """The categories of the second level, each under its first."""
    found = all_categories()
    groups = {c.id: name_of(c) for c in found if c.parent_id is None}
    return [
        SelectChoice(c.code, _with_mark(c), optgroup=groups[c.parent_id])
        for c in found
        if c.parent_id in groups
    ]


def _with_mark(category: Any) -> str:
    return gettext("%(name)s (complex)", name=name_of(category)) if category.complex else name_of(category)


def _options(view: MatterView, action: str) -> dict[str, list[Any]]:
    match action:
        case "dispatch":
            only = only_lead(view.page.stand.matter.about, about_leader=view.ticket.about_leader)
            return {
                "lead": [SelectChoice(one.code, one.name) for one in offices() if only in (None, one.code)],
                "assists": _possible_assists(view) if only is None else [[], []],
                "policy": _limits_to_choose(view),
            }
        case "hand_over":
            return {"person": colleague_choices(view.share)}
        case "return":
            return {"proposed": [NOTHING, *lead_choices(view.ticket, view.lead)]}
        case "join":
            mains = possible_mains(view.ticket, view.page.stand.actor)
            return {
                "into": [SelectChoice(m.number, f"{m.number} {m.enterprise.name} {m.title}") for m in mains]
            }
        case "accept" | "recategorise":
            return {"category": category_choices()}
        case "instruct":
            return {"departments": to_instruct(view.ticket)}
        case "request_extension":
            return {"days": extension_choices(view)}
    return {}


def _possible_assists(view: MatterView) -> list[list[SelectChoice]]:
    """The departments that the routing table names, and all others."""
    return in_two(view.page.proposal.assists if view.page.proposal else ())


def _limits_to_choose(view: MatterView) -> list[SelectChoice]:
    """Those of the rules, unless the desk knows better."""
    found = [SelectChoice(policy.code, in_short(policy)) for policy in _policies(view)]
    return [SelectChoice("", gettext("By the rules")), *found] if found else []


def lead_choices(ticket: Any, besides: Any) -> list[SelectChoice]:
    """The departments that can lead a matter next: not the one of this share, and none complained of."""
    out = {ticket.about_department_id, besides.department_id if besides else None}
    return [SelectChoice(one.code, one.name) for one in offices() if one.id not in out]


def _policies(view: MatterView) -> list[Policy]:
    """The limits between which the desk chooses; nothing where the choice would change none."""
    stand = view.page.stand
    found = offered(stand.limits.policies, stand.case)
    return found if len(found) > 1 and not (stand.case.urgent or stand.case.redo) else []


def _start(view: MatterView, action: str) -> dict[str, Any]:
    ticket = view.ticket
    # Who may not learn the contact's name must not find it in a form either.
    contact = ticket.contact_name if may_see_contact(view) and not ticket.sensitive else ""
    if ticket.confidential:
        # Nobody else is spoken with by a department.
        contact = gettext("Enterprise Service Centre")
    match action:
        case "accept":
            return {
                "kind": ticket.kind,
                "category": ticket.category.code,
                "urgent": ticket.urgent,
                "complex": ticket.category.complex,
            }
        case "dispatch":
            proposal = view.page.proposal
            return {"lead": proposal.lead if proposal else _named_by_who_returned(view)}
        case "relay_contact":
            return {"person": ticket.contact_name}
        case "contact":
            return {"person": contact}
        case "recategorise":
            return {"category": ticket.category.code}
        case "set_urgent":
            return {"urgent": "no" if ticket.urgent else "yes"}
        case "submit" | "finish" if view.helps:
            return {}
        case "submit" | "finish":
            return _sent_back(view) or _new_result(view, contact)
    return {}


def _named_by_who_returned(view: MatterView) -> str | None:
    """Whom the department proposed that returned the matter last."""
    upheld = [one for one in view.page.requests if (one.kind, one.state) == ("return", "approved")]
    return upheld[-1].params["proposed"] if upheld else None


def _new_result(view: MatterView, contact: str) -> dict[str, Any]:
    lead, calendar = view.lead, view.page.stand.limits.calendar
    taken = lead.signed_at if lead and lead.signed_at else request_time.now()
    return {
        "taken_at": calendar.local(taken).date().isoformat(),
        "solved_when": calendar.local(request_time.now()).date().isoformat(),
        "spoken_to": contact,
        "solved": "yes",
    }


def _sent_back(view: MatterView) -> dict[str, Any]:
    """What the department wrote before the desk sent it back: it is mended, not written anew."""
    last = view.page.results[-1] if view.page.results else None
    if last is None or last.reached_at is not None or last.cycle != view.ticket.cycle:
        return {}
    return {
        "taken_at": last.taken_at.isoformat() if last.taken_at else "",
        "solved_when": last.solved_when.isoformat() if last.solved_when else "",
        "spoken_to": last.spoken_to,
        "measures": last.text,
        "solved": "yes" if last.solved else "no",
    }
