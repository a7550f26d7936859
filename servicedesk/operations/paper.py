"""Recording what somebody has decided on paper (代录): who, when, who wrote it down, and the scan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from servicedesk.models import Attachment, Person, Request
from servicedesk.operations.clocks import Scope
from servicedesk.queries.attachments import file_with_giver
from servicedesk.queries.people import person_by_username
from servicedesk.queries.standing import Standing
from servicedesk.queries.ticket_facts import decides
from servicedesk.rules.access import STAFF_ROLES, relations
from servicedesk.rules.disclosure import is_outside
from servicedesk.rules.fields import check, is_empty
from servicedesk.rules.paper import PAPER, happened_since, may_record
from servicedesk.rules.refusals import Invalid, NotYours, invalid
from servicedesk.rules.text import text
from servicedesk.rules.workflow_rows import Row


@dataclass(frozen=True)
class Paper:
    """A decision on paper: who made it and when, the scan, and who recorded it when."""

    decided_by: Person
    at: datetime
    file: Attachment
    recorded_by: Person
    recorded_at: datetime

    def note(self, request: Request) -> None:
        """Write on the request what it was decided by; the scan is for the staff only."""
        request.decided_by_id, request.decided_at = self.decided_by.id, self.at
        request.recorded_by_id, request.recorded_at = self.recorded_by.id, self.recorded_at
        request.paper_id = self.file.id
        self.file.internal = True


def check_recorder(stand: Standing) -> None:
    """Raises NotYours for whoever may not record others' decisions on this matter."""
    if not may_record(stand.relations, stand.actor.roles):
        raise NotYours(text("Decisions made on paper are recorded by the desk lead."))


def paper_of(by: Person, now: datetime, stand: Standing, request: Request, given: Mapping[str, Any]) -> Paper:
    """The decision on paper that is told in `{decided_by, decided_at, paper}`; raises Invalid.

    Who is said to have decided must be somebody who might, and did not ask.
    """

    def might(person: Person) -> bool:
        actor = person.actor()
        return decides(actor, request) and not is_outside(relations(actor, stand.matter))

    return paper_from(by, now, given, might, stand.ticket.id, request.asked_at)


def instruction_on_paper(by: Person, now: datetime, stand: Standing, given: Mapping[str, Any]) -> Paper:
    """What a leader has written on paper about a matter that they see; raises Invalid."""

    def might(person: Person) -> bool:
        return "leader" in relations(person.actor(), stand.matter)

    return paper_from(by, now, given, might, stand.ticket.id, stand.ticket.submitted_at)


def paper_from(
    by: Person,
    now: datetime,
    given: Mapping[str, Any],
    might: Callable[[Person], bool],
    ticket_id: int,
    asked_at: datetime | None = None,
) -> Paper:
    """What `{decided_by, decided_at, paper}` tells; `might`: who might have decided so. Raises Invalid."""
    values = check(PAPER, {field.name: given.get(field.name) for field in PAPER})
    missing = [name for name, value in values.items() if is_empty(value)]
    if missing:
        raise Invalid({name: [text("Please fill this in.")] for name in missing})
    return Paper(
        _person(values["decided_by"], might),
        _moment(values["decided_at"], asked_at, now),
        _file(values["paper"], ticket_id),
        by,
        now,
    )


def check_order(paper: Paper, row: Row, scope: Scope, stand: Standing) -> None:
    """Raises Invalid where the limits that it moves have moved since then."""
    clocks = [clock for clock in stand.clocks if scope.holds(clock)]
    if since := happened_since(row.effects, clocks, paper.at):
        raise invalid(
            "decided_at",
            text(
                "The limits that this moves have changed since then, on %(since)s; so the decision cannot "
                "hold from that moment any more. Please let it be decided anew.",
                since=since,
            ),
        )


def _person(username: str, might: Callable[[Person], bool]) -> Person:
    person = person_by_username(username.lower())
    if person is None or not person.active or not might(person):
        raise invalid("decided_by", text("Please name somebody who may decide on this and has not asked."))
    return person


def _moment(given: datetime, asked_at: datetime | None, now: datetime) -> datetime:
    at = given.astimezone(UTC).replace(microsecond=0)
    if at > now:
        raise invalid("decided_at", text("A decision that is recorded cannot lie in the future."))
    if asked_at is not None and at < asked_at:
        raise invalid(
            "decided_at", text("It was asked for on %(asked)s, so not decided before.", asked=asked_at)
        )
    return at


def _file(file_id: int, ticket_id: int) -> Attachment:
    file = file_with_giver(file_id, ticket_id)
    if file is None or not file.uploaded_by.roles & STAFF_ROLES:
        raise invalid("paper", text("Please choose a file of this matter that shows the decision."))
    return file
