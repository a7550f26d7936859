"""The kinds of whistles that there are, in versions."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import WhistleKind
from servicedesk.rules.whistles import WHISTLE_KINDS


def kinds_in_force(now: datetime) -> Sequence[WhistleKind]:
    """The version of each kind that holds, in the order of the kinds; one statement."""
    found = db.session.scalars(
        select(WhistleKind)
        .where(WhistleKind.effective_from <= now)
        .order_by(WhistleKind.effective_from, WhistleKind.version)
    )
    newest = {kind.code: kind for kind in found}
    return [newest[code] for code in WHISTLE_KINDS if code in newest]


def newest_versions() -> Mapping[str, WhistleKind]:
    """The newest version of each kind, whether it holds already or not; one statement."""
    found = db.session.scalars(select(WhistleKind).order_by(WhistleKind.version))
    return {kind.code: kind for kind in found}


def kind_in_force(code: str, now: datetime) -> WhistleKind:
    """The version of one kind that holds; raises LookupError before `flask init` has loaded any."""
    found = [kind for kind in kinds_in_force(now) if kind.code == code]
    if not found:
        raise LookupError(f"there is no kind of whistle {code!r} yet: run `flask init`")
    return found[0]
