"""Small files of every kind, made here byte by byte, for tests of what is taken."""

import io
import struct
import uuid
import zipfile
import zlib
from collections.abc import Sequence

JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + b"\xff\xdb" + bytes(64) + b"\xff\xd9"
GIF = bytes.fromhex("47494638396101000100800000ffffff00000021f90401000000002c00000000010001000002024401003b")
WEBP = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\0\0\0\x10\x07\x10\x11\x11\x88\x88\xfe\x07\0"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
TEXT = "厂房漏水,请尽快安排维修。\n".encode()
CSV = "编号,名称\n1,标准化厂房\n".encode("gb18030")

WORD = "00020906-0000-0000-c000-000000000046"
EXCEL = "00020820-0000-0000-c000-000000000046"
POWERPOINT = "64818d10-4f9b-11cf-86ea-00aa00b929e8"
INSTALLER = "000c1084-0000-0000-c000-000000000046"


def png() -> bytes:
    """A picture of one grey dot."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")


def heic(main: bytes = b"heic", *others: bytes) -> bytes:
    """The opening of a photo as telephones write it."""
    brands = main + b"\0\0\0\0" + b"".join(others or (b"mif1", b"heic"))
    return struct.pack(">I", len(brands) + 8) + b"ftyp" + brands + bytes(32)


def archive(*names: str) -> bytes:
    """A ZIP archive with parts of these names."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as written:
        for name in names:
            written.writestr(name, f"<part of='{name}'/>")
    return whole.getvalue()


def docx(*more: str) -> bytes:
    """A document of Word's present format."""
    return archive("[Content_Types].xml", "_rels/.rels", "word/document.xml", *more)


def compound(streams: Sequence[str], root_class: str | None = None) -> bytes:
    """An OLE file: a header, one sector of allocation, one or more of directory entries."""
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<HHHH", header, 24, 0x3E, 3, 0xFFFE, 9)
    struct.pack_into("<I", header, 48, 1)
    root = _entry("Root Entry", uuid.UUID(root_class).bytes_le if root_class else bytes(16))
    directory = root + b"".join(_entry(name, bytes(16)) for name in streams)
    return bytes(header) + b"\xff" * 512 + directory.ljust(-(-len(directory) // 512) * 512, b"\0")


def _entry(name: str, root_class: bytes) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    entry = bytearray(128)
    entry[: len(written)] = written
    struct.pack_into("<H", entry, 64, len(written))
    entry[80:96] = root_class
    return bytes(entry)
