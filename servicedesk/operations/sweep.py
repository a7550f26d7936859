"""The sweep: takes the steps of the ladder that have fallen due.

Each step is recorded once, with its own moment, in one transaction with the breach, the event and the
messages. After a standstill every missed step is recorded, but only the highest is said.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from servicedesk.extensions import db
from servicedesk.operations import set_aside
from servicedesk.operations.rings import take_due
from servicedesk.operations.sweep_days import Swept
from servicedesk.operations.transaction import transaction
from servicedesk.queries.due import DueTicket, claim, claim_these, due_clocks, next_look
from servicedesk.queries.limits import limits

BATCH = 1_000
"""Clocks judged in one transaction, about."""
PASSING = (OperationalError, InterfaceError, PoolTimeout)
"""Errors of the moment (locked, out of reach, out of space): the next look tries again."""

log = logging.getLogger(__name__)


def sweep(now: datetime) -> Swept:
    """Sweep batch after batch until nothing is due at `now`; commits each batch.

    Any number of processes may sweep at once: each holds the tickets of its batch, and passes over those
    that others hold. A batch that fails is done again in halves, until what is wrong stands alone and is set
    aside; it never stops the others.
    """
    swept = Swept()
    earliest = next_look()
    if earliest is not None and earliest < now:
        # Without policies and calendars nothing can be judged, and no clock is to blame.
        limits(now)
        while (done := _next_batch(now)) is not None:
            swept.add(done)
    db.session.rollback()
    return swept


def _next_batch(now: datetime) -> Swept | None:
    """Take what is due on the tickets that nobody else holds; None when there are none."""
    held: list[DueTicket] = []
    try:
        with transaction():
            held = claim(now, BATCH)
            return take_due(held, now) if held else None
    except PASSING:
        raise
    except Exception:
        if not held:
            raise
        log.exception("a batch of %d tickets could not be swept; in parts now", len(held))
    return _in_parts([ticket.id for ticket in held], now)


def _in_parts(ticket_ids: Sequence[int], now: datetime) -> Swept:
    if len(ticket_ids) == 1:
        return _clock_by_clock(ticket_ids[0], now)
    swept, middle = Swept(), len(ticket_ids) // 2
    for part in (ticket_ids[:middle], ticket_ids[middle:]):
        try:
            with transaction():
                swept.add(take_due(claim_these(part), now))
        except PASSING:
            raise
        except Exception:
            swept.add(_in_parts(part, now))
    return swept


def _clock_by_clock(ticket_id: int, now: datetime) -> Swept:
    swept = Swept()
    clocks = due_clocks(claim_these([ticket_id]), now)
    db.session.rollback()
    for clock in clocks:
        try:
            with transaction():
                swept.add(take_due(claim_these([ticket_id]), now, clock.id))
        except PASSING:
            raise
        except Exception as error:
            log.exception("clock %d cannot be recorded and is set aside", clock.id)
            with transaction():
                for ticket in claim_these([ticket_id]):
                    reason = set_aside.reason(error)
                    set_aside.put([set_aside.Poisoned(clock.id, ticket.number, clock.kind, reason)], now)
    return swept
