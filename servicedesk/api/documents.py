"""How calls stand in the OpenAPI document: their problems, their parameters and bodies."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from servicedesk.api.blueprint import blueprint
from servicedesk.api.bodies import CURSOR, LIMIT
from servicedesk.api.describing import json_schema
from servicedesk.api.problems import MEDIA_TYPE
from servicedesk.api.schemas.problem import Problem
from servicedesk.rules.fields import Field

Call = TypeVar("Call", bound=Callable[..., Any])

WHY = {
    400: "`bad_json`: the body is no JSON object",
    401: "`not_signed_in`: no valid token",
    403: "`not_yours`: somebody else does this",
    404: "`not_found`: there is no such thing, or it is not the caller's to see",
    409: "`not_now`, `stale` or `conflict`: not possible now",
    413: "`too_large`: more than is taken",
    422: "`invalid`: something given cannot be taken",
}
IDEMPOTENCY_KEY: dict[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "The same key and content again answer with the first result; other content is refused.",
    "schema": {"type": "string", "maxLength": 100},
}
IF_MATCH: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "description": 'The version that the caller saw, as W/"3"; the same as `version` in the body.',
    "schema": {"type": "string"},
}


def problems(*statuses: int) -> Callable[[Call], Call]:
    """Describe the problems that a call answers with; 401 belongs to every call."""

    def decorate(call: Call) -> Call:
        for status in sorted({401, *statuses}):
            call = blueprint.alt_response(
                status, schema=Problem, content_type=MEDIA_TYPE, description=WHY[status]
            )(call)
        return call

    return decorate


def takes_query(fields: Iterable[Field], **notes: str) -> Callable[[Call], Call]:
    """Describe a call's query; `notes` are descriptions by name (`from_` for `from`)."""
    parameters = []
    for field in fields:
        schema = json_schema(field)
        schema.pop("nullable", None)
        if "enum" in schema:
            schema["enum"] = [word for word in schema["enum"] if word is not None]
        parameter = {"name": field.name, "in": "query", "required": field.required, "schema": schema}
        if note := notes.get(field.name, notes.get(f"{field.name}_")):
            parameter["description"] = note
        parameters.append(parameter)
    return _documented(parameters=parameters)


def takes_page(fields: Iterable[Field] = (), **notes: str) -> Callable[[Call], Call]:
    """Describe the query of a list that comes in pages."""
    return takes_query(
        (*fields, LIMIT, CURSOR),
        limit="How many items; 50 unless said.",
        cursor="`next` of the page before.",
        **notes,
    )


def takes_body(
    schema: dict[str, Any], *headers: dict[str, Any], required: bool = True
) -> Callable[[Call], Call]:
    """Describe a call's JSON body and its headers."""
    body = {"required": required, "content": {"application/json": {"schema": schema}}}
    return _documented(requestBody=body, parameters=[IDEMPOTENCY_KEY, *headers])


def takes_file() -> Callable[[Call], Call]:
    """Describe a call that brings one file as a form, which staff may keep to themselves."""
    schema = {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}, "internal": {"type": "boolean"}},
    }
    body = {"required": True, "content": {"multipart/form-data": {"schema": schema}}}
    return _documented(requestBody=body, parameters=[IDEMPOTENCY_KEY])


def _documented(**operation: Any) -> Callable[[Call], Call]:
    return blueprint.doc(**operation)  # type: ignore[no-any-return]
