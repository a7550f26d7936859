"""What the sweeps did, day by day, for whoever wants to know whether the timetable keeps up."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from servicedesk.extensions import db


class SweepDay(db.Model):
    """The sweeps of one day of the zone, those of all processes together.

    Written in the transaction of each batch, so that the numbers are exact whatever breaks off.
    """

    __tablename__ = "sweep_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    judged: Mapped[int]
    """Limits looked at because a step of theirs was due."""
    fired: Mapped[int]
    """Steps of ladders taken."""
    max_lag_seconds: Mapped[int]
    """How late the latest of them was noticed."""
    last_at: Mapped[datetime]
