"""Departments: offices of the zone, branches of bureaus, sub-districts, utilities and other partners."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from servicedesk.extensions import db


class Department(db.Model):
    """An organisation that matters are handed to. Its code is stable; it is closed, never deleted."""

    __tablename__ = "department"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(100))
    full_name_zh: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(20))
    outside: Mapped[bool] = mapped_column(default=False)
    """Not part of the zone's administration: gets contact data only with the enterprise's consent."""
    active: Mapped[bool] = mapped_column(default=True)
