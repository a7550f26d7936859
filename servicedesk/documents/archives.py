"""Several files as one: a page that needs nothing beside it, and a ZIP with the digest of each file."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import BinaryIO, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

PIECE = 1 << 20
MANIFEST = "SHA256SUMS.txt"
_REFUSED = frozenset('/\\:*?"<>|')
_LONGEST = 80
"""Signs of a name that are kept, before its ending."""


class Readable(Protocol):
    """Anything that gives its bytes piece by piece."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Packed:
    """A file in the archive."""

    name: str
    size: int
    sha256: str


def page(title: str, language: str, styles: Iterable[str], body: str) -> bytes:
    """A page of HTML that refers to nothing outside itself; `body` is HTML, `title` a text."""
    style = "\n".join(styles)
    if "</" in style or "url(" in style or "@import" in style:
        raise ValueError("a style must not refer to anything outside the page")
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}\n</style>\n</head>\n"
        f'<body class="paper-page">\n{body}\n</body>\n</html>\n'
    ).encode()


def pack(files: Iterable[tuple[str, Readable]], into: BinaryIO, at: datetime) -> list[Packed]:
    """Write files into a ZIP, piece by piece, and a list of their digests as `sha256sum -c` reads it.

    Names are used as they are given (`safe_name` makes them safe); `at` is the local moment of all of them.
    """
    packed = []
    with ZipFile(into, "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            packed.append(_add(archive, name, content, at))
        listed = "".join(f"{one.sha256}  {one.name}\n" for one in packed)
        archive.writestr(_entry(MANIFEST, at), listed.encode())
    return packed


def safe_name(number: int, name: str) -> str:
    """A file's name for every system, with its place before it, so that no two are the same."""
    kept = "".join("_" if sign in _REFUSED or not sign.isprintable() else sign for sign in name).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    short = f"{stem[:_LONGEST]}.{ending[:10]}" if dot and stem else kept[:_LONGEST]
    return f"{number:02d}-{short or 'file'}"


def _add(archive: ZipFile, name: str, content: Readable, at: datetime) -> Packed:
    digest, size = hashlib.sha256(), 0
    with archive.open(_entry(name, at), "w", force_zip64=True) as target:
        while piece := content.read(PIECE):
            digest.update(piece)
            size += len(piece)
            target.write(piece)
    return Packed(name, size, digest.hexdigest())


def _entry(name: str, at: datetime) -> ZipInfo:
    entry = ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    return entry
