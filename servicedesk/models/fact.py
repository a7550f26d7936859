"""Daily facts: what figures count, day by day, so that long periods need not be counted again."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from servicedesk.extensions import BigId, db


class DailyFact(db.Model):
    """What was counted on a day (or in a month, under its first day), of one group.

    A cache: `operations.facts` makes it anew from what is stored. `sight` says which rules of their own the
    matters have (`rules.facts.Sight`), so that everybody gets sums of what they may see.
    """

    __tablename__ = "daily_fact"

    by: Mapped[str] = mapped_column(String(10), primary_key=True)
    """One of `rules.facts.FACT_GROUPINGS`."""
    grain: Mapped[str] = mapped_column(String(5), primary_key=True)
    """`day` or `month`."""
    day: Mapped[date] = mapped_column(primary_key=True)
    group_code: Mapped[str] = mapped_column(String(60), primary_key=True)
    sight: Mapped[str] = mapped_column(String(40), primary_key=True)
    counts: Mapped[dict[str, Any]]
    """The numbers of `rules.counts.Counts`, without what is 0."""
    times: Mapped[list[Any]]
    """Its times, as `rules.counts.kept_times` puts them."""


class FoldedDay(db.Model):
    """A day (or month) whose facts are as things are stored, but for what is marked as stale."""

    __tablename__ = "folded_day"

    grain: Mapped[str] = mapped_column(String(5), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    folded_at: Mapped[datetime]


class StaleTicket(db.Model):
    """A ticket to which something has happened that the facts do not know of yet."""

    __tablename__ = "stale_ticket"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
