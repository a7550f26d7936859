"""What is inside container files: ZIP (OOXML, OFD), OLE (the older Office) and ISO media (HEIC)."""

import io
import struct
import zipfile

MOST_PARTS = 10_000
"""More parts than any document has; reading the names of more would only cost time."""

_OLE_OPENING = bytes.fromhex("d0cf11e0a1b11ae1")
_OLE_ENTRY = 128
_OLE_ROOT_CLASSES = {
    "00020900-0000-0000-c000-000000000046": "doc",
    "00020906-0000-0000-c000-000000000046": "doc",
    "00020810-0000-0000-c000-000000000046": "xls",
    "00020820-0000-0000-c000-000000000046": "xls",
    "64818d10-4f9b-11cf-86ea-00aa00b929e8": "ppt",
}
_OLE_STREAMS = (("ppt", "PowerPoint Document"), ("doc", "WordDocument"), ("xls", "Workbook"), ("xls", "Book"))
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"})
_HEIC_CARRIERS = frozenset({b"mif1", b"msf1"})


def zip_kind(content: bytes) -> str | None:
    """`docx xlsx pptx ofd`, or None: another archive, a damaged one, or a document with macros."""
    if not content.startswith(b"PK\x03\x04") or content.count(b"PK\x01\x02") > MOST_PARTS:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error):
        return None
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        return None
    if "OFD.xml" in parts:
        return "ofd"
    if "[Content_Types].xml" not in parts:
        return None
    if any(part.startswith("word/document") and part.endswith(".xml") for part in parts):
        return "docx"
    return "xlsx" if "xl/workbook.xml" in parts else "pptx" if "ppt/presentation.xml" in parts else None


def ole_kind(content: bytes) -> str | None:
    """`doc xls ppt`, or None: another compound file, such as an installer or a mail."""
    if not content.startswith(_OLE_OPENING) or len(content) < 512:
        return None
    found = [kind for kind, stream in _OLE_STREAMS if _has_stream(content, stream)]
    # A document may hold another one, so that both have their stream; the root says which it is itself.
    root = _root_class(content)
    return root if root in found else found[0] if found else None


def is_heic(content: bytes) -> bool:
    """Whether it is a HEIC photo: by its main brand, or by a brand that a general image file names."""
    size = int.from_bytes(content[:4], "big")
    if content[4:8] != b"ftyp" or not 16 <= size <= 512:
        return False
    main, others = content[8:12], content[16:size]
    brands = {others[at : at + 4] for at in range(0, len(others), 4)}
    return main in _HEIC_BRANDS or (main in _HEIC_CARRIERS and bool(brands & _HEIC_BRANDS))


def _has_stream(content: bytes, name: str) -> bool:
    """Whether an entry of the directory has this name; entries are 128 bytes and begin with it."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    at = content.find(wanted)
    while at >= 0:
        if at % _OLE_ENTRY == 0:
            return True
        at = content.find(wanted, at + 1)
    return False


def _root_class(content: bytes) -> str | None:
    shift, first = struct.unpack_from("<H", content, 30)[0], struct.unpack_from("<I", content, 48)[0]
    at = ((first + 1) << shift) + 80 if shift in (9, 12) else len(content)
    entry = content[at : at + 16]
    if len(entry) < 16:
        return None
    a, b, c = struct.unpack_from("<IHH", entry)
    written = f"{a:08x}-{b:04x}-{c:04x}-{entry[8:10].hex()}-{entry[10:].hex()}"
    return _OLE_ROOT_CLASSES.get(written)
