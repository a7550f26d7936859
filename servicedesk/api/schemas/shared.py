"""Shapes that several answers share."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from marshmallow import Schema, fields

from servicedesk.api.moments import iso


class Answer(Schema):
    """Base of every shape: reads dictionaries, and finds it an error when a name is missing."""

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The value of a name."""
        return obj[attr]


class Moment(fields.DateTime):
    """A moment with the zone's offset."""

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else iso(value)


class DepartmentName(Answer):
    """A department in short; its name is in the reader's language."""

    code = fields.String()
    name = fields.String()


def text(description: str, one_of: Iterable[str] = (), *, optional: bool = False) -> fields.String:
    """A described text; `one_of` are the words that it can be, beside null where it is `optional`."""
    words = [*one_of, None] if optional and one_of else list(one_of)
    described = {"description": description, **({"enum": words} if words else {})}
    return fields.String(allow_none=optional or None, metadata=described)


def optional(description: str = "") -> fields.String:
    """A text that may be null."""
    return fields.String(allow_none=True, metadata={"description": description} if description else {})


def moment(description: str = "", *, optional: bool = False) -> Moment:
    """A described moment."""
    return Moment(allow_none=optional, metadata={"description": description} if description else {})
