"""Reports as files, each opened again by its own library."""

import io
from zoneinfo import ZoneInfo

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from flask import Flask
from openpyxl.chart import LineChart

from servicedesk.documents.formats import FORMATS, written
from servicedesk.documents.speaking import spoken
from servicedesk.rules.report import FORMATS_OF_REPORTS, Document
from servicedesk.rules.report_plan import compose
from tests.rules.report_facts import facts

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def circular(app: Flask) -> Document:
    with app.app_context():
        return spoken(compose(facts(), ZONE))


pytestmark = pytest.mark.database("sqlite")


def test_every_format_has_its_writer() -> None:
    assert tuple(FORMATS) == FORMATS_OF_REPORTS


def test_word_has_the_layout_of_official_documents(circular: Document) -> None:
    word = docx.Document(io.BytesIO(written(circular, "docx", ZONE)))
    page = word.sections[0]
    millimetres = [
        round(length / Mm(1))
        for length in (
            page.page_width,
            page.page_height,
            page.top_margin,
            page.left_margin,
            page.page_width - page.left_margin - page.right_margin,
            page.page_height - page.top_margin - page.bottom_margin,
        )
    ]
    assert millimetres == [210, 297, 37, 28, 156, 225]
    styles = word.styles
    sizes = {name: styles[name].font.size for name in ("Title", "Body Text", "Heading 1")}
    assert sizes == {"Title": Pt(22), "Body Text": Pt(16), "Heading 1": Pt(16)}
    fonts = {name: styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) for name in sizes}
    assert fonts == {"Title": "方正小标宋简体", "Body Text": "仿宋_GB2312", "Heading 1": "黑体"}
    lines = page.page_height - page.top_margin - page.bottom_margin
    assert int(lines / styles["Body Text"].paragraph_format.line_spacing) == 22
    assert word.paragraphs[0].text == "2026年11月企业服务保障情况通报"
    assert [one.text for one in word.paragraphs if one.style.name == "Heading 1"][:2] == [
        "一、诉求受理情况",
        "二、时限落实情况",
    ]
    assert "PAGE" in page.footer._element.xml
    assert "PAGE" in page.even_page_footer._element.xml
    fonts_known = next(
        relation.target_part.blob.decode()
        for relation in word.part.rels.values()
        if relation.reltype.endswith("/fontTable")
    )
    assert '<w:altName w:val="仿宋"/>' in fonts_known


def test_words_tables_repeat_their_heads_and_print_shares_with_their_base(circular: Document) -> None:
    word = docx.Document(io.BytesIO(written(circular, "docx", ZONE)))
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in word.tables)
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    assert {"99.33% (597/601)", "75.42% (1715/2274)", "—"} <= cells


def test_a_workbook_holds_numbers_real_tables_and_native_charts(circular: Document) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(circular, "xlsx", ZONE)))
    sheet = book["本期主要指标"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=3)}
    share = rows["按时办结率"]
    assert (share[1].number_format, share[2].value, share[3].value) == ("0.00%", 597, 601)
    assert share[1].value == pytest.approx(597 / 601)
    assert rows["满意率"][1].value is None
    assert all(one.tables for one in book.worksheets[1:])
    kinds = [type(chart).__name__ for one in book.worksheets for chart in one._charts]
    assert kinds == ["LineChart", "BarChart"]
    (line,) = (chart for one in book.worksheets for chart in one._charts if isinstance(chart, LineChart))
    assert not any(series.smooth for series in line.series)


@pytest.mark.parametrize("format_", ["md", "csv"])
def test_texts_are_read_as_texts(circular: Document, format_: str) -> None:
    content = written(circular, format_, ZONE).decode("utf-8-sig")
    assert "99.33%" in content
    assert "\n=HYPERLINK" not in content
    assert ",=HYPERLINK" not in content
    assert content.startswith("# 2026年11月" if format_ == "md" else "诉求性质情况")


def test_a_title_that_looks_like_a_formula_is_none(circular: Document) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(circular, "xlsx", ZONE)))
    cell = book["超时未办结事项"]["B3"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
