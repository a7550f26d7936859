"""The layout of official documents (GB/T 9704-2012) as Word writes it: page, fonts, page numbers.

A4 with 37 mm above and 28 mm at the left of a text area of 156 × 225 mm; 22 lines of 28 characters in 3号
(16 pt), which is a line every 28.95 pt; the title in 2号 (22 pt).
"""

from collections.abc import Mapping
from typing import Any

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TEXT_WIDTH = Mm(156)
LINE = Pt(28.95)
CLOSER = -5
"""Twentieths of a point by which characters of 16 pt stand closer, so that 28 of them fill a line."""
TITLE, BODY, HEI, KAI, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
ALTERNATIVES: Mapping[str, str] = {
    TITLE: "华文中宋", BODY: "仿宋", KAI: "楷体", HEI: "SimHei", SONG: "SimSun",
}  # fmt: skip
"""What a machine takes that has not the font itself."""
SIZE_2, SIZE_3, SIZE_4, SIZE_5 = Pt(22), Pt(16), Pt(14), Pt(10.5)
"""二号, 三号, 四号, 五号."""


def lay_out(word: Word) -> None:
    """Set page, styles and page numbers of a new document."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.right_margin, section.bottom_margin = Mm(210 - 28 - 156), Mm(297 - 37 - 225)
    # The page number stands 7 mm below the text.
    section.footer_distance = Mm(24)
    _fonts(word)
    _style(word, "Normal", BODY, SIZE_3)
    _style(word, "Title", TITLE, SIZE_2, align=WD_ALIGN_PARAGRAPH.CENTER)
    _style(word, "Heading 1", HEI, SIZE_3, indent=2)
    _style(word, "Heading 2", KAI, SIZE_3, indent=2)
    _style(word, "Body Text", BODY, SIZE_3, indent=2)
    _style(word, "Caption", HEI, SIZE_4, align=WD_ALIGN_PARAGRAPH.CENTER)
    _style(word, "Report Note", KAI, SIZE_4, indent=2)
    _style(word, "Report Cell", SONG, SIZE_5, line=Pt(15))
    _style(word, "Report Number", KAI, SIZE_3, align=WD_ALIGN_PARAGRAPH.CENTER)
    _page_numbers(word)


def _style(
    word: Word,
    name: str,
    font: str,
    size: Pt,
    *,
    indent: int = 0,
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT,
    line: Pt = LINE,
) -> None:
    known = [style.name for style in word.styles]
    style: Any = word.styles[name] if name in known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.size, style.font.name = size, LATIN
    style.font.bold = style.font.italic = False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in [*fonts.attrib]:
        del fonts.attrib[attribute]
    for script, family in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", font), ("cs", LATIN)):
        fonts.set(qn(f"w:{script}"), family)
    if size == SIZE_3:
        _space(style.element.rPr, CLOSER)
    _black(style)
    form = style.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, line
    form.alignment = align
    form.first_line_indent = indent * size if indent else None
    if indent:
        # By characters, as Word counts them in Chinese; the points are for other programs.
        style.element.pPr.ind.set(qn("w:firstLineChars"), str(indent * 100))


def _space(properties: Any, twentieths: int) -> None:
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(twentieths))
    # In the order that the schema asks for: before the size.
    properties.find(qn("w:sz")).addprevious(spacing)


def _black(style: Any) -> None:
    """Templates colour their headings; official documents do not."""
    colour = style.element.rPr.find(qn("w:color"))
    if colour is not None:
        style.element.rPr.remove(colour)
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        style.element.pPr.remove(borders)


def _page_numbers(word: Word) -> None:
    """— 1 — in 4号 宋体, at the right of odd pages and the left of even ones, one character from the edge."""
    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    sides = ((section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT))
    for footer, side in sides:
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = SIZE_4
        for part in ("— ", "PAGE", " —"):
            run = paragraph.add_run("" if part == "PAGE" else part)
            run.font.size, run.font.name = SIZE_4, SONG
            run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), SONG)
            if part == "PAGE":
                _field(run, part)


def _field(run: Any, instruction: str, shown: str = "1") -> None:
    """What Word reckons; `shown` stands there until it does."""
    for kind, words in (
        ("begin", ""),
        ("w:instrText", instruction),
        ("separate", ""),
        ("w:t", shown),
        ("end", ""),
    ):
        element = OxmlElement(kind if words else "w:fldChar")
        if words:
            element.text = words
        else:
            element.set(qn("w:fldCharType"), kind)
        run._element.append(element)


def sequence(paragraph: Any, name: str, number: int) -> None:
    """A number that Word counts: of tables, so that a list of them can be made."""
    _field(paragraph.add_run(), f" SEQ {name} \\* ARABIC ", str(number))


def _fonts(word: Word) -> None:
    """Name in the font table what takes the place of each font that a machine may lack."""
    part = next(
        (
            relation.target_part
            for relation in word.part.rels.values()
            if relation.reltype.endswith("/fontTable")
        ),
        None,
    )
    if part is None:
        return
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in ALTERNATIVES.items()
    )
    part._blob = part.blob.replace(b"</w:fonts>", f"{entries}</w:fonts>".encode())
