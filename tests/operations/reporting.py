"""Making reports in tests, on the Monday on which the tests' matters are made."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from servicedesk.documents.speaking import spoken
from servicedesk.models import Report
from servicedesk.operations import reports
from servicedesk.operations.report_queue import make_waiting
from servicedesk.rules.periods import Days
from servicedesk.rules.report import Table
from servicedesk.rules.report_form import from_json
from tests.factories import NOW

DAYS = Days(ZoneInfo("Asia/Shanghai"))
LATER = NOW + timedelta(hours=1)
OWN = "本月重点保障项目开工。"


def made(by: object, period: str = "2026-11", *, openly: bool = False, **given: str) -> Report:
    """One that was asked for and made at once."""
    report = reports.ask(by, NOW, {"period": period, **given}, DAYS, openly=openly)  # type: ignore[arg-type]
    assert make_waiting(NOW, DAYS, spoken) == 1
    return report


def intake(report: Report) -> int:
    """How many matters it counts."""
    assert report.document
    document = from_json(report.document)
    table = next(one for one in document.blocks() if isinstance(one, Table) and one.key == "by_kind")
    return table.rows[-1][1]  # type: ignore[return-value]
