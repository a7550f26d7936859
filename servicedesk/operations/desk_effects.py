"""What the desk's steps before the work do beside moving states and clocks.

They run before states and clocks move, and may refuse what was given.
"""

from collections.abc import Sequence

from servicedesk.models import Assignment, Category, Department, Result, Ticket
from servicedesk.operations.reaching import reach
from servicedesk.operations.taking import Beside, Taking
from servicedesk.rules.access import DESK, is_misconduct, is_sensitive, only_lead
from servicedesk.rules.policy import offered
from servicedesk.rules.refusals import Invalid, invalid
from servicedesk.rules.text import Text, text
from servicedesk.rules.workflow import LIVE_ASSIGNMENT_STATES
from servicedesk.rules.workflow_rows import effects


def accept(taking: Taking) -> None:
    """The officer confirms or corrects urgency, complexity, kind and category; absent: as proposed."""
    ticket, given = taking.ticket, taking.given
    if given["category"]:
        ticket.category = _category(taking)
        given["category"] = ticket.category.code
    ticket.kind = given["kind"] or ticket.kind
    _mark(ticket)
    if given["urgent"] is not None:
        ticket.urgent = given["urgent"]
    complex_ = given["complex"] if given["complex"] is not None else ticket.category.complex
    ticket.complex = bool(complex_) and _may_be_complex(taking)
    given |= {"urgent": ticket.urgent, "complex": ticket.complex}
    ticket.officer = taking.person
    ticket.accepted_at = taking.now


def _category(taking: Taking) -> Category:
    category = taking.book.category(taking.given["category"])
    if category is None:
        raise invalid("category", text("There is no such category."))
    return category


def _mark(ticket: Ticket) -> None:
    """Who sees it may depend on kind and category."""
    ticket.misconduct = is_misconduct(ticket.kind, ticket.category.code)
    ticket.sensitive = is_sensitive(
        ticket.kind,
        ticket.category.code,
        confidential=ticket.confidential,
        about_department=ticket.about_department_id is not None,
        about_leader=ticket.about_leader,
    )


def _may_be_complex(taking: Taking) -> bool:
    # Only services, requests and suggestions have longer limits when they are complex.
    kind, policies = taking.ticket.kind, taking.stand.limits.policies.values()
    return any(policy.case == "complex" and kind in policy.kinds for policy in policies)


def recategorise(taking: Taking) -> None:
    """Another category; whether the matter is complex follows it, unless an officer said otherwise."""
    ticket, before = taking.ticket, taking.ticket.category
    ticket.category = _category(taking)
    if ticket.category.id == before.id:
        raise invalid("category", text("The matter is of this category already; nothing changes."))
    _mark(ticket)
    if ticket.misconduct and taking.stand.lead is not None:
        raise invalid(
            "category", text("A department has the matter already; a clue of misconduct is not dispatched.")
        )
    if ticket.accepted_at and ticket.complex == (before.complex and _may_be_complex(taking)):
        ticket.complex = ticket.category.complex and _may_be_complex(taking)
    taking.given |= {"category": ticket.category.code}


def set_urgent(taking: Taking) -> None:
    """Urgent, or not any more; every running limit follows."""
    ticket, urgent = taking.ticket, taking.given["urgent"]
    if ticket.urgent == urgent:
        raise invalid("urgent", text("The urgency is this already; nothing changes."))
    ticket.urgent = urgent


def ask_info(taking: Taking) -> None:
    """Silence is counted from here."""
    taking.ticket.info_asked_at = taking.now
    taking.ticket.officer = taking.ticket.officer or taking.person


def answer(taking: Taking) -> None:
    """The desk answers at once: the answer is the result."""
    ticket = taking.ticket
    ticket.officer = ticket.officer or taking.person
    ticket.accepted_at = ticket.accepted_at or taking.now
    ticket.taken_up_at = ticket.taken_up_at or taking.now
    reach(ticket, taking.now)
    taking.said = {"cycle": ticket.cycle}
    desk = taking.book.department(taking.stand.matter.desk_code)
    taking.add(
        Result,
        ticket_id=ticket.id,
        department_id=desk.id if desk else None,
        cycle=ticket.cycle,
        by_id=taking.person.id,
        submitted_at=taking.now,
        text=taking.given["text"],
        reached_at=taking.now,
    )


def dispatch(taking: Taking) -> None:
    """The lead gets its assignment, and each department that helps its own.

    Who helps makes a matter complex, unless an officer chose its limits.
    """
    ticket, given = taking.ticket, taking.given
    errors = {}
    lead = taking.book.department(given["lead"])
    if lead is None:
        errors["lead"] = [text("There is no such department.")]
    elif ticket.about_department_id == lead.id:
        errors["lead"] = [text("The matter is about this department; it cannot lead it.")]
    elif lead.code != _only_lead(taking, lead.code):
        errors["lead"] = [text("Only the supervisor's office leads a complaint about an office or a leader.")]
    assists, wrong = _assists(taking)
    if wrong:
        errors["assists"] = wrong
    if ticket.confidential and not given["handover_text"] and (given["lead"] != DESK or assists):
        errors["handover_text"] = [
            text("The matter is confidential: please write what the department may know, and nothing else.")
        ]
    elif named := _named_in(ticket, given["handover_text"]):
        errors["handover_text"] = [
            text("The text says who it is (%(word)s); please leave that out.", word=named)
        ]
    if errors:
        raise Invalid(errors)
    assert lead is not None
    if given["policy"]:
        _choose_policy(taking)
    elif assists:
        ticket.complex = ticket.complex or _may_be_complex(taking)
    proposed = taking.book.proposal(ticket, taking.stand.returned_by)
    assignment = taking.book.new(
        Assignment,
        ticket_id=ticket.id,
        department=lead,
        role="lead",
        state="to_sign",
        cycle=ticket.cycle,
        dispatched_by_id=taking.person.id,
        routing_id=proposed.row if proposed and proposed.lead == lead.code else None,
        note=given["note"],
        handover_text=given["handover_text"],
        dispatched_at=taking.now,
        handed_at=taking.now,
    )
    taking.book.add(assignment)
    _let_assist(taking, assists)
    taking.book.flush()
    ticket.lead = lead
    ticket.dispatched_at = ticket.dispatched_at or taking.now
    ticket.taken_up_at = ticket.taken_up_at or taking.now
    taking.assignment = assignment


def _named_in(ticket: Ticket, written: str | None) -> str:
    """What in a hand-over text says at once who the enterprise is; empty: nothing that a machine sees."""
    if not (ticket.confidential and written):
        return ""
    enterprise, folded = ticket.enterprise, written.casefold()
    telling = (
        enterprise.name, enterprise.credit_code, ticket.contact_name, ticket.contact_phone,
        (ticket.contact_phone or "").removeprefix("+86"), ticket.contact_email,
    )  # fmt: skip
    return next((one for one in telling if one and len(one) > 1 and one.casefold() in folded), "")


def _only_lead(taking: Taking, otherwise: str) -> str:
    about = taking.stand.matter.about
    return only_lead(about, about_leader=taking.ticket.about_leader) or otherwise


def _assists(taking: Taking) -> tuple[list[Department], list[Text]]:
    """The departments that shall help and do not yet, and why they cannot."""
    ticket, codes = taking.ticket, list(dict.fromkeys(taking.given["assists"]))
    known = {share.department.code for share in taking.stand.assists}
    found = {code: taking.book.department(code) for code in codes}
    if not all(found.values()):
        return [], [text("There is no such department.")]
    if taking.given["lead"] in codes:
        return [], [text("The department that leads cannot also assist.")]
    if codes and only_lead(taking.stand.matter.about, about_leader=ticket.about_leader):
        return [], [text("A complaint about an office or a leader goes to no other department.")]
    if codes and ticket.kind == "praise":
        return [], [text("Praise goes to one department alone.")]
    if any(one and one.id == ticket.about_department_id for one in found.values()):
        return [], [text("The matter is about this department; it cannot assist.")]
    taking.given["assists"] = codes
    return [one for code, one in found.items() if one and code not in known], []


def _let_assist(taking: Taking, departments: Sequence[Department]) -> None:
    """The shares of those that help; whoever becomes the lead does not help any more."""
    for share in taking.stand.assists:
        if share.department.code == taking.given["lead"] and share.state in LIVE_ASSIGNMENT_STATES:
            taking.beside.append(Beside(share, "cancelled", effects(cancel="sign part")))
    for department in departments:
        share = taking.book.new(
            Assignment,
            ticket_id=taking.ticket.id,
            department=department,
            role="assist",
            state="to_sign",
            cycle=taking.ticket.cycle,
            dispatched_by_id=taking.person.id,
            note=taking.given["note"],
            handover_text=taking.given["handover_text"],
            dispatched_at=taking.now,
        )
        taking.book.add(share)
        taking.beside.append(Beside(share, effects=effects(start="sign part")))


def _choose_policy(taking: Taking) -> None:
    """The limits that the matter goes by from now on: the longer ones of complex matters, or its kind's."""
    possible = {policy.code: policy for policy in offered(taking.stand.limits.policies, taking.stand.case)}
    policy = possible.get(taking.given["policy"])
    if policy is None:
        raise invalid("policy", text("These limits are not for such a matter."))
    taking.ticket.complex = policy.case == "complex"
