"""A report as a tree: title, paragraphs, tables with their real numbers, charts as data.

Words are Text and the like as long as the tree is composed, and plain sentences of one language once it was
said (`documents.speaking`); what makes bytes of it never asks where its numbers come from.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from servicedesk.rules.periods import Period
from servicedesk.rules.text import Listed, Named, Text

REPORT_KINDS = ("daily", "weekly", "circular", "half_year")
"""日报, 周报, 通报, 半年工作总结."""
LANGUAGES_OF_REPORTS = ("zh", "en")
FORMATS_OF_REPORTS = ("docx", "xlsx", "md", "csv")
ColumnKind = Literal["text", "number", "change", "rate", "mean", "points", "moment", "day"]
Words = Text | Named | Listed | Period | str
Say = Callable[[object], str]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure in a table, with its base: a share or a mean, as its column says."""

    numerator: int
    denominator: int


Cell = Words | int | Ratio | date | datetime | None
"""None: nothing was due, nothing is known; printed as a dash."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and what its cells are. `points` are hundredths of a percent point."""

    heading: Words
    kind: ColumnKind = "text"

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers, which stand right."""
        return self.kind in ("number", "change", "rate", "mean", "points")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. Its `key` stays the same from one making to the next, so that a person's words stay too.

    `changed`: a person wrote it, and what would stand there otherwise has changed since.
    """

    key: str
    words: Words
    edited: bool = False
    changed: bool = False
    type: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    words: Words
    type: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; the first column names the rows."""

    key: str
    caption: Words
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    type: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of numbers that also stand in a table: bars for groups, a line for what follows in time.

    Its `key` is that of the table, with `-picture` behind. `ratio`: the values are shares of one.
    """

    key: str
    caption: Words
    shape: Literal["bar", "line"]
    labels: Sequence[Words]
    series: Sequence[tuple[Words, Sequence[float | None]]]
    ratio: bool = True
    type: Literal["chart"] = "chart"

    @property
    def table(self) -> str:
        """The key of the table in which its numbers stand."""
        return self.key.removesuffix("-picture")


@dataclass(frozen=True, slots=True)
class Note:
    """What has to be known to read the numbers, in small print."""

    words: Words
    type: Literal["note"] = "note"


Block = Paragraph | Heading | Table | Chart | Note


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of a report; an annex stands on a page of its own after the signature."""

    key: str
    heading: Words
    blocks: Sequence[Block]
    annex: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report.

    `number_form` is how its document number is written, with `{year}` and `{serial}`; `number` is empty until
    it is issued.
    """

    kind: str
    period: str
    first: date
    last: date
    as_of: datetime
    language: str
    title: Words
    opening: Sequence[Block]
    sections: Sequence[Section]
    issuer: Words
    signed_on: date | str
    number_form: Words
    number: str = ""

    @property
    def annexes(self) -> Sequence[Section]:
        """The sections that stand after the signature."""
        return [section for section in self.sections if section.annex]

    def blocks(self) -> Sequence[Block]:
        """All of them in the order in which they are read."""
        return [*self.opening, *(block for section in self.sections for block in section.blocks)]

    def numbered(self, year: int, serial: int) -> "Document":
        """The same under its number, once it was said."""
        return replace(self, number=str(self.number_form).format(year=year, serial=serial))

    def with_blocks(self, change: Callable[[Block], Block]) -> "Document":
        """The same with every block changed."""
        return replace(
            self,
            opening=[change(block) for block in self.opening],
            sections=[
                replace(section, blocks=[change(block) for block in section.blocks])
                for section in self.sections
            ],
        )


def said(document: Document, say: Say) -> Document:
    """The document with all its words in one language."""

    def cell(value: Cell) -> Cell:
        return say(value) if isinstance(value, Text | Named | Listed | Period) else value

    def block(one: Block) -> Block:
        match one:
            case Table():
                columns = [replace(column, heading=say(column.heading)) for column in one.columns]
                rows = [[cell(value) for value in row] for row in one.rows]
                return replace(one, caption=say(one.caption), columns=columns, rows=rows)
            case Chart():
                series = [(say(name), values) for name, values in one.series]
                labels = [say(label) for label in one.labels]
                return replace(one, caption=say(one.caption), labels=labels, series=series)
        return replace(one, words=say(one.words))

    spoken = document.with_blocks(block)
    return replace(
        spoken,
        title=say(document.title),
        issuer=say(document.issuer),
        number_form=say(document.number_form),
        signed_on=say(document.signed_on),
        sections=[replace(section, heading=say(section.heading)) for section in spoken.sections],
    )
