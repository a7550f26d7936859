"""What a call brings: its body, the version that it saw, its query; each refused with a clear problem."""

import json
from collections.abc import Collection
from typing import Any, NoReturn

from flask import request

from servicedesk.api.problems import BadJson
from servicedesk.queries.cursors import DEFAULT_LIMIT, HIGHEST_LIMIT
from servicedesk.rules.fields import Field, check
from servicedesk.rules.refusals import Invalid, invalid
from servicedesk.rules.text import text

LONGEST_JSON = 1024 * 1024

LIMIT = Field("limit", "int", required=False, least=1, most=HIGHEST_LIMIT)
CURSOR = Field("cursor", "line", required=False, longest=200)
VERSION = Field("version", "int", required=False, least=0)


def json_object(*, may_be_absent: bool = False) -> dict[str, Any]:
    """The body as a JSON object; raises BadJson. An absent one is an empty object where it may be."""
    request.max_content_length = LONGEST_JSON
    body = request.get_data(cache=True)
    if not body.strip() and may_be_absent:
        return {}
    try:
        given = json.loads(body.decode("utf-8"), parse_constant=_no_number)
        # Half of a surrogate pair is no character; no database takes it.
        json.dumps(given, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise BadJson(text("The body must be a JSON object in UTF-8.")) from None
    if not isinstance(given, dict):
        raise BadJson(text("The body must be a JSON object in UTF-8."))
    return given


def taken_version(given: dict[str, Any]) -> int | None:
    """Take `version` out of a body, or read it from `If-Match: W/"3"`; raises Invalid for `version`."""
    version: int | None = check((VERSION,), {"version": given.pop("version", None)})["version"]
    header = request.headers.get("If-Match", "").strip()
    if version is not None or not header or header == "*":
        return version
    number = header.removeprefix("W/").strip('"')
    if not number.isascii() or not number.isdecimal() or len(number) > 9:
        raise invalid("If-Match", text('This must be a version such as W/"3".'))
    return int(number)


def query(names: Collection[str], several: Collection[str] = ()) -> dict[str, str]:
    """The call's query; raises Invalid for names that the call does not know, and for any given twice.

    Those of `several` may come more than once; they are joined by commas.
    """
    errors = {
        name: [text("This call does not know it.") if name not in names else text("Please give this once.")]
        for name, values in request.args.lists()
        if name not in names or (len(values) > 1 and name not in several)
    }
    if errors:
        raise Invalid(errors)
    return {name: ",".join(values) for name, values in request.args.lists()}


def page_of(given: dict[str, str]) -> tuple[int, str | None]:
    """The limit and the cursor of a list's query; raises Invalid."""
    values = check((LIMIT, CURSOR), {name: given.get(name) for name in ("limit", "cursor")})
    return values["limit"] or DEFAULT_LIMIT, values["cursor"]


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)
