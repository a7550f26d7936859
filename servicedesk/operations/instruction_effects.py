"""What instructing and reporting back do, and what becomes of instructions when their matter goes.

They run before states and clocks move, and may refuse what was given.
"""

from servicedesk.models import Instruction
from servicedesk.operations import instruction_clocks
from servicedesk.operations.taking import Taking
from servicedesk.queries.due import DueShare
from servicedesk.rules.instructions import MOST_DEPARTMENTS, reported_by
from servicedesk.rules.refusals import invalid
from servicedesk.rules.text import text


def instruct(taking: Taking) -> None:
    """An instruction for each department, with a limit of its own."""
    given, book, ticket = taking.given, taking.book, taking.ticket
    given["departments"] = codes = list(dict.fromkeys(given["departments"]))
    if len(codes) > MOST_DEPARTMENTS:
        most = MOST_DEPARTMENTS
        raise invalid("departments", text("At most %(most)s departments are instructed at once.", most=most))
    offices = [book.department(code) for code in codes]
    if not all(offices):
        raise invalid("departments", text("There is no such department."))
    if ticket.about_department_id in [office.id for office in offices if office]:
        raise invalid("departments", text("The matter is about this department; it cannot be instructed."))
    paper = taking.paper
    if paper and given["due_on"] < taking.stand.limits.calendar.local(paper.recorded_at).date():
        # Nobody can report by a day that has passed before anybody was told.
        raise invalid("due_on", text("This day has passed; please name today or a later one."))
    found = [
        book.new(
            Instruction,
            ticket_id=ticket.id,
            department=office,
            state="open",
            text=given["text"],
            due_on=given["due_on"],
            by_id=(paper.decided_by if paper else taking.person).id,
            at=taking.now,
            recorded_by_id=paper.recorded_by.id if paper else None,
            recorded_at=paper.recorded_at if paper else None,
            paper_id=paper.file.id if paper else None,
        )
        for office in offices
    ]
    for one in found:
        book.add(one)
    book.flush()
    for one in found:
        instruction_clocks.start(book, ticket, one, taking.clocks, taking.stand.limits, taking.now)
    ticket.instructed = True
    if paper:
        paper.file.internal = True
    taking.noted["instructions"] = [[one.id, one.department.code] for one in found]
    taking.said = {"reason": given["text"]}
    _tell(taking, found)


def _tell(taking: Taking, found: list[Instruction]) -> None:
    """Those who handle the matter for a department hear of it, else whoever may; and its head."""
    when = taking.paper.recorded_at if taking.paper else taking.now
    shares = {share.department_id: share for share in taking.stand.assignments}
    for one in found:
        share = shares.get(one.department_id)
        office = DueShare(one.department_id, share.handler_id if share else None)
        taking.book.tell_after(
            "instructed", taking.ticket, office, taking.by, when, None,
            {"reason": one.text, "due_on": one.due_on.isoformat()},
        )  # fmt: skip


def report_back(taking: Taking) -> None:
    """A department reports on one of its instructions: the one named, else the one that is due first."""
    own = [one for one in taking.stand.to_report if one.state == "open"]
    one = reported_by(own, taking.given["instruction"])
    if one is None:
        raise invalid("instruction", text("Your department has no such open instruction on this matter."))
    one.state, one.report = "reported", taking.given["text"]
    one.reported_at, one.reported_by_id = taking.now, taking.person.id
    instruction_clocks.stop(taking.clocks, [one.id], taking.now)
    taking.given["instruction"] = None
    taking.noted["reported"] = [[one.id, one.department.code]]
    taking.said = {"reason": taking.given["text"]}
    taking.instruction = one


def end_with(taking: Taking) -> None:
    """Nothing is reported on a matter that was withdrawn, or that departments do not see any more."""
    if taking.ticket.state != "withdrawn" and not taking.ticket.sensitive:
        return
    ids = [one.id for one in taking.stand.instructions if one.state == "open"]
    for one in taking.stand.instructions:
        if one.id in ids:
            one.state = "cancelled"
    if ids:
        instruction_clocks.cancel(taking.clocks, ids, taking.now)
        taking.noted["uninstructed"] = ids
