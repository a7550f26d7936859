"""The only place that reads the time. Everything else is told what time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC, to the second.

    Whole seconds, because limits are exact to the second and a moment that a person reads must be the
    moment that is stored.
    """
    return datetime.now(UTC).replace(microsecond=0)
