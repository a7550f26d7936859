"""Facts of a small month, for tests of what is composed from them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from servicedesk.rules.figures import Figure
from servicedesk.rules.periods import before, parse
from servicedesk.rules.report_facts import Case, Facts, Office, Overdue, Tally
from servicedesk.rules.report_phrases import kind_of
from servicedesk.rules.text import Named, text
from servicedesk.rules.ticket_words import KINDS

AS_OF = datetime(2026, 12, 1, 2, tzinfo=UTC)
PLANNING = Named("自然资源分局", "Natural Resources Branch")
ECONOMY = Named("经济发展局", "Economic Development Bureau")
CASE = Case(
    "QS20261102-0001", "project", "项目审批慢", Named("施工许可", "Building permit"), PLANNING, (ECONOMY,),
    date(2026, 11, 2), date(2026, 11, 5), "已并联审批。",
)  # fmt: skip


def figure(name: str, numerator: int, denominator: int) -> Figure:
    return Figure(name, None, numerator, denominator)


def facts(period: str = "2026-11", **changes: Any) -> Facts:
    """November 2026: 597 of 601 results in time, 58 matters."""
    asked = parse(period)
    found = {
        "resolved_on_time": figure("resolved_on_time", 597, 601),
        "promise_kept_rate": figure("promise_kept_rate", 1715, 2274),
        "satisfaction_rate": Figure("satisfaction_rate", None, 0, 0),
    }
    kinds = [Tally("complaint", KINDS["complaint"], 18, 11), Tally("request", KINDS["request"], 40, 44)]
    small = Facts(
        kind=kind_of(asked),
        language="zh",
        period=asked,
        earlier=before(asked),
        as_of=AS_OF,
        today=date(2026, 12, 1),
        openly=False,
        figures=found,
        figures_before={"resolved_on_time": figure("resolved_on_time", 90, 100)},
        offices=[
            Office("jfj", ECONOMY, {"resolved_on_time": figure("resolved_on_time", 98, 100)}),
            Office("zrj", PLANNING, {"resolved_on_time": figure("resolved_on_time", 8, 10)}),
        ],
        months=[(before(asked), {}), (asked, found)],
        tallies={
            "kind": kinds,
            "channel": [Tally("web", text("Online"), 58, 55)],
            "strand": [Tally("project", Named("项目建设", "Project guarantee"), 58, 55)],
            "category": [Tally("0303", Named("施工许可", "Building permit"), 58, 55)],
        },
        open=3,
        overdue=[Overdue("QS20261110-0002", "=HYPERLINK(1)", PLANNING, AS_OF)],
        repeated=(),
        whistles=(),
        cards=(),
        by_hand=0,
        urged=0,
        instructions=(),
        tracked=(),
        excluded={"repeat": 2, "tracking": 0},
        cases=[CASE],
        seal=None,
    )
    return replace(small, **changes)
