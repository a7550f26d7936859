"""How many withdrawals are asked about: versions of data, the newest in force."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from servicedesk.extensions import db


class SamplingVersion(db.Model):
    """One version of the share of withdrawals that the supervisor asks about (rules.sampling.Sampling)."""

    __tablename__ = "sampling_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    effective_from: Mapped[datetime]
    percent: Mapped[int]
    least: Mapped[int]
    """So many in each month at least, where there are so many."""
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
