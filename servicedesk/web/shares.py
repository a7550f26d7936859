"""The departments that work on a matter together, as its pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from servicedesk.web import request_time, views
from servicedesk.web.matter_view import MatterView, chip_of

if TYPE_CHECKING:
    from servicedesk.models import Assignment


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One department's share: how it stands, what it gave, and the limit that counts for it."""

    share: "Assignment"
    own: bool
    """Whether the reader works with it here."""
    chip: views.Chip | None


def shares_of(view: MatterView) -> Sequence[ShareLine]:
    """The lead's share and those that help; nothing where one department works alone, or for outside."""
    stand, now = view.page.stand, request_time.now()
    if view.page.from_outside or not stand.assists:
        return []
    found = [stand.lead] if stand.lead else []
    lines = []
    for share in (*found, *stand.assists):
        kinds = ("sign",) if share.state == "to_sign" else ("part", "resolve")
        clock = next((c for c in stand.live_clocks if c.assignment_id == share.id and c.kind in kinds), None)
        chip = chip_of(clock, stand.limits, now, share.suspended_until) if clock else None
        lines.append(ShareLine(share, share is view.share, chip))
    return lines


def parts_missing(view: MatterView) -> bool:
    """Whether some of those who help have not given their part yet."""
    return any(share.state not in ("submitted", "done") for share in view.page.stand.assists)
