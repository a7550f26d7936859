"""How sections and headings are numbered (GB/T 9704-2012, 7.3.3): 一、 and （一）, or 1. and (1)."""

from collections.abc import Iterator

from servicedesk.rules.report import Document, Section

_DIGITS = "零一二三四五六七八九"


def numbered(document: Document) -> Iterator[tuple[str, Section]]:
    """The sections before the signature, each with its number; annexes have none."""
    sections = (section for section in document.sections if not section.annex)
    for place, section in enumerate(sections, 1):
        yield heading_number(place, document.language), section


def heading_number(place: int, language: str) -> str:
    """Of a section: 一、; 1."""
    return f"{_chinese(place)}、" if language == "zh" else f"{place}. "


def subheading_number(place: int, language: str) -> str:
    """Of a heading inside a section: （一）; (1)."""
    return f"（{_chinese(place)}）" if language == "zh" else f"({place}) "


def _chinese(number: int) -> str:
    """From 1 to 99."""
    tens, ones = divmod(number, 10)
    begin = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return begin + (_DIGITS[ones] if ones or not tens else "")
