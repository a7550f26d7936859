"""Answers: JSON, and for what a call does, the first answer however often the call comes."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from servicedesk.api.reader import now, reader
from servicedesk.operations.replays import digest_of, once


@dataclass(frozen=True, slots=True)
class Answer:
    """What a call did, to be told: the body, and its status."""

    body: dict[str, Any]
    status: int = 200


def answer(body: dict[str, Any], status: int = 200) -> Response:
    """A JSON answer. What has a version carries it as its entity tag too."""
    response = Response(
        json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        status=status,
        mimetype="application/json",
    )
    if "version" in body:
        response.headers["ETag"] = f'W/"{body["version"]}"'
    return response


def answer_once(do: Callable[[], Answer], given: object) -> Response:
    """Do what a POST asks for, and answer; `given` is its content, as JSON values.

    With an Idempotency-Key the answer is kept in the transaction that does it: the same key and content
    get it again, the same key with other content is refused (Conflict).
    """
    kept = once(
        reader(),
        now(),
        request.headers.get("Idempotency-Key"),
        digest_of(request.path, given),
        lambda: _kept(do()),
    )
    return answer(kept["body"], kept["status"])


def _kept(done: Answer) -> dict[str, Any]:
    return {"status": done.status, "body": done.body}
