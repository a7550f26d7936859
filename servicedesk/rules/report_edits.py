"""A person's words in a report: kept by the paragraph's key when the report is made again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from servicedesk.rules.report import Block, Document, Paragraph, Section

TO_BE_WRITTEN = frozenset({"next"})
"""Keys of the paragraphs that only a person can write; until then they ask for it."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person wrote, and the generated words that it took the place of."""

    text: str
    replaced: str


def with_edits(document: Document, edits: Mapping[str, Edit]) -> Document:
    """The document that was said, with a person's words in it.

    Where the generated words have changed since, the person's stay and the paragraph is marked `changed`.
    """

    def edited(block: Block) -> Block:
        if not isinstance(block, Paragraph) or block.key not in edits:
            return block
        edit = edits[block.key]
        return replace(block, words=edit.text, edited=True, changed=str(block.words) != edit.replaced)

    return document.with_blocks(edited)


def paragraph(document: Document, key: str) -> Paragraph | None:
    """The paragraph of this key."""
    return next(
        (block for block in document.blocks() if isinstance(block, Paragraph) and block.key == key), None
    )


def unwritten(document: Document) -> Sequence[Section]:
    """The sections in which nothing stands but the request to write something."""
    return [section for section in document.sections if section.blocks and all(map(_waits, section.blocks))]


def without_unwritten(document: Document) -> Document:
    """The document as it is issued: a request to its writer is no part of it."""
    left_out = unwritten(document)
    return replace(document, sections=[one for one in document.sections if one not in left_out])


def _waits(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.key in TO_BE_WRITTEN and not block.edited
