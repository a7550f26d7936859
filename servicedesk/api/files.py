"""Files: adding one to a ticket, and reading it."""

from hashlib import sha256
from typing import BinaryIO, cast

from flask import Response, request, send_file

from servicedesk.api.answering import Answer, answer_once
from servicedesk.api.blueprint import blueprint
from servicedesk.api.bodies import query
from servicedesk.api.documents import problems, takes_file
from servicedesk.api.reader import now, reader
from servicedesk.api.schemas.parts import File
from servicedesk.api.ticket_parts import file
from servicedesk.operations.attachments import attach, opened
from servicedesk.operations.readings import note_file
from servicedesk.queries.attachments import check_sight, find_attachment
from servicedesk.queries.cursors import HIGHEST_ID
from servicedesk.rules.files import LARGEST
from servicedesk.rules.refusals import invalid
from servicedesk.rules.text import text

ROOM_AROUND = 1024 * 1024
"""Bytes of a form beside its file; what the file itself may have is said by its own rule."""


@blueprint.post("/tickets/<string(maxlength=20):number>/files", tags=["files"])
@blueprint.response(201, File, description="The file as it was taken.")
@problems(403, 404, 409, 413, 422)
@takes_file()
def add_file(number: str) -> Response:
    """Add a file to a ticket, as the part `file` of a form (multipart/form-data).

    An `internal` one, such as the scan of a decision, is for the staff only.
    """
    # Before anything of the form is read: nobody fills our disk for a ticket that is not theirs.
    check_sight(number, reader().actor())
    request.max_content_length = LARGEST + ROOM_AROUND
    given = request.files.get("file")
    if given is None:
        raise invalid("file", text("Please attach a file, as the part “file” of a form."))
    stream, name = cast("BinaryIO", given.stream), given.filename or ""
    digest, internal = _digest(stream), request.form.get("internal", "").lower() in ("true", "1")

    def add() -> Answer:
        stream.seek(0)
        added = attach(reader(), now(), number, stream, name, internal=internal)
        return Answer(File().dump(file(added)), 201)

    return answer_once(add, [name, digest, internal])


def _digest(stream: BinaryIO) -> str:
    """Of the content, read in parts: what a form spools to the disk need not fit the memory."""
    digest = sha256()
    while part := stream.read(1024 * 1024):
        digest.update(part)
    return digest.hexdigest()


@blueprint.get(f"/files/<int(max={HIGHEST_ID}):file_id>", tags=["files"])
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/octet-stream")
@problems(404)
def read_file(file_id: int) -> Response:
    """Read the content of a file."""
    query(())
    found = find_attachment(file_id, reader())
    note_file(reader(), now(), found.ticket_id, request.path)
    # Never shown by a browser as a page of ours, whatever it holds.
    return send_file(
        opened(found), mimetype=found.media_type, as_attachment=True, download_name=found.name, max_age=0
    )
