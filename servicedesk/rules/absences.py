"""Absences: what is entered about one, and how long one may last."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from servicedesk.rules.fields import Field
from servicedesk.rules.refusals import invalid
from servicedesk.rules.text import text

FIELDS = (
    Field("starts_at", "moment"),
    Field("ends_at", "moment"),
    Field("reason", "line", longest=100),
    Field("person", "line", required=False),
)
LONGEST = timedelta(days=366)


def span_of(values: Mapping[str, Any], now: datetime) -> tuple[datetime, datetime]:
    """From when until when somebody is away, in UTC to the second; raises Invalid for `ends_at`."""
    start, end = (values[name].astimezone(UTC).replace(microsecond=0) for name in ("starts_at", "ends_at"))
    if end <= start or end <= now:
        raise invalid("ends_at", text("The end must lie after the beginning, and in the future."))
    if end - start > LONGEST:
        raise invalid("ends_at", text("An absence lasts a year at most."))
    return start, end
