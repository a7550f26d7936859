"""A page that people see: who looks at it, and how they get there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.browser.visitor import Visitor

Found = dict[tuple[str, str, str], list[str]]
"""The addresses of links, by who sees them, on which page, and how they are picked there."""


@dataclass(frozen=True)
class Place:
    """A page: its name in files, whose it is (nobody signed in: empty), where the way begins and leads on."""

    name: str
    who: str
    start: str
    through: tuple[str, ...] = ()
    status: int = 200

    def visit(self, visitor: Visitor, found: Found) -> int:
        """Go there; answers the status. `found` remembers the links that were seen before.

        Of several links it follows the first that leads on to the end: not every matter of a list has every
        step. Raises LookupError when none does.
        """
        address = next(self._ends(visitor, found, self.start, self.through), None)
        if address is None:
            raise LookupError(f"{self.name}: nothing at {self.start} leads on to {self.through[-1]}")
        return visitor.opens(address)

    def _ends(self, visitor: Visitor, found: Found, start: str, through: Sequence[str]) -> Iterator[str]:
        """The addresses to which the way leads, each looked for only when it is asked for."""
        if not through:
            yield start
            return
        place = (self.who, start, through[0])
        if place not in found:
            visitor.opens(start)
            links = visitor.page.locator(through[0])
            found[place] = links.evaluate_all("links => links.map((link) => link.getAttribute('href'))")
        for address in found[place]:
            yield from self._ends(visitor, found, address, through[1:])
