"""Policies, in versions with the moment from which each holds."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from servicedesk.extensions import db


class PolicyVersion(db.Model):
    """One version of a policy; `spec` is as `rules.policy.Policy.from_spec` reads it.

    Versions never change: a running clock keeps the one it started under.
    """

    __tablename__ = "policy_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20))
    version: Mapped[int]
    effective_from: Mapped[datetime]
    spec: Mapped[dict[str, Any]]

    __table_args__ = (UniqueConstraint("code", "version"),)
