"""A report as DOCX in the layout of official documents."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement

from servicedesk.documents.numbering import numbered, subheading_number
from servicedesk.documents.official import SIZE_3, TEXT_WIDTH, lay_out, sequence
from servicedesk.documents.tables import printable
from servicedesk.rules.report import Block, Document, Heading, Note, Paragraph, Section, Table
from servicedesk.rules.report_numbers import with_base

WEIGHTS = {"text": 3, "rate": 3, "moment": 3, "day": 2}
"""How wide a column is beside the others; numbers take 1."""
ANNEX, TABLE = {"zh": "附件", "en": "Annex"}, {"zh": "表", "en": "Table "}


def report_docx(document: Document, zone: ZoneInfo) -> bytes:
    """The whole report."""
    file = BytesIO()
    _Writer(document, zone).written().save(file)
    return file.getvalue()


class _Writer:
    """Writes one document from top to bottom."""

    def __init__(self, document: Document, zone: ZoneInfo) -> None:
        self._document, self._zone = document, zone
        self._word: Any = docx.Document()
        self._tables = 0
        lay_out(self._word)

    def written(self) -> Any:
        document = self._document
        self._say(str(document.title), "Title")
        if document.number:
            self._say(document.number, "Report Number")
        self._say("", "Normal")
        self._blocks(document.opening)
        for number, section in numbered(document):
            self._section(section, number)
        self._sign()
        for section in document.annexes:
            self._annex(section)
        properties = self._word.core_properties
        properties.title, properties.author = str(document.title), str(document.issuer)
        properties.comments = ""
        return self._word

    def _section(self, section: Section, number: str) -> None:
        self._say(f"{number}{section.heading}", "Heading 1")
        self._blocks(section.blocks)

    def _annex(self, section: Section) -> None:
        first = self._say(ANNEX[self._document.language], "Heading 1")
        first.paragraph_format.page_break_before = True
        first.paragraph_format.first_line_indent = 0
        heading = self._say(str(section.heading), "Title")
        heading.paragraph_format.space_after = SIZE_3
        self._blocks(section.blocks)

    def _blocks(self, blocks: Sequence[Block]) -> None:
        headings = 0
        for block in blocks:
            match block:
                case Paragraph():
                    for line in str(block.words).splitlines() or [""]:
                        self._say(line, "Body Text")
                case Heading():
                    headings += 1
                    number = subheading_number(headings, self._document.language)
                    self._say(f"{number}{block.words}", "Heading 2")
                case Note():
                    self._say(str(block.words), "Report Note")
                case Table():
                    self._table(block)

    def _sign(self) -> None:
        self._say("", "Normal")
        for words in (str(self._document.issuer), str(self._document.signed_on)):
            line = self._say(words, "Normal")
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            # The date stands four characters from the right edge.
            line.paragraph_format.right_indent = 4 * SIZE_3
            line.paragraph_format.keep_together = True

    def _table(self, table: Table) -> None:
        caption = self._say(TABLE[self._document.language], "Caption")
        self._tables += 1
        sequence(caption, "Table", self._tables)
        caption.add_run(f"  {printable(str(table.caption))}")
        caption.paragraph_format.keep_with_next = True
        grid = self._word.add_table(rows=1, cols=len(table.columns))
        grid.style, grid.alignment, grid.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        self._row(grid.rows[0], [str(column.heading) for column in table.columns], heads=True)
        _repeat(grid.rows[0])
        for row in table.rows:
            words = [
                with_base(cell, column.kind, self._zone)
                for cell, column in zip(row, table.columns, strict=True)
            ]
            self._row(grid.add_row(), words, right=[column.is_number for column in table.columns])
        _set_widths(grid, table)
        after = self._say("", "Report Cell")
        after.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE

    def _row(
        self, row: Any, words: Sequence[str], *, heads: bool = False, right: Sequence[bool] = ()
    ) -> None:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for place, (cell, said) in enumerate(zip(row.cells, words, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.style = "Report Cell"
            run = paragraph.add_run(printable(said))
            run.bold = heads or None
            if heads:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                paragraph.paragraph_format.keep_with_next = True
            elif right and right[place]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _say(self, words: str, style: str) -> Any:
        return self._word.add_paragraph(printable(words), style=style)


def _repeat(row: Any) -> None:
    """The heads stand on every page that the table reaches."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _set_widths(grid: Any, table: Table) -> None:
    weights = [WEIGHTS.get(column.kind, 2) for column in table.columns]
    for place, weight in enumerate(weights):
        width = int(TEXT_WIDTH * weight / sum(weights))
        for cell in grid.columns[place].cells:
            cell.width = width
