"""What the journal says of changed kinds of whistles, of figures, and of withdrawals that are asked about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from servicedesk.languages import reads_chinese
from servicedesk.rules.policy import Budget
from servicedesk.web.filters import moment
from servicedesk.web.promises import in_words
from servicedesk.web.words import word

CHANGED = frozenset({"whistle_kind_changed", "sampling_changed", "figures_changed"})
PARTS: Mapping[str, Any] = {
    "name_zh": _l("Name in Chinese"),
    "name_en": _l("Name in English"),
    "hint_zh": _l("What it is for, in Chinese"),
    "hint_en": _l("What it is for, in English"),
    "blowers": _l("Who blows it"),
    "approved_by": _l("Approved by"),
    "ratified_by": _l("Ratified by"),
    "one_department": _l("It calls exactly one department"),
    "hard_cases_only": _l("Only for hard cases"),
    "agreed_time": _l("An agreed time takes the place of the limit for reporting in"),
    "emergency": _l("Emergency"),
    "percent": _l("Share of withdrawals, in percent"),
    "least": _l("At least so many in a month"),
    "composite": _l("The composite score is shown"),
    "response": _l("Weight of contacts in time"),
    "resolution": _l("Weight of what enterprises call resolved"),
    "satisfaction": _l("Weight of satisfaction"),
    "least_answers": _l("Least number of valid answers"),
    "first_band": _l("The first band begins at, in percent"),
    "second_band": _l("The second band begins at, in percent"),
    "least_due": _l("Least number due for a band"),
    "public": _l("Everybody may see totals and rates"),
}


def changed_details(payload: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each part as it was and became; of a kind of whistle also which one, and from when."""
    found = []
    if "code" in payload:
        name = payload["name_zh" if reads_chinese() else "name_en"]
        version = gettext("Version %(version)s", version=payload["version"])
        found = [
            (gettext("Kind of whistle"), gettext(", ").join((name, version))),
            (gettext("Holds from"), moment(datetime.fromisoformat(payload["effective_from"]))),
        ]
    return found + [
        (_label(part), gettext("%(old)s → %(new)s", old=_value(old), new=_value(new)))
        for part, (old, new) in payload["changes"].items()
    ]


def _label(part: str) -> str:
    owner, _, clock = part.partition(".")
    return word("clock", clock) if owner == "budgets" else str(PARTS.get(part, part))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, Mapping):
        return in_words(Budget.from_spec(value))
    if isinstance(value, list):
        return gettext(", ").join(word("role", one) for one in value)
    return "–" if value is None else word("role", value)
