"""What enterprises brought in two periods, by groups, and what has not ended."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, not_, select

from servicedesk.extensions import db
from servicedesk.models import Ticket
from servicedesk.queries.counted import Question, Span, keys, matters
from servicedesk.queries.groupings import names_of_groups
from servicedesk.rules.access import Actor
from servicedesk.rules.report import Words
from servicedesk.rules.report_facts import Tally
from servicedesk.rules.ticket_words import CHANNELS, KINDS


def tallies(
    actor: Actor, spans: Sequence[Span], as_of: datetime, by: str, strands: Mapping[str, Words]
) -> Sequence[Tally]:
    """How many matters of each group were sent in the spans `now` and `before`, by code; two statements."""
    asked = Question(actor, spans, as_of, by)
    kept = keys(asked)
    rows: Select[Any] = select(*kept, func.count().label("sent")).select_from(Ticket)
    rows = matters(rows, asked, Ticket.submitted_at, asked.then.lead_id)
    rows = rows.group_by(*(one.name for one in kept))
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in db.session.execute(rows):
        found[row.group_code][row.span] = row.sent
    names = _names(by, found, strands)
    return [
        Tally(code, names.get(code, code), found[code].get("now", 0), found[code].get("before", 0))
        for code in _ordered(by, found, strands)
    ]


def unended(asked: Question) -> int:
    """How many matters sent by the end of the period had not ended by `as_of`; one statement."""
    ((_, _, end),) = asked.spans
    rows = asked.then.joined(select(func.count()).select_from(Ticket)).where(
        Ticket.submitted_at < end,
        Ticket.submitted_at <= asked.as_of,
        not_(asked.then.has_ended),
        asked.seen,
    )
    return db.session.scalar(rows) or 0


def _names(by: str, codes: Collection[str], strands: Mapping[str, Words]) -> Mapping[str, Words]:
    match by:
        case "kind":
            return KINDS
        case "channel":
            return CHANNELS
        case "strand":
            return strands
    return names_of_groups(by, codes)


def _ordered(by: str, codes: Collection[str], strands: Mapping[str, Words]) -> list[str]:
    """Those that have an order of their own in it; the five strands each, even where nothing came."""
    order = {"kind": list(KINDS), "channel": list(CHANNELS), "strand": list(strands)}.get(by)
    if order is None:
        return sorted(codes)
    return [code for code in order if code in codes or by == "strand"]
