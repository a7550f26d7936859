"""What holds for figures: at a moment, and every version that there was."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from servicedesk.extensions import db
from servicedesk.models import FigureVersion
from servicedesk.rules.figure_settings import DEFAULT, FigureSettings

NAMES = tuple(field.name for field in fields(FigureSettings))
SHOWN = 20
"""Versions on the administrator's page; all of them stand in the journal."""


def figure_settings(at: datetime) -> FigureSettings:
    """What was in force at that moment; one statement."""
    found = db.session.scalar(_newest_first().where(FigureVersion.effective_from <= at).limit(1))
    return settings_of(found) if found else DEFAULT


def versions() -> Sequence[FigureVersion]:
    """The last versions with whoever made them, newest first; one statement."""
    return db.session.scalars(
        _newest_first().options(joinedload(FigureVersion.by)).limit(SHOWN)
    ).all()  # fmt: skip


def newest_version() -> int:
    """The id of the newest version, 0 where there is none; one statement."""
    return db.session.scalar(_newest_first().with_only_columns(FigureVersion.id).limit(1)) or 0


def settings_of(version: FigureVersion) -> FigureSettings:
    """What a version says."""
    return FigureSettings(**{name: getattr(version, name) for name in NAMES})


def _newest_first() -> Select[FigureVersion]:
    return select(FigureVersion).order_by(FigureVersion.effective_from.desc(), FigureVersion.id.desc())
