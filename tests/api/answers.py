"""What answers must hold to: problems have their members, and the OpenAPI document is true."""

from typing import Any

from werkzeug.test import TestResponse

MEMBERS = {"type", "title", "status", "detail", "code"}

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}


def faults(document: dict[str, Any], schema: dict[str, Any], value: Any, place: str = "answer") -> list[str]:
    """Where a value differs from its schema: wrong types, unknown names, words that are not listed."""
    schema = resolved(document, schema)
    if value is None:
        return [] if may_be_null(document, schema) else [f"{place} is null"]
    for option in (*schema.get("anyOf", ()), *schema.get("allOf", ())):
        if "$ref" in option:
            return faults(document, option, value, place)
    kind = schema.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or (kind != "boolean" and isinstance(value, bool))):
        return [f"{place} is {type(value).__name__}, not {kind}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{place} is {value!r}, which is not listed"]
    if isinstance(value, list):
        return [
            fault
            for n, one in enumerate(value)
            for fault in faults(document, schema.get("items", {}), one, f"{place}[{n}]")
        ]
    if isinstance(value, dict) and "properties" in schema:
        unknown = [f"{place}.{name} is not described" for name in value.keys() - schema["properties"].keys()]
        return unknown + [
            fault
            for name in value.keys() & schema["properties"].keys()
            for fault in faults(document, schema["properties"][name], value[name], f"{place}.{name}")
        ]
    return []


def resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The schema that a reference means."""
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def may_be_null(document: dict[str, Any], schema: dict[str, Any]) -> bool:
    options = [*schema.get("anyOf", ()), *schema.get("allOf", ())]
    return not schema or bool(schema.get("nullable")) or any(option.get("nullable") for option in options)


def problem(response: TestResponse, status: int, code: str) -> dict[str, Any]:
    """The problem, after a look at what every problem has."""
    body = response.get_json()
    assert (response.status_code, body.get("code"), response.mimetype) == (
        status, code, "application/problem+json"
    ), response.text  # fmt: skip
    assert body.keys() >= MEMBERS
    assert body["status"] == status
    return dict(body)
