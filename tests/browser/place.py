"""A page that people see: who looks at it, and how they get there."""

from dataclasses import dataclass

from tests.browser.visitor import Visitor


@dataclass(frozen=True)
class Place:
    """A page: its name in files, whose it is (nobody signed in: empty), where the way begins and leads on."""

    name: str
    who: str
    start: str
    through: tuple[str, ...] = ()
    status: int = 200

    def visit(self, visitor: Visitor, found: dict[str, str]) -> int:
        """Go there; answers the status. `found` remembers the ways that were walked before.

        Raises LookupError when a link on the way is missing.
        """
        address, way = self.start, self.start
        for link in self.through:
            way += f" > {link}"
            if way not in found:
                found[way] = self._next(visitor, address, link)
            address = found[way]
        return visitor.opens(address)

    def _next(self, visitor: Visitor, address: str, link: str) -> str:
        visitor.opens(address)
        links = visitor.page.locator(link)
        if not links.count():
            raise LookupError(f"{self.name}: {address} has no link {link}")
        return str(links.first.get_attribute("href"))
