"""Fields of actions for programs: in answers, and in the OpenAPI document. The workflow table says which."""

from collections.abc import Iterable, Sequence
from typing import Any

from servicedesk.rules.fields import LONGEST_CODE, LONGEST_LINE, LONGEST_TEXT, Field
from servicedesk.rules.workflow_rows import Row

_PLAIN: dict[str, dict[str, Any]] = {
    "bool": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "code": {"type": "string", "maxLength": LONGEST_CODE},
    "codes": {"type": "array", "items": {"type": "string", "maxLength": LONGEST_CODE}},
}


def fields_of(table: Sequence[Row], action: str, relation: str | None = None) -> tuple[Field, ...]:
    """What an action of the table takes from somebody with this relation, or from anybody.

    What only some of them must give need not be given by everybody.
    """
    rows = [row for row in table if row.action == action and (relation is None or relation in row.who)]
    found: dict[str, Field] = {}
    for row in rows:
        for field in row.fields:
            known = found.setdefault(field.name, field)
            if known.required and not field.required:
                found[field.name] = field
    return tuple(found.values())


def action_list(
    table: Sequence[Row], names: Iterable[str], relation: str | None = None
) -> list[dict[str, Any]]:
    """The actions that are possible now, as the schema `Action` writes them."""
    return [
        {"name": name, "fields": [field_facts(field) for field in fields_of(table, name, relation)]}
        for name in names
    ]


def field_facts(field: Field) -> dict[str, Any]:
    """One field: `type` is as in rules.fields (line, long, bool, int, choice, date, moment, code …)."""
    facts: dict[str, Any] = {"name": field.name, "type": field.kind, "required": field.required}
    if field.choices:
        facts["choices"] = list(field.choices)
    if field.kind in ("line", "long"):
        facts["longest"] = _longest(field)
    if field.kind == "int":
        facts |= {"least": field.least, "most": field.most}
    if field.rows:
        facts["rows"] = [field_facts(one) for one in field.rows]
    return facts


def json_schema(field: Field) -> dict[str, Any]:
    """The JSON schema of what a field takes."""
    match field.kind:
        case "line" | "long":
            schema: dict[str, Any] = {"type": "string", "maxLength": _longest(field)}
            if field.required:
                schema["minLength"] = 1
        case "choice":
            schema = {"type": "string", "enum": list(field.choices)}
        case "int":
            schema = {"type": "integer"}
            schema |= {"minimum": field.least} if field.least is not None else {}
            schema |= {"maximum": field.most} if field.most is not None else {}
        case "rows":
            schema = {"type": "array", "items": object_schema(field.rows)}
            schema |= {"minItems": 1} if field.required else {}
            schema |= {"maxItems": field.most} if field.most is not None else {}
        case _:
            schema = dict(_PLAIN[field.kind])
    if not field.required:
        schema["nullable"] = True
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    return schema


def object_schema(fields: Iterable[Field], /, **more: dict[str, Any]) -> dict[str, Any]:
    """The JSON schema of an object with these fields; `more` are further, optional properties."""
    fields = tuple(fields)
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {**{field.name: json_schema(field) for field in fields}, **more},
        "additionalProperties": False,
    }
    if required := [field.name for field in fields if field.required]:
        schema["required"] = required
    return schema


def _longest(field: Field) -> int:
    return field.longest or (LONGEST_LINE if field.kind == "line" else LONGEST_TEXT)
