"""The scan that comes with a form on which a decision made on paper is recorded."""

from typing import Any, BinaryIO, cast

from flask_login import current_user

from servicedesk.operations.attachments import attach
from servicedesk.operations.replays import digest_of, once
from servicedesk.web import request_time


def add_scan(number: str, form: Any) -> dict[str, int]:
    """Let the file that came as `scan` become the paper, a file of the matter; under `once` only once."""
    chosen, now = form.scan.data, request_time.now()
    if not chosen or not chosen.filename:
        return {}
    stream, name = cast(BinaryIO, chosen.stream), chosen.filename
    digest = digest_of(number, name)
    kept = once(
        current_user,
        now,
        f"{form.once.data}-{digest[:16]}" if form.once.data else None,
        digest,
        lambda: {"paper": attach(current_user, now, number, stream, name, internal=True).id},
    )
    return {"paper": kept["paper"]}
