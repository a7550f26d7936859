"""Cursors: where a page of a list ended, as an opaque word that the next page begins from."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from json import dumps, loads
from typing import Any, Generic, TypeVar

from servicedesk.rules.refusals import Invalid, invalid
from servicedesk.rules.text import text

DEFAULT_LIMIT = 50
HIGHEST_LIMIT = 200
# Beyond it databases refuse the number; no row has one.
HIGHEST_ID = 2**63 - 1

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list, and the cursor of the next page; None on the last one."""

    items: Sequence[T]
    next: str | None

    def shown_as(self, items: Sequence[U]) -> "Page[U]":
        """The same page, with what is shown of its items."""
        return Page(items, self.next)


def cursor_of(order: str, *place: datetime | int) -> str:
    """The cursor behind an item that stands at `place` in a list of this order."""
    values = [value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value for value in place]
    return urlsafe_b64encode(dumps([order, *values]).encode()).decode().rstrip("=")


def page_of(
    found: Sequence[T], limit: int, order: str, place: Callable[[T], Sequence[datetime | int]]
) -> Page[T]:
    """The first `limit` of what was found when one more was asked for; `place` says where an item stands."""
    shown = found[:limit]
    return Page(shown, cursor_of(order, *place(shown[-1])) if len(found) > limit else None)


def walk(page: Callable[[str | None], Page[T]]) -> Iterator[T]:
    """Everything that a list holds, page after page; `page` answers the page at a cursor."""
    cursor: str | None = None
    while True:
        found = page(cursor)
        yield from found.items
        if found.next is None:
            return
        cursor = found.next


def place_of(cursor: str, order: str, *kinds: type) -> tuple[Any, ...]:
    """Where a list goes on; `kinds` are those of the place (datetime, int).

    Raises Invalid for `cursor` when it is none, or one of a list in another order.
    """
    try:
        given_order, *values = loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if given_order != order:
            raise ValueError
        return tuple(_value(kind, value) for kind, value in zip(kinds, values, strict=True))
    except (ValueError, TypeError, RecursionError):
        raise _unknown() from None


def _value(kind: type, value: object) -> datetime | int:
    if kind is datetime:
        moment = datetime.fromisoformat(str(value))
        if moment.utcoffset() != UTC.utcoffset(None):
            raise ValueError
        return moment
    if type(value) is not int or not 0 <= value <= HIGHEST_ID:
        raise ValueError
    return value


def _unknown() -> Invalid:
    return invalid("cursor", text("This is not a cursor of this list; please begin at its first page."))
