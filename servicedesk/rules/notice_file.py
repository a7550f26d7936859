"""A yearly notice from an office's file: every mistake is named with its line, and then nothing is taken."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from servicedesk.rules.holiday_notice import HolidayNotice, may_name
from servicedesk.rules.notice_lines import OFF, WORK, NoticeDay, NoticeLines, WrongLine, read_lines
from servicedesk.rules.open_years import FIRST_YEAR
from servicedesk.rules.refusals import Invalid, invalid
from servicedesk.rules.text import Text, text

LARGEST = 100_000
"""Bytes; a notice has some 40 days."""
MOST_SENTENCES = 30
_SATURDAY = 5
# Each year's notice names these; where one is missing, the file may be only a part of it.
_ALWAYS_OFF = ((1, 1), (5, 1), (10, 1))


def read_notice(content: bytes, this_year: int) -> HolidayNotice:
    """The notice that the bytes of a file hold.

    Raises Invalid for `file`, with a sentence for every mistake: not UTF-8, empty, days of another year, a
    day twice or both off and worked, a make-up day that is worked anyway, a year after the next.
    """
    if len(content) > LARGEST:
        raise invalid(
            "file", text("The file is too large for a notice: at most %(most)s KB.", most=LARGEST // 1000)
        )
    try:
        written = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise invalid("file", text("The file is not UTF-8. Please save it as UTF-8 text.")) from None
    lines = read_lines(written)
    if not lines.days and not lines.wrong:
        raise invalid("file", text("The file names no day."))
    year = lines.year or _commonest_year(lines.days)
    wrong = sorted([*lines.wrong, *_wrong_days(year, lines)], key=lambda one: one.number)
    sentences = [*_wrong_year(year, this_year), *(one.sentence for one in wrong)]
    if sentences:
        raise Invalid({"file": _bounded(sentences)})
    return HolidayNotice(year, _kind(lines, OFF), _kind(lines, WORK))


def doubts(notice: HolidayNotice, before: HolidayNotice | None) -> list[Text]:
    """What to look at before a notice is confirmed: it may be only a part, or take back what held.

    A notice always replaces the whole of the one loaded before for its year.
    """
    found = []
    missing = [date(notice.year, *day) for day in _ALWAYS_OFF if date(notice.year, *day) not in notice.off]
    if missing:
        names = ", ".join(day.isoformat() for day in missing)
        found.append(text("Is the notice whole? It does not name these as days off: %(days)s.", days=names))
    dropped = sorted((before.off | before.work) - notice.off - notice.work) if before else []
    if dropped:
        names = ", ".join(day.isoformat() for day in dropped)
        found.append(
            text(
                "The notice loaded before also named these days; they become ordinary: %(days)s.", days=names
            )
        )
    return found


def _commonest_year(days: Sequence[NoticeDay]) -> int:
    """The year that most days are of, so that a single wrong one does not make the others wrong; 0: none."""
    counted = Counter(day.day.year for day in days)
    return max(counted, key=lambda year: (counted[year], year), default=0)


def _wrong_year(year: int, this_year: int) -> Iterator[Text]:
    if not year:
        return
    if year > this_year + 1:
        yield text("A notice for %(year)s cannot exist yet.", year=year)
    if year < FIRST_YEAR:
        yield text(
            "Notices are kept from %(first)s on; this one is for %(year)s.", first=FIRST_YEAR, year=year
        )


def _wrong_days(year: int, lines: NoticeLines) -> Iterator[WrongLine]:
    seen: dict[object, NoticeDay] = {}
    for one in lines.days:
        if reason := _reason(year, one, seen.get(one.day)):
            yield WrongLine(one.line, reason)
        seen.setdefault(one.day, one)


def _reason(year: int, one: NoticeDay, before: NoticeDay | None) -> Text | None:
    day = one.day.isoformat()
    if not may_name(year, one.day):
        return text("%(day)s does not belong into the notice of %(year)s.", day=day, year=year)
    if before and before.kind != one.kind:
        return text("%(day)s is both off and worked (line %(line)s).", day=day, line=before.line)
    if before:
        return text("%(day)s is named twice (line %(line)s).", day=day, line=before.line)
    if one.kind == WORK and one.day.weekday() < _SATURDAY:
        return text("%(day)s is no Saturday or Sunday and is worked anyway.", day=day)
    return None


def _kind(lines: NoticeLines, kind: str) -> frozenset[date]:
    return frozenset(one.day for one in lines.days if one.kind == kind)


def _bounded(sentences: Sequence[Text]) -> list[Text]:
    if len(sentences) <= MOST_SENTENCES:
        return list(sentences)
    more = text("There are %(number)s more mistakes.", number=len(sentences) - MOST_SENTENCES)
    return [*sentences[:MOST_SENTENCES], more]
