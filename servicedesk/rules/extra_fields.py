"""The extra fields that a category asks for, checked like any other field."""

from collections.abc import Mapping, Sequence
from typing import Any

from servicedesk.rules.fields import Field, check
from servicedesk.rules.refusals import Invalid, invalid
from servicedesk.rules.text import text

_KINDS = {"text": "line", "number": "int", "date": "date", "choice": "choice"}


def check_extra(specs: Sequence[Mapping[str, Any]], given: object) -> dict[str, Any]:
    """The given extra fields as JSON values, without empty ones; `specs` as a category stores them.

    Raises Invalid with errors named `fields.…`.
    """
    if given is None:
        given = {}
    if not isinstance(given, dict):
        raise invalid("fields", text("This must be an object."))
    fields = [
        Field(
            spec["code"],
            _KINDS[spec["type"]],
            required=spec.get("required", False),
            choices=tuple(choice["code"] for choice in spec.get("choices", ())),
            longest=200,
            least=0,
            most=1_000_000_000,
        )
        for spec in specs
    ]
    try:
        clean = check(fields, given)
    except Invalid as wrong:
        raise Invalid({f"fields.{name}": errors for name, errors in wrong.errors.items()}) from None
    return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in clean.items() if v is not None}
