"""Reference data: the departments, categories, policies and phrases that a new installation starts with.

The JSON files beside this module are the defaults; `flask init` copies them into the database, where
administrators change them. Reading is pure: no database, no clock, no Flask. Each loader reads its file once
and answers with immutable values in the file's order.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent

STRANDS = ("business_environment", "project", "financing", "talent", "amenities")
DEPARTMENT_KINDS = (
    "zone_office", "bureau_branch", "sub_district", "utility", "partner_bank", "platform_company", "mediator",
)  # fmt: skip
FIELD_TYPES = ("text", "number", "date", "choice")


@dataclass(frozen=True, slots=True)
class DepartmentData:
    """One organisation that matters can be dispatched to."""

    code: str
    name_zh: str
    full_name_zh: str
    name_en: str
    kind: str
    """One of DEPARTMENT_KINDS."""
    outside: bool
    """Not an office of the zone: gets contact data only with the enterprise's consent."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something with a stable code and a name in both languages."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class FieldData:
    """An extra field that a category asks for."""

    code: str
    label_zh: str
    label_en: str
    type: str
    """One of FIELD_TYPES; a number is not negative, a choice is the code of one of `choices`."""
    choices: tuple[Phrase, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class CategoryData:
    """A category of the first level (code of two digits) or of the second (four digits)."""

    code: str
    parent: str | None
    name_zh: str
    name_en: str
    strand: str
    """One of STRANDS; the second level has its parent's."""
    lead: str
    """Code of the department proposed as lead (its own, or its parent's)."""
    assists: tuple[str, ...]
    complex: bool
    """Whether matters of this category are proposed as complex at acceptance."""
    national_code: str | None
    """Place for the code of GB/T 39666-2020; none is given."""
    hint_zh: str
    hint_en: str
    keywords_zh: tuple[str, ...] = ()
    keywords_en: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    """Plain-words entries (`ask apply complain suggest`) that offer this category first."""
    fields: tuple[FieldData, ...] = ()

    @property
    def level(self) -> int:
        """1 or 2."""
        return 1 if self.parent is None else 2


@dataclass(frozen=True, slots=True)
class RoutingData:
    """A default line of the routing table; a line of the second level beats one of the first."""

    category: str
    lead: str
    assists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyData:
    """A default policy; `spec` is what is stored and what `rules.policy.Policy.from_spec` reads."""

    code: str
    spec: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EntryData:
    """A plain-words entry of the portal and the kinds that it can become (the first is the default)."""

    code: str
    zh: str
    en: str
    hint_zh: str
    hint_en: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LegalRoute:
    """Where an enterprise can turn when the desk may not take its matter; the text is for the notice."""

    code: str
    zh: str
    en: str
    text_zh: str
    text_en: str


@cache
def departments() -> tuple[DepartmentData, ...]:
    """All departments; codes are stable."""
    return tuple(DepartmentData(**row) for row in _read("departments.json"))


@cache
def categories() -> tuple[CategoryData, ...]:
    """All categories, each first level followed by its second levels."""
    found: list[CategoryData] = []
    for group in _read("categories.json"):
        found.append(_category(group, None))
        found.extend(_category(row, group) for row in group["children"])
    return tuple(found)


@cache
def routing() -> tuple[RoutingData, ...]:
    """One line for each first level, and one for each second level that differs from it."""
    lines: list[RoutingData] = []
    for group in _read("categories.json"):
        rows = [group, *(row for row in group["children"] if "lead" in row or "assists" in row)]
        lines.extend(_routing(row, group) for row in rows)
    return tuple(lines)


@cache
def policies() -> tuple[PolicyData, ...]:
    """The default policies; their order is that of their choice among equals."""
    return tuple(PolicyData(**row) for row in _read("policies.json"))


@cache
def whistle_kinds() -> tuple[PolicyData, ...]:
    """The default kinds of whistles; `spec` is what `rules.whistles.Kind.from_spec` reads."""
    return tuple(PolicyData(**row) for row in _read("whistle_kinds.json"))


@cache
def entries() -> tuple[EntryData, ...]:
    """The four plain-words entries."""
    return tuple(
        EntryData(**{**row, "kinds": tuple(row["kinds"])}) for row in _read("phrases.json")["entries"]
    )


@cache
def strands() -> tuple[Phrase, ...]:
    """The five strands of the service guarantee with their names."""
    return tuple(Phrase(**row) for row in _read("phrases.json")["strands"])


@cache
def legal_routes() -> tuple[LegalRoute, ...]:
    """The legal routes that a refusal can name."""
    return tuple(LegalRoute(**row) for row in _read("phrases.json")["legal_routes"])


def _read(name: str) -> Any:
    return json.loads((_FOLDER / name).read_text(encoding="utf-8"))


def _category(row: Mapping[str, Any], group: Mapping[str, Any] | None) -> CategoryData:
    route = _routing(row, group or row)
    return CategoryData(
        code=row["code"],
        parent=group["code"] if group else None,
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        strand=(group or row)["strand"],
        lead=route.lead,
        assists=route.assists,
        complex=row.get("complex", False),
        national_code=row.get("national_code"),
        hint_zh=row["hint_zh"],
        hint_en=row["hint_en"],
        keywords_zh=tuple(row.get("keywords_zh", ())),
        keywords_en=tuple(row.get("keywords_en", ())),
        entries=tuple(row.get("entries", ())),
        fields=tuple(_field(field) for field in row.get("fields", ())),
    )


def _routing(row: Mapping[str, Any], group: Mapping[str, Any]) -> RoutingData:
    lead = row.get("lead", group["lead"])
    return RoutingData(row["code"], lead, tuple(row.get("assists", group["assists"])))


def _field(row: Mapping[str, Any]) -> FieldData:
    return FieldData(
        code=row["code"],
        label_zh=row["label_zh"],
        label_en=row["label_en"],
        type=row["type"],
        choices=tuple(Phrase(**choice) for choice in row.get("choices", ())),
        required=row.get("required", False),
    )
