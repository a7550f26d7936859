"""Files packed as one: names for every system, digests that can be checked, a page without references."""

import hashlib
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servicedesk.documents.archives import MANIFEST, pack, page, safe_name

AT = datetime(2026, 11, 23, 10)


def test_the_manifest_lists_what_is_in_the_archive() -> None:
    target, files = BytesIO(), {"a.html": b"<p>", "files/01-b.bin": bytes(3_000_000)}
    packed = pack(((name, BytesIO(content)) for name, content in files.items()), target, AT)
    with ZipFile(target) as archive:
        assert {name: archive.read(name) for name in files} == files
        listed = archive.read(MANIFEST).decode()
    assert [(one.name, one.size) for one in packed] == [(n, len(c)) for n, c in files.items()]
    assert listed == "".join(f"{hashlib.sha256(c).hexdigest()}  {n}\n" for n, c in files.items())


@given(st.integers(1, 500), st.text(max_size=200))
def test_a_name_is_safe_whatever_it_was(number: int, name: str) -> None:
    safe = safe_name(number, name)
    assert safe.startswith(f"{number:02d}-")
    assert len(safe) < 110
    assert safe.isprintable()
    assert not set(safe) & set('/\\:*?"<>|')
    assert not safe.endswith((".", " "))


def test_a_page_refers_to_nothing_outside_itself() -> None:
    whole = page("<A & B>", "zh-CN", ["p { color: #000; }"], "<p>正文</p>").decode()
    assert "&lt;A &amp; B&gt;" in whole
    for style in ("a { background: url(x.png); }", "@import 'x'; ", "</style>"):
        with pytest.raises(ValueError, match="outside"):
            page("", "zh-CN", [style], "")
