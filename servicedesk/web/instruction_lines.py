"""Instructions as pages show them: on their matter, in the ledger, at the department that has to report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for

from servicedesk.languages import name_of
from servicedesk.queries.instructions import InstructionRow
from servicedesk.rules.limits import Limits
from servicedesk.web import request_time, views
from servicedesk.web.filters import moment
from servicedesk.web.matter_view import MatterView, chip_of

if TYPE_CHECKING:
    from servicedesk.models import Clock, Instruction


@dataclass(frozen=True, slots=True)
class Line:
    """An instruction: who is told what by when, and what came of it."""

    id: int
    state: str
    department: str
    text: str
    by: str
    at: Any
    due_on: date
    chip: views.Chip | None
    reported_by: str
    reported_at: Any
    report: str
    recorded: str = ""
    """Who wrote it down from paper, and when."""
    url: str | None = None
    """Where the reader reports on it."""


def line(one: "Instruction", clock: "Clock | None", limits: Limits, *, mine: bool) -> Line:
    """One instruction with its limit; `mine`: whether the reader reports on it."""
    chip = chip_of(clock, limits, request_time.now()) if clock and one.state != "cancelled" else None
    return Line(
        id=one.id,
        state=one.state,
        department=name_of(one.department),
        text=one.text,
        by=one.by.name,
        at=one.at,
        due_on=one.due_on,
        chip=chip,
        reported_by=one.reported_by.name if one.reported_by else "",
        reported_at=one.reported_at,
        report=one.report or "",
        recorded=_recorded(one),
        url=url_for("instructions.one", instruction_id=one.id) if mine else None,
    )


def _recorded(one: "Instruction") -> str:
    if one.recorded_by is None or one.recorded_at is None:
        return ""
    return f"{one.recorded_by.name} · {moment(one.recorded_at)}"


def lines(rows: Iterable[InstructionRow], limits: Limits, own: str | None) -> list[tuple[Line, Any]]:
    """Instructions of many matters, each with its ticket; `own`: code of the reader's department."""
    return [
        (
            line(
                row.instruction,
                row.clock,
                limits,
                mine=row.instruction.state == "open" and row.instruction.department.code == own,
            ),
            row.instruction.ticket,
        )
        for row in rows
    ]


def instructions_on(view: MatterView) -> Sequence[Line]:
    """What leaders have instructed on a matter, newest first; nothing for the enterprise."""
    page = view.page
    clocks = {clock.instruction_id: clock for clock in page.clocks}
    may = "report_back" in view.actions
    own = {one.id for one in page.stand.to_report} if may else set()
    return [
        line(one, clocks.get(one.id), page.stand.limits, mine=one.id in own)
        for one in reversed(page.instructions)
    ]
