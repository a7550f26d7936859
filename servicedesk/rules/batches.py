"""Taking many things some at a time, so that no statement, transaction or process has too many in hand."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def in_batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """The things in their order, at most `size` at a time; none are no batch."""
    left = iter(things)
    while batch := list(islice(left, size)):
        yield batch
