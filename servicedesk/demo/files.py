"""Small files that come with some of the demo's matters: pictures, papers, lists; all made here."""

import random
import struct
import zlib
from contextlib import ExitStack

from servicedesk.demo.plan import Spec
from servicedesk.demo.records import Attachment
from servicedesk.operations.stored_files import keeping
from servicedesk.rules.files import check_file

# Of the latest matters, so that those who look at the demo come across them.
LATEST = 120
WITH_FILES = 0.2


def give_files(rng: random.Random, specs: list[Spec], last_id: int, storage: ExitStack) -> list[Spec]:
    """The plan, with files for some of the latest matters; they go again when `storage` ends in an error."""
    found = specs[:-LATEST] if len(specs) > LATEST else []
    for spec in specs[-LATEST:]:
        if rng.random() < WITH_FILES:
            made = [_attachment(rng, n, storage) for n in range(rng.choice((1, 1, 2)))]
            for attachment in made:
                last_id += 1
                attachment.id = last_id
            spec = _with(spec, made)
        found.append(spec)
    return found


def _with(spec: Spec, attachments: list[Attachment]) -> Spec:
    return Spec(
        spec.place, spec.number, spec.submitted_at, spec.seed, spec.wish, spec.aim, tuple(attachments)
    )


def _attachment(rng: random.Random, place: int, storage: ExitStack) -> Attachment:
    name, content = (_picture, _paper, _list)[(rng.randrange(3) + place) % 3](rng)
    file = check_file(content, name)
    return Attachment(
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        storage_key=storage.enter_context(keeping(content)),
    )


def _picture(rng: random.Random) -> tuple[str, bytes]:
    """A photo in large squares, as if it were too dark to see much."""
    width, height, square = 320, 240, 40
    tones = [
        [bytes(rng.randrange(60, 200) for _ in range(3)) for _ in range(width // square)]
        for _ in range(height // square)
    ]
    lines = b"".join(
        b"\0" + b"".join(tone * square for tone in tones[line // square]) for line in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return f"现场照片{rng.randrange(1, 9)}.png", b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def _paper(rng: random.Random) -> tuple[str, bytes]:
    """One page with a few lines."""
    lines = ("Application form (sample)", f"No. {rng.randrange(10**8):08d}", "Made for the demo")
    drawn = "BT /F1 16 Tf 72 760 Td 28 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    return "申请表.pdf", (written + end + f"startxref\n{len(written)}\n%%EOF\n").encode("ascii")


def _list(rng: random.Random) -> tuple[str, bytes]:
    """A list of papers."""
    lines = [
        "材料清单",
        "",
        *(f"{n}. 附件{n},共 {rng.randrange(1, 12)} 页" for n in range(1, rng.randrange(3, 7))),
    ]
    return "材料清单.txt", "\n".join(lines).encode()
