"""Which files are taken, by what they contain: neither the name nor what the browser says is believed."""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import puremagic

from servicedesk.rules.containers import is_heic, ole_kind, zip_kind
from servicedesk.rules.refusals import invalid
from servicedesk.rules.text import text

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
"""Bytes of one file."""
MOST_FILES = 20
"""Files of one ticket, one draft or one person's proof."""
LONGEST_NAME = 150


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is taken; the first of its extensions is the usual one."""

    media_type: str
    extensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AcceptedFile:
    """A file that is taken, with a name that is safe to show and to save under."""

    name: str
    media_type: str
    size: int
    sha256: str


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "jpeg": FileKind("image/jpeg", ("jpg", "jpeg")),
    "png": FileKind("image/png", ("png",)),
    "gif": FileKind("image/gif", ("gif",)),
    "webp": FileKind("image/webp", ("webp",)),
    "heic": FileKind("image/heic", ("heic", "heif")),
    "pdf": FileKind("application/pdf", ("pdf",)),
    "docx": FileKind(_OFFICE + "wordprocessingml.document", ("docx",)),
    "xlsx": FileKind(_OFFICE + "spreadsheetml.sheet", ("xlsx",)),
    "pptx": FileKind(_OFFICE + "presentationml.presentation", ("pptx",)),
    "doc": FileKind("application/msword", ("doc", "wps")),
    "xls": FileKind("application/vnd.ms-excel", ("xls", "et")),
    "ppt": FileKind("application/vnd.ms-powerpoint", ("ppt", "dps")),
    "ofd": FileKind("application/ofd", ("ofd",)),
    "text": FileKind("text/plain", ("txt", "csv")),
}
EXTENSIONS = tuple(extension for kind in KINDS.values() for extension in kind.extensions)
SHOWN_IN_PAGES = frozenset(KINDS[name].media_type for name in ("jpeg", "png", "gif", "webp"))
"""Media types that every browser shows as a picture and that cannot hold a program."""

_Test = Callable[[bytes], bool]
# The library names what a file may be by its first bytes, generously; these are what the formats demand.
_PLAIN: tuple[tuple[str, _Test], ...] = (
    ("jpeg", lambda content: content.startswith(b"\xff\xd8\xff")),
    ("png", lambda content: content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR"),
    ("gif", lambda content: content.startswith((b"GIF87a", b"GIF89a"))),
    ("webp", lambda content: content.startswith(b"RIFF") and content[8:12] == b"WEBP"),
    ("pdf", lambda content: content.startswith(b"%PDF-")),
)
_CONTAINERS: tuple[Callable[[bytes], str | None], ...] = (
    lambda content: "heic" if is_heic(content) else None,
    zip_kind,
    ole_kind,
)
_ACTIVE_TEXT = re.compile(r"\s*(<[!?/A-Za-z]|#!|\{\\rtf|%!PS)")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def check_file(content: bytes, name: str) -> AcceptedFile:
    """The file as it is taken; raises Invalid for `file` when it is empty, too large or of another kind."""
    if not content:
        raise invalid("file", text("The file is empty."))
    if len(content) > LARGEST:
        raise invalid("file", text("A file may have at most %(most)s MB.", most=LARGEST // MEGABYTE))
    kind = sniff(content)
    if kind is None:
        raise invalid(
            "file",
            text(
                "This kind of file is not taken. Please attach photos (JPEG, PNG, GIF, WebP, HEIC), PDF, "
                "OFD, Word, Excel or PowerPoint documents, or plain text."
            ),
        )
    return AcceptedFile(
        safe_name(name, kind), kind.media_type, len(content), hashlib.sha256(content).hexdigest()
    )


def check_count(already: int) -> None:
    """Raises Invalid for `file` when there is no room for another one."""
    if already >= MOST_FILES:
        raise invalid("file", text("At most %(most)s files can be attached.", most=MOST_FILES))


def sniff(content: bytes) -> FileKind | None:
    """What the bytes are; None for everything that is not on the list."""
    if not content:
        return None
    named = _media_types(content)
    for name, opens in _PLAIN:
        if KINDS[name].media_type in named and opens(content):
            return KINDS[name]
    for look in _CONTAINERS:
        if found := look(content):
            return KINDS[found]
    return KINDS["text"] if _is_text(content) else None


def safe_name(given: str, kind: FileKind) -> str:
    """A name without path, control or direction-changing characters, at most 150 long.

    It ends in an extension of its kind: one of another kind that is taken is replaced, any other stays in
    front of the right one, so that `bill.exe` that is a PDF becomes `bill.exe.pdf`.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    spaced = re.sub(r'[<>:"|?*\s]+', " ", last)
    kept = "".join(c for c in spaced if unicodedata.category(c)[0] != "C")
    stem, extension = _split(kept.strip(" ."))
    if extension not in kind.extensions:
        stem = stem if extension in EXTENSIONS else f"{stem}.{extension}"
        extension = kind.extensions[0]
    stem = stem[: LONGEST_NAME - len(extension) - 1].strip(" .") or "1"
    return f"{stem}.{extension}"


def _split(name: str) -> tuple[str, str]:
    stem, dot, extension = name.rpartition(".")
    return (stem, extension.lower()) if dot else (name, "")


def _media_types(content: bytes) -> set[str]:
    try:
        return {match.mime_type for match in puremagic.magic_string(content)}
    except puremagic.PureError:
        return set()


def _is_text(content: bytes) -> bool:
    """UTF-8 or GB 18030, without the control characters of binary files, and neither page nor program."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not _CONTROLS.search(words) and not _ACTIVE_TEXT.match(words)
    return False
