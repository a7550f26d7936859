"""A moment in a form: typed as the zone's clocks show it."""

from datetime import UTC, datetime

from flask_babel import to_utc
from wtforms import StringField
from wtforms.widgets import DateTimeLocalInput

_SHORTEST = len("2026-12-04T10:00")


class MomentField(StringField):
    """Drawn as the browser's own field for date and time; needs no script."""

    widget = DateTimeLocalInput()

    def given(self) -> str | None:
        """ISO 8601 with offset; what is no moment stays as it was typed, for the rules to refuse."""
        typed = (self.data or "").strip()
        try:
            moment = datetime.fromisoformat(typed)
        except ValueError:
            return typed or None
        if moment.tzinfo is not None or len(typed) < _SHORTEST:
            return typed
        return to_utc(moment).replace(tzinfo=UTC).isoformat()
