"""The extra fields of a category, as a matter's pages show what was given for them."""

from collections.abc import Mapping, Sequence
from typing import Any

from servicedesk.languages import reads_chinese


def shown_fields(specs: Sequence[Any], given: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Labels and words of the fields for which something was given, in the category's order."""
    label, language = ("label_zh", "zh") if reads_chinese() else ("label_en", "en")
    shown = []
    for spec in specs:
        value = given.get(spec["code"])
        if value is not None:
            choices = {choice["code"]: choice[language] for choice in spec.get("choices") or ()}
            shown.append((spec[label], choices.get(value, value)))
    return shown
