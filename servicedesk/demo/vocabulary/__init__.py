"""The words of the demo: invented enterprises and people, and matters as enterprises write them.

Everything is in the JSON files beside this module, in Chinese, the demo's language. Reading is pure; each
loader reads its file once. Every enterprise's name begins with 样例, its credit code lies in a region that
does not exist, and phone numbers begin with 1390000, so that nobody is mistaken for somebody real.

A text may have places in braces. A matter's own are filled from its `slots`; `{road} {gate} {workshop}` from
slots.json; `{company} {park} {product} {product2}` from the enterprise; `{this_month} {next_month}
{last_month} {year} {last_year}` from the day on which it is written.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent

SECTORS = ("factory", "logistics", "office")
SIZES = ("large", "medium", "small", "micro")
PARKS = ("北园", "南园", "科创园", "港口物流园")


@dataclass(frozen=True, slots=True)
class ContactWords:
    """A person whom one can ask at an enterprise."""

    name: str
    title: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class EnterpriseWords:
    """An invented enterprise; the first two are those of the demo accounts."""

    name: str
    credit_code: str
    park: str
    address: str
    sector: str
    """One of SECTORS."""
    products: tuple[str, ...]
    size: str
    """One of SIZES."""
    contacts: tuple[ContactWords, ...]


@dataclass(frozen=True, slots=True)
class StaffWords:
    """Somebody who works in the zone; `department` is a code, None for leaders and the administrator."""

    username: str
    name: str
    department: str | None
    roles: tuple[str, ...]
    title: str
    phone: str


@dataclass(frozen=True, slots=True)
class MatterWords:
    """A matter with places to fill; `result` is what was done about it, or the answer to a question."""

    category: str
    """Code of the second level."""
    kind: str
    title: str
    description: str
    result: str
    sectors: tuple[str, ...] = ()
    """The sectors of enterprise that it suits; empty: any."""
    urgent: bool = False
    confidential: bool = False
    about_department: str | None = None
    about_leader: bool = False
    months: tuple[int, ...] = ()
    """The months in which it makes sense; empty: any."""
    fields: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusable:
    """A matter that the desk may not take, why, and the code of the legal route that it names."""

    matter: MatterWords
    reason: str
    legal_route: str


@dataclass(frozen=True, slots=True)
class Note:
    """A text for some categories of the second level, for a kind, or for all (`*`).

    `give` is the answer to what `text` asks.
    """

    about: frozenset[str]
    text: str
    give: str = ""


@dataclass(frozen=True, slots=True)
class Notes:
    """What people write down while a matter is worked on."""

    contact: Mapping[str, tuple[str, ...]]
    """By way of contact: `phone visit meeting online`."""
    spoken_to: tuple[str, ...]
    progress: tuple[Note, ...]
    unsolved: tuple[Note, ...]
    information: tuple[Note, ...]


@cache
def enterprises() -> tuple[EnterpriseWords, ...]:
    """The enterprises of the demo."""
    return tuple(
        EnterpriseWords(
            **{
                **row,
                "products": tuple(row["products"]),
                "contacts": tuple(ContactWords(**contact) for contact in row["contacts"]),
            }
        )
        for row in _read("enterprises.json")
    )


@cache
def staff() -> tuple[StaffWords, ...]:
    """Everybody who works in the zone; the accounts that the README names come first."""
    return tuple(StaffWords(**{**row, "roles": tuple(row["roles"])}) for row in _read("staff.json"))


@cache
def matters(category: str | None = None) -> tuple[MatterWords, ...]:
    """All matters, or those of one category of the second level."""
    if category is not None:
        return tuple(matter for matter in matters() if matter.category == category)
    files = sorted((_FOLDER / "by_category").glob("*.json"))
    return tuple(_matter(code, row) for file in files for code, rows in _load(file).items() for row in rows)


@cache
def long_matter() -> MatterWords:
    """The matter that comes close to the longest description allowed."""
    row = dict(_read("long_matter.json"))
    row["description"] = "\n".join(row["description"])
    return _matter(row.pop("category"), row)


@cache
def refusables() -> tuple[Refusable, ...]:
    """Matters that end with a refusal."""
    found = []
    for row in _read("refusable.json"):
        rest = {key: row[key] for key in ("kind", "title", "description")}
        found.append(
            Refusable(_matter(row["category"], {**rest, "result": ""}), row["reason"], row["legal_route"])
        )
    return tuple(found)


@cache
def notes() -> Notes:
    """Notes of work."""
    rows = _read("notes.json")
    return Notes(
        contact={how: tuple(texts) for how, texts in rows["contact"].items()},
        spoken_to=tuple(rows["spoken_to"]),
        progress=tuple(_note(row) for row in rows["progress"]),
        unsolved=tuple(_note(row) for row in rows["unsolved"]),
        information=tuple(_note(row) for row in rows["information"]),
    )


@cache
def replies(name: str, level: int | None = None) -> tuple[str, ...]:
    """A list of short texts by name; `callback` and `judgement` also by satisfaction (1 to 5)."""
    found = _read("replies.json")[name]
    return tuple(found if level is None else found[str(level)])


@cache
def slots() -> Mapping[str, tuple[str, ...]]:
    """What fills the places that any matter may have."""
    return {name: tuple(values) for name, values in _read("slots.json").items()}


def _read(name: str) -> Any:
    return _load(_FOLDER / name)


def _load(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def _matter(category: str, row: Mapping[str, Any]) -> MatterWords:
    lists = {name: tuple(row.get(name, ())) for name in ("sectors", "months")}
    own = {name: tuple(values) for name, values in row.get("slots", {}).items()}
    return MatterWords(category, **{**row, **lists, "slots": own})


def _note(row: Mapping[str, Any]) -> Note:
    return Note(frozenset(row["for"]), row.get("text") or row["ask"], row.get("give", ""))
