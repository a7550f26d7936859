"""What a zone has decided about its figures: versions of data, the newest in force."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import db
from servicedesk.models.person import Person


class FigureVersion(db.Model):
    """One version of what holds for figures (rules.figure_settings.FigureSettings)."""

    __tablename__ = "figure_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    effective_from: Mapped[datetime]
    composite: Mapped[bool]
    response: Mapped[int]
    resolution: Mapped[int]
    satisfaction: Mapped[int]
    least_answers: Mapped[int]
    first_band: Mapped[int]
    second_band: Mapped[int]
    least_due: Mapped[int]
    public: Mapped[bool]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by: Mapped[Person] = relationship(lazy="raise")
