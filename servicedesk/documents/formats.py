"""The formats in which a report is fetched."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from servicedesk.documents.docx import report_docx
from servicedesk.documents.markdown import markdown
from servicedesk.documents.report_tables import report_csv, report_xlsx
from servicedesk.rules.report import Document

Writer = Callable[[Document, ZoneInfo], bytes]
_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Format:
    """A format, how it is called among media, and who writes it."""

    media_type: str
    write: Writer


FORMATS: Mapping[str, Format] = {
    "docx": Format(f"{_OFFICE}.wordprocessingml.document", report_docx),
    "xlsx": Format(f"{_OFFICE}.spreadsheetml.sheet", report_xlsx),
    "md": Format("text/markdown; charset=utf-8", markdown),
    "csv": Format("text/csv; charset=utf-8", report_csv),
}


def written(document: Document, format_: str, zone: ZoneInfo) -> bytes:
    """The file's bytes; raises KeyError for an unknown format. Needs the app's context."""
    return FORMATS[format_].write(document, zone)
