"""The maps and templates that come with the product, in docs/import/."""

from collections.abc import Sequence
from pathlib import Path

from servicedesk.environment import ROOT
from servicedesk.rules.refusals import NotFound

FOLDER = ROOT / "docs" / "import"


def map_names() -> Sequence[str]:
    """The names of the maps, in order."""
    return sorted(path.name for path in FOLDER.glob("*map*.json"))


def example_names() -> Sequence[str]:
    """The names of maps and templates, in order."""
    return sorted(_examples())


def example(name: str) -> Path:
    """A map or the template, by its name; raises NotFound."""
    # Looked up among what there is: a name from outside never becomes a path.
    found = _examples()
    if name not in found:
        raise NotFound
    return found[name]


def _examples() -> dict[str, Path]:
    return {path.name: path for path in FOLDER.glob("*") if path.suffix in (".json", ".csv")}
