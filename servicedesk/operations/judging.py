"""Judging a result by a signed link: the holder's tap counts as the enterprise's own judgement."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from servicedesk.models import Person
from servicedesk.operations.book import STORED
from servicedesk.operations.steps import take
from servicedesk.operations.transaction import transaction
from servicedesk.queries.judging_links import linked
from servicedesk.queries.limits import limits
from servicedesk.queries.people import person_by_id
from servicedesk.queries.standing import standing
from servicedesk.rules import workflow
from servicedesk.rules.judging_links import Link
from servicedesk.rules.refusals import NotFound, NotNow
from servicedesk.rules.text import Text, text
from servicedesk.rules.workflow_rows import ENTERPRISE

DEAD: Mapping[str, Text] = {
    "used": text("This result has been judged already."),
    "superseded": text("The matter has been taken up again since; the next result comes with a new link."),
    "ended": text("The matter has ended; it cannot be judged any more."),
    "expired": text("The time for judging by this link has passed."),
}
"""What a link says that opens nothing any more."""


def judge_by_link(link: Link, now: datetime, given: Mapping[str, Any]) -> None:
    """Record what the enterprise thinks of the result. Commits.

    Raises NotFound where there is no such matter (or its reader is no member any more), NotNow where the link
    was used, has expired or was superseded, Invalid.
    """
    with transaction():
        found = linked(link, now, lock=True)
        if found.use != "open":
            raise NotNow(DEAD[found.use])
        by = _holder(link)
        stand = standing(found.ticket, by, limits(now), now)
        if by is not None and "enterprise" not in stand.relations:
            raise NotFound
        ticket = stand.ticket
        rows = workflow.admit(workflow.TICKET, "judge", ticket.state, ENTERPRISE, stand.facts)
        take(STORED, by, now, stand, stand.lead, rows, given, noted={"through": "link"})


def _holder(link: Link) -> Person | None:
    """Whose account the link was given to; None: the contact that was named with the matter."""
    if link.person is None:
        return None
    person = person_by_id(link.person)
    if person is None or not person.active:
        raise NotFound
    return person
