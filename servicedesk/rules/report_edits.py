"""A person's words in a report: kept by the paragraph's key when the report is made again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from servicedesk.rules.report import Block, Document, Paragraph


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
