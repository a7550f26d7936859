"""Papers: forms on one A4 page each, to be signed and stamped; all come from templates/papers/paper.html.

A matter can have several of one form (each extension has its sheet); a number is given to each.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import current_app, render_template, url_for
from flask_babel import lazy_gettext as _l

from servicedesk.rules.paper_numbers import PaperKey, room_for
from servicedesk.rules.workflow import ENDED_STATES
from servicedesk.web.board.periods import zone
from servicedesk.web.disclosed import may_go_to, may_see_contact
from servicedesk.web.matter_view import MatterView

if TYPE_CHECKING:
    from servicedesk.models import Event


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper of a matter: what it is about, and since when there is one."""

    name: str
    """Of its form, and of its template."""
    about: Any
    """An assignment, an event, a request, or instructions that were given together."""
    key: PaperKey
    at: datetime

    @property
    def title(self) -> str:
        """What the form is called."""
        return str(TITLES[self.name])


TITLES: Mapping[str, Any] = {
    "handover": _l("Assignment slip"),
    "supervision": _l("Supervision slip"),
    "instruction": _l("Instruction sheet"),
    "extension": _l("Extension approval sheet"),
    "handed_over": _l("Receipt of hand-over"),
    "refusal": _l("Notice of non-acceptance"),
}
_INSIDE = frozenset({"desk", "handler", "leader", "supervisor"})
_READERS: Mapping[str, frozenset[str]] = {
    "handover": _INSIDE,
    "supervision": _INSIDE,
    "instruction": _INSIDE | {"instructed"},
    "extension": _INSIDE,
    "handed_over": frozenset({"receipt", "inspector"}),
    "refusal": frozenset({"desk", "enterprise", "supervisor"}),
}

DOSSIER_READERS = _INSIDE | {"inspector"}


def sheets_of(view: MatterView) -> Sequence[Sheet]:
    """Every paper that there is of a matter and that the reader may have, form by form, oldest first."""
    relations = view.page.stand.relations
    return [sheet for name, make in _SHEETS.items() if relations & _READERS[name] for sheet in make(view)]


def newest_of(view: MatterView) -> Sequence[Sheet]:
    """The newest paper of each form; of assignment slips the one of the share that the reader works with."""
    own = view.share.id if view.share else None
    found = {sheet.name: sheet for sheet in sheets_of(view)}
    for sheet in sheets_of(view):
        if sheet.name == "handover" and sheet.about.id == own:
            found["handover"] = sheet
    return list(found.values())


def papers_of(view: MatterView) -> list[tuple[str, str]]:
    """Title and address of each form that the reader may print now."""
    return [
        (sheet.title, url_for("matter.paper", number=view.ticket.number, name=sheet.name))
        for sheet in newest_of(view)
    ]


def dossier_address(view: MatterView) -> str | None:
    """Where the reader finds the dossier of a matter; None before it has ended, and for the enterprise."""
    stand = view.page.stand
    ended = view.ticket.state in ENDED_STATES and stand.reach in ("full", "redacted")
    if not ended or not stand.relations & DOSSIER_READERS:
        return None
    return url_for("matter.dossier", number=view.ticket.number)


def drawn(sheet: Sheet, view: MatterView, number: str | None, **more: Any) -> str:
    """The paper; with `bare` only the sheet itself, for a file that holds several."""
    share = _share_of(sheet, view)
    return render_template(
        f"papers/{sheet.name}.html",
        view=view,
        title=sheet.title,
        about=sheet.about,
        number=number or room(sheet.key.form, sheet.at),
        matter=view.ticket.number,
        contact_on_paper=may_see_contact(view) and may_go_to(share, view.ticket),
        share=share,
        clocks=_limits_of(share, view),
        **more,
    )


def _share_of(sheet: Sheet, view: MatterView) -> Any:
    """The share that a paper is about; else the one with which the reader works."""
    if sheet.name == "handover":
        return sheet.about
    of = sheet.about.assignment_id if sheet.name == "extension" else None
    return next((one for one in view.page.stand.assignments if one.id == of), view.share)


def room(form: str, at: datetime) -> str:
    """Room for a number that was not given yet."""
    return room_for(prefix(), form, at.astimezone(zone()).year)


def prefix() -> str:
    """What the zone's document numbers begin with."""
    return str(current_app.config["SERVICEDESK_DOCUMENT_PREFIX"])


def _limits_of(share: Any, view: MatterView) -> Mapping[str, Any]:
    """The limits of a share by kind, the newest of each."""
    of_share = (share.id,) if share else ()
    return {
        clock.kind: clock
        for clock in view.page.clocks
        if clock.state != "cancelled" and clock.assignment_id in of_share
    }


def _key(view: MatterView, form: str, about: str) -> PaperKey:
    return PaperKey(form, f"{view.ticket.number}/{about}", view.ticket.id)


def _slips(view: MatterView) -> Iterator[Sheet]:
    """One for each share; a department has its own alone, and one that is done again has a new one."""
    stand = view.page.stand
    if stand.reach == "receipt":
        return
    sees_all = stand.relations & {"desk", "leader", "supervisor"}
    for share in stand.assignments:
        if share.state not in ("returned", "cancelled") and (sees_all or share is view.share):
            key = _key(view, "handover", f"share {share.id} cycle {share.cycle}")
            yield Sheet("handover", share, key, share.dispatched_at)


def _of_events(name: str, action: str) -> Callable[[MatterView], Iterator[Sheet]]:
    def sheets(view: MatterView) -> Iterator[Sheet]:
        if name in ("refusal", "handed_over") and view.ticket.state not in ("refused", "handed_over"):
            return
        for event in view.page.events:
            if event.action == action:
                yield _of_event(view, name, event)

    return sheets


def _of_event(view: MatterView, name: str, event: "Event") -> Sheet:
    return Sheet(name, event, _key(view, name, f"event {event.seq}"), event.at)


def _instructed(view: MatterView) -> Iterator[Sheet]:
    """Departments that were instructed with one word stand on one sheet."""
    together: dict[tuple[Any, ...], list[Any]] = {}
    for one in view.page.instructions:
        together.setdefault((one.at, one.by_id, one.text), []).append(one)
    for same in together.values():
        key = _key(view, "instruction", f"instruction {same[0].id}")
        yield Sheet("instruction", same, key, same[0].at)


def _extensions(view: MatterView) -> Iterator[Sheet]:
    for request in view.page.requests:
        if request.kind == "extension" and request.state != "lapsed":
            key = _key(view, "extension", f"request {request.id}")
            yield Sheet("extension", request, key, request.asked_at)


_SHEETS: Mapping[str, Callable[[MatterView], Iterator[Sheet]]] = {
    "handover": _slips,
    "instruction": _instructed,
    "extension": _extensions,
    "supervision": _of_events("supervision", "supervise"),
    "handed_over": _of_events("handed_over", "hand_to_inspector"),
    "refusal": _of_events("refusal", "refuse"),
}
