"""Papers: forms on one A4 page each, to be signed and stamped."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from servicedesk.web.matter_view import MatterView


@dataclass(frozen=True, slots=True)
class Paper:
    """A printed form: its name in addresses, its title, and for whom of the matter's readers it is."""

    name: str
    title: Any
    readers: frozenset[str]


_INSIDE = frozenset({"desk", "handler", "leader", "supervisor"})
PAPERS = {
    paper.name: paper
    for paper in (
        Paper("handover", _l("Assignment slip"), _INSIDE),
        Paper("supervision", _l("Supervision slip"), _INSIDE),
        Paper("instruction", _l("Instruction sheet"), _INSIDE | {"instructed"}),
        Paper("handed_over", _l("Receipt of hand-over"), frozenset({"receipt", "inspector"})),
        Paper("refusal", _l("Notice of non-acceptance"), frozenset({"desk", "enterprise", "supervisor"})),
    )
}


def is_ready(paper: Paper, view: MatterView) -> bool:
    """Whether the matter has come to the point at which the paper exists, and the reader may have it."""
    if not view.page.stand.relations & paper.readers:
        return False
    match paper.name:
        case "handed_over":
            return bool(view.ticket.state == "handed_over")
        case "refusal":
            return bool(view.ticket.state == "refused")
        case "supervision":
            return any(event.action == "supervise" for event in view.page.events)
        case "instruction":
            return bool(view.page.instructions)
    return view.share is not None and view.page.stand.reach != "receipt"


def papers_of(view: MatterView) -> list[tuple[str, str]]:
    """Title and address of each paper that the reader may print now."""
    return [
        (str(paper.title), url_for("matter.paper", number=view.ticket.number, name=paper.name))
        for paper in PAPERS.values()
        if is_ready(paper, view)
    ]
