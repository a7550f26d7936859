"""People: enterprise members and staff, what they may be, and the tokens with which programs act for them."""

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from servicedesk.extensions import db
from servicedesk.models.department import Department
from servicedesk.models.enterprise import Enterprise
from servicedesk.rules.access import STAFF_ROLES, Actor


class Person(UserMixin, db.Model):
    """Somebody with an account.

    An enterprise member has an enterprise and, once the desk has checked that they speak for it,
    `verified_at`; staff have a department. Accounts are closed, never deleted.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(20))
    password_hash: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str | None] = mapped_column(String(10))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprise.id"), index=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who stands in while they are away (A/B 岗): a colleague of the same department."""
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    verification_refused: Mapped[str | None] = mapped_column(String(1000))
    """Why the desk could not verify them yet; empty while nobody has looked or after success."""
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]

    department: Mapped[Department | None] = relationship()
    enterprise: Mapped[Enterprise | None] = relationship()
    role_rows: Mapped[list["PersonRole"]] = relationship(cascade="all, delete-orphan")

    @property
    def roles(self) -> frozenset[str]:
        """The codes of the person's roles."""
        return frozenset(row.role for row in self.role_rows)

    @property
    def is_staff(self) -> bool:
        """Whether the person works for the zone or one of its partners."""
        return bool(self.roles & STAFF_ROLES)

    @property
    def is_active(self) -> bool:
        """Whether the account may sign in (asked by Flask-Login)."""
        return self.active

    def actor(self) -> Actor:
        """The person as the rules of sight know them."""
        return Actor(
            id=self.id,
            roles=self.roles,
            department=self.department.code if self.department else None,
            enterprise_id=self.enterprise_id,
            verified=self.verified_at is not None,
        )


class PersonRole(db.Model):
    """One role of one person."""

    __tablename__ = "person_role"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True, index=True)


class ApiToken(db.Model):
    """A bearer token of a person. Only its digest is kept; it was shown once."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined")
