"""Working calendars, in versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from servicedesk.extensions import db


class CalendarVersion(db.Model):
    """One version of a calendar; `spec` is as `rules.working_time.Calendar.from_spec` reads it.

    `name` is `zone`, or the code of a department that keeps other hours. Versions never change.
    """

    __tablename__ = "calendar_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    spec: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    """Of `spec`: the same content is parsed once in a process."""
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("name", "version"),)
