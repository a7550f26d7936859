"""Categories of matters, and the routing table that proposes who leads them."""

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import db
from servicedesk.models.department import Department


class Category(db.Model):
    """A category of the first level (two digits) or the second (four digits)."""

    __tablename__ = "category"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(10), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    name_zh: Mapped[str] = mapped_column(String(60), index=True)
    name_en: Mapped[str] = mapped_column(String(100))
    hint_zh: Mapped[str] = mapped_column(String(200), default="")
    hint_en: Mapped[str] = mapped_column(String(200), default="")
    strand: Mapped[str] = mapped_column(String(30), index=True)
    complex: Mapped[bool] = mapped_column(default=False)
    entries: Mapped[list[Any]]
    """The plain-words entries under which it is offered first: ask, apply, complain, suggest."""
    keywords: Mapped[list[Any]]
    fields: Mapped[list[Any]]
    """Extra fields: `{code, label_zh, label_en, type, choices, required}`."""
    national_code: Mapped[str | None] = mapped_column(String(20))
    """Code of GB/T 39666-2020, where a zone uses it."""
    active: Mapped[bool] = mapped_column(default=True)

    parent: Mapped["Category | None"] = relationship(remote_side=[id], lazy="joined", join_depth=1)


class Routing(db.Model):
    """One row of the routing table; `kind` and `park` narrow it, None is any."""

    __tablename__ = "routing"

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    kind: Mapped[str | None] = mapped_column(String(20))
    park: Mapped[str | None] = mapped_column(String(60))
    lead_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    assist_codes: Mapped[list[Any]]
    active: Mapped[bool] = mapped_column(default=True)

    category: Mapped[Category] = relationship(lazy="joined")
    lead: Mapped[Department] = relationship(lazy="joined")
