"""Which files are taken, by what they contain."""

import hashlib
import io
import tarfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicedesk.rules import files
from servicedesk.rules.refusals import Invalid
from tests.rules import documents
from tests.rules.documents import archive, compound, docx, heic, png

TAKEN = {
    "photo": (documents.JPEG, "image/jpeg"),
    "screenshot": (png(), "image/png"),
    "gif": (documents.GIF, "image/gif"),
    "webp": (documents.WEBP, "image/webp"),
    "heic": (heic(), "image/heic"),
    "heic in a general image file": (heic(b"mif1", b"mif1", b"heic"), "image/heic"),
    "pdf": (documents.PDF, "application/pdf"),
    "docx": (docx(), files.KINDS["docx"].media_type),
    "xlsx": (archive("[Content_Types].xml", "xl/workbook.xml"), files.KINDS["xlsx"].media_type),
    "pptx": (archive("[Content_Types].xml", "ppt/presentation.xml"), files.KINDS["pptx"].media_type),
    "ofd": (archive("OFD.xml", "Doc_0/Document.xml"), "application/ofd"),
    "doc": (compound(["1Table", "WordDocument"], documents.WORD), "application/msword"),
    "doc without a class": (compound(["WordDocument"]), "application/msword"),
    "doc with a table of Excel in it": (
        compound(["Workbook", "1Table", "WordDocument"], documents.WORD),
        "application/msword",
    ),
    "xls": (compound(["Workbook"], documents.EXCEL), "application/vnd.ms-excel"),
    "xls with a text of Word in it": (
        compound(["WordDocument", "Workbook"], documents.EXCEL),
        "application/vnd.ms-excel",
    ),
    "ppt": (compound(["PowerPoint Document"], documents.POWERPOINT), "application/vnd.ms-powerpoint"),
    "text": (documents.TEXT, "text/plain"),
    "text with a byte order mark": ("\ufeff说明".encode(), "text/plain"),
    "table in GB 18030": (documents.CSV, "text/plain"),
    "text that begins like a program": (b"MZ district, 3 factories\n", "text/plain"),
    "text that begins like a picture": (b"RIFF is the name of a project\n", "text/plain"),
    "text with a pointed bracket": ("<通知>请查收".encode(), "text/plain"),
}  # fmt: skip


def _tar() -> bytes:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as written:
        written.addfile(tarfile.TarInfo("a"))
    return whole.getvalue()


REFUSED = {
    "windows program": b"MZ\x90\x00\x03\x00\x00\x00\x04\x00" + bytes(200),
    "linux program": b"\x7fELF\x02\x01\x01" + bytes(200),
    "script": b"#!/bin/sh\nrm -rf /\n",
    "page": b"<!DOCTYPE html><html><script>alert(1)</script></html>",
    "page in small letters": b"<html><body>",
    "page after empty lines": b"\n\n  \t<html>",
    "page after a byte order mark": "\ufeff<html>".encode(),
    "page after a comment": b"<!-- harmless --><script>alert(1)</script>",
    "page in a wide encoding": "<html>".encode("utf-16"),
    "drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "drawing as xml": b'<?xml version="1.0"?><svg/>',
    "rich text": b"{\\rtf1\\ansi hello}",
    "postscript": b"%!PS-Adobe-3.0\n",
    "archive": archive("a.txt", "b.exe"),
    "java archive": archive("META-INF/MANIFEST.MF", "Main.class"),
    "android package": archive("AndroidManifest.xml", "classes.dex"),
    "empty archive": archive(),
    "document with macros": docx("word/vbaProject.bin"),
    "broken archive": docx()[:-30],
    "archive behind a page": b"<html>" + docx(),
    "tar": _tar(),
    "rar": b"Rar!\x1a\x07\x01\x00" + bytes(50),
    "7z": b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(50),
    "gzip": bytes.fromhex("1f8b0800000000000003") + bytes(20),
    "installer": compound(["File"], documents.INSTALLER),
    "installer that calls itself word": compound(["File"], documents.WORD),
    "half a compound file": compound(["WordDocument"])[:200],
    "film": heic(b"isom", b"isom", b"mp41"),
    "image of another coding": heic(b"mif1", b"mif1", b"avif"),
    "sound": b"RIFF\x24\0\0\0WAVEfmt " + bytes(40),
    "jpeg 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(40),
    "bitmap": b"BM\x3e\0\0\0" + bytes(60),
    "pdf behind something else": b"x" * 10 + documents.PDF + b"\0",
    "text with a null": b"hello\0world",
    "text with an escape": b"hello\x1b[2Jworld",
    "bytes without sense": bytes(range(256)),
}  # fmt: skip


@pytest.mark.parametrize(("content", "media_type"), TAKEN.values(), ids=TAKEN)
def test_these_are_taken_for_what_they_are(content: bytes, media_type: str) -> None:
    assert files.check_file(content, "name.exe").media_type == media_type


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_these_are_refused_whatever_they_are_called(content: bytes) -> None:
    for name in ("photo.jpg", "paper.pdf", "notes.txt"):
        with pytest.raises(Invalid) as refused:
            files.check_file(content, name)
        assert "This kind of file is not taken" in str(refused.value.errors["file"][0])


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        files.check_file(b"", "photo.jpg")
    assert "empty" in str(refused.value.errors["file"][0])


def test_a_file_may_have_just_twenty_megabytes() -> None:
    largest = documents.JPEG.ljust(20 * 1024 * 1024, b"\0")
    assert files.check_file(largest, "photo.jpg").size == 20 * 1024 * 1024
    with pytest.raises(Invalid) as refused:
        files.check_file(largest + b"\0", "photo.jpg")
    assert "20 MB" in str(refused.value.errors["file"][0])


def test_an_archive_with_endlessly_many_parts_is_not_read() -> None:
    crowded = docx() + b"PK\x01\x02" * 20_000
    assert files.sniff(crowded) is None


def test_there_is_room_for_twenty_files() -> None:
    files.check_count(19)
    with pytest.raises(Invalid):
        files.check_count(20)


def test_a_file_is_known_by_its_digest() -> None:
    accepted = files.check_file(documents.TEXT, "说明.txt")
    assert accepted.size == len(documents.TEXT)
    assert accepted.sha256 == hashlib.sha256(documents.TEXT).hexdigest()


@pytest.mark.parametrize(
    ("given", "kind", "name"),
    [
        ("厂房照片.jpg", "jpeg", "厂房照片.jpg"),
        ("IMG_0001.JPEG", "jpeg", "IMG_0001.jpeg"),
        ("photo.png", "jpeg", "photo.jpg"),
        ("bill.exe", "pdf", "bill.exe.pdf"),
        ("合同 v1.2", "pdf", "合同 v1.2.pdf"),
        ("报表.csv", "text", "报表.csv"),
        ("run.bat", "text", "run.bat.txt"),
        (r"C:\Users\chen\营业执照.pdf", "pdf", "营业执照.pdf"),
        ("../../etc/passwd", "text", "passwd.txt"),
        ("/var/files/a.pdf", "pdf", "a.pdf"),
        ("..", "png", "1.png"),
        ("", "png", "1.png"),
        (".htaccess", "text", "htaccess.txt"),
        (".pdf", "pdf", "pdf.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "pdf", "a Set-Cookie x.pdf"),
        ("a\x00b.pdf", "pdf", "ab.pdf"),
        ("\u202efdp.exe", "pdf", "fdp.exe.pdf"),
        ('say "hello"?.pdf', "pdf", "say hello.pdf"),
        ("a.pdf.", "pdf", "a.pdf"),
        ("x" * 300 + ".pdf", "pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_name_is_made_safe(given: str, kind: str, name: str) -> None:
    assert files.safe_name(given, files.KINDS[kind]) == name


@given(st.text(max_size=400), st.sampled_from(sorted(files.KINDS)))
def test_a_safe_name_is_safe_whatever_was_given(given: str, kind: str) -> None:
    name = files.safe_name(given, files.KINDS[kind])
    stem, _, extension = name.rpartition(".")
    assert extension in files.KINDS[kind].extensions
    assert stem
    assert len(name) <= files.LONGEST_NAME
    assert not set(name) & set('/\\<>:"|?*\r\n\x00\u202e')
    assert not name.startswith((".", " "))


@given(st.binary(max_size=600))
def test_looking_at_any_bytes_never_fails(content: bytes) -> None:
    for opening in (b"", b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"), b"\0\0\0\x18ftypmif1", b"RIFF"):
        files.sniff(opening + content)
