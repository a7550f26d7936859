"""The fields that an action needs, and the check of what was given for them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from servicedesk.rules.refusals import Invalid
from servicedesk.rules.text import Text, text

LONGEST_LINE = 100
LONGEST_TEXT = 4000
LONGEST_CODE = 60

_WRITTEN_INT = re.compile(r"-?\d{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that an action takes.

    kind: `line` (one line, 100 characters), `long` (4,000 characters), `bool`, `int`, `choice`, `date`,
    `moment` (ISO 8601 with offset), `code` (of a department or category), `codes` (several), `rows` (objects
    with the fields `rows`, at most `most`).
    """

    name: str
    kind: str
    required: bool = True
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    longest: int | None = None
    rows: "tuple[Field, ...]" = ()


class _Wrong(Exception):
    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence


def check(fields: Sequence[Field], given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, cleaned and typed, with None for what is optional and absent.

    Takes JSON values and what forms send (strings). Raises Invalid, naming every wrong field: missing,
    over-long, of the wrong type, out of range, or not one of the action's fields.
    """
    known = {field.name for field in fields}
    errors: dict[str, list[Text]] = {
        name: [text("This step has no such field.")]
        for name, value in given.items()
        if name not in known and not is_empty(value)
    }
    clean: dict[str, Any] = {}
    for field in fields:
        try:
            clean[field.name] = _one(field, given.get(field.name))
        except _Wrong as wrong:
            errors[field.name] = [wrong.sentence]
        except Invalid as wrong:
            errors |= {f"{field.name}.{name}": sentences for name, sentences in wrong.errors.items()}
    if errors:
        raise Invalid(errors)
    return clean


def is_empty(value: object) -> bool:
    """Nothing was given: absent, an empty text or an empty list."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _one(field: Field, value: Any) -> Any:
    if value is None or is_empty(value):
        if field.required:
            raise _Wrong(text("Please fill this in."))
        return [] if field.kind in ("codes", "rows") else None
    return _KINDS[field.kind](field, value)


def _words(field: Field, value: Any) -> str:
    if not isinstance(value, str):
        raise _Wrong(text("This must be a text."))
    cleaned = tidy(value)
    if not any(_is_seen(sign) for sign in cleaned):
        raise _Wrong(text("Please fill this in."))
    longest = field.longest or (LONGEST_LINE if field.kind == "line" else LONGEST_TEXT)
    if len(cleaned) > longest:
        raise _Wrong(
            text(
                "This is too long: %(length)s characters, at most %(longest)s.",
                length=len(cleaned),
                longest=longest,
            )
        )
    if field.kind == "line" and "\n" in cleaned:
        raise _Wrong(text("This must be on one line."))
    return cleaned


def tidy(value: str) -> str:
    """The text without surrounding space, control characters (but line ends) or Windows line ends."""
    if value.isprintable():
        return value.strip()
    lines = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    return kept.strip()


def _is_seen(sign: str) -> bool:
    """Whether a reader sees it: no space and no sign that only joins or directs others."""
    return not sign.isspace() and unicodedata.category(sign) != "Cf"


def _bool(field: Field, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    known = {
        "true": True,
        "1": True,
        "yes": True,
        "on": True,
        "y": True,
        "false": False,
        "0": False,
        "no": False,
    }
    if isinstance(value, str) and value.lower() in known:
        return known[value.lower()]
    raise _Wrong(text("This must be yes or no."))


def _int(field: Field, value: Any) -> int:
    if isinstance(value, str) and _WRITTEN_INT.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Wrong(text("This must be a whole number."))
    low, high = field.least, field.most
    if (low is not None and value < low) or (high is not None and value > high):
        raise _Wrong(text("This must be from %(least)s to %(most)s.", least=low, most=high))
    return value


def _choice(field: Field, value: Any) -> str:
    if value not in field.choices:
        raise _Wrong(text("Please choose one of the given possibilities."))
    return str(value)


def _date(field: Field, value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _Wrong(text("Please give a date such as 2026-11-23.")) from None


def _moment(field: Field, value: Any) -> datetime:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise _Wrong(text("Please give a date and time such as 2026-11-23T17:30+08:00.")) from None
    # Further away, another zone's calendar or the database has no such moment.
    if moment.tzinfo is None or not 1900 <= moment.year <= 2999:
        raise _Wrong(text("Please give a date and time such as 2026-11-23T17:30+08:00."))
    return moment


def _code(field: Field, value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_CODE or not value.strip().isprintable():
        raise _Wrong(text("Please choose one of the given possibilities."))
    return value.strip()


def _codes(field: Field, value: Any) -> list[str]:
    if not isinstance(value, list):
        raise _Wrong(text("This must be a list."))
    return [_code(field, one) for one in value]


def _rows(field: Field, value: Any) -> list[dict[str, Any]]:
    """Objects of the same fields; what is wrong is named by place: `minutes.0.text`."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise _Wrong(text("This must be a list of objects."))
    if field.most is not None and len(value) > field.most:
        raise _Wrong(text("At most %(most)s are taken.", most=field.most))
    clean, errors = [], dict[str, list[Text]]()
    for place, one in enumerate(value):
        try:
            clean.append(check(field.rows, one))
        except Invalid as wrong:
            errors |= {f"{place}.{name}": sentences for name, sentences in wrong.errors.items()}
    if errors:
        raise Invalid(errors)
    return clean


_KINDS = {
    "line": _words, "long": _words, "bool": _bool, "int": _int, "choice": _choice, "date": _date,
    "moment": _moment, "code": _code, "codes": _codes,
    "rows": _rows,
}  # fmt: skip
