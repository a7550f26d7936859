"""What an office's file of a yearly notice says, line by line: JSON, or lines of a date and a word.

`{"year": 2027, "off": ["2027-01-01", "2027-02-05..2027-02-11"], "work": ["2027-01-03"]}`, or

    # 2027
    2027-01-01,off
    2027-02-05..2027-02-11,休,春节
    2027-01-03,班

Here only the form is read; `rules.notice_file` decides whether the days make sense.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from servicedesk.rules.calendar_spec import shown
from servicedesk.rules.text import Text, text

OFF, WORK = "off", "work"
WORDS: Mapping[str, str] = {
    **dict.fromkeys(("off", "休", "休息", "放假"), OFF),
    **dict.fromkeys(("work", "班", "上班", "补班"), WORK),
}
LONGEST_RANGE = 31
"""Days; the longest holiday ever was ten."""

_DATE = r"[0-9]{4}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|年[0-9]{1,2}月)[0-9]{1,2}日?"
_RANGE = re.compile(rf"({_DATE})(?:\s*(?:\.\.|~|至)\s*({_DATE}))?")
# What follows the word is a remark: the holiday's name, for instance.
_ROW = re.compile(rf"({_RANGE.pattern})(?:\s*[,;]\s*|\s+)([^\s,;]+)(?:[\s,;].*)?")
_SPACE = re.compile(r"[,;\s]")
_YEAR_LINE = re.compile(r"(?:year|年|年份)\s*[,;: \t]\s*([0-9]{4})[,;\s]*", re.IGNORECASE)
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')


class WrongLine(ValueError):
    """What cannot be read; `sentence` says why, and where."""

    def __init__(self, number: int, sentence: Text) -> None:
        self.number = number
        self.sentence = text("Line %(number)s: %(reason)s", number=number, reason=sentence)
        super().__init__(str(self.sentence))


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """A day, what it is (OFF or WORK), and the line that says so."""

    line: int
    day: date
    kind: str


@dataclass(frozen=True, slots=True)
class NoticeLines:
    """All days in the order of the file, and what could not be read."""

    year: int | None
    """Where the file says it."""
    days: Sequence[NoticeDay]
    wrong: Sequence[WrongLine]


def read_lines(content: str) -> NoticeLines:
    """The days of a file; never raises."""
    # Chinese keyboards give wide commas and digits.
    content = unicodedata.normalize("NFKC", content)
    reader = _Reader()
    if content.lstrip().startswith(("{", "[")):
        reader.read_json(content)
    else:
        reader.read_rows(content)
    return NoticeLines(reader.year, reader.days, reader.wrong)


class _Reader:
    def __init__(self) -> None:
        self.year: int | None = None
        self.days: list[NoticeDay] = []
        self.wrong: list[WrongLine] = []

    def read_rows(self, content: str) -> None:
        rows = [(n, line.partition("#")[0].replace('"', "").strip()) for n, line in _numbered(content)]
        filled = [(number, words) for number, words in rows if words]
        # The table programs of offices write a heading over the columns.
        if filled and not re.search(r"[0-9]", filled[0][1]):
            filled = filled[1:]
        for number, words in filled:
            with self._noting():
                self._row(number, words)

    def read_json(self, content: str) -> None:
        with self._noting():
            written = _json(content)
            strings = _strings(content)
            for name, value in written.items():
                line = _line_of(strings, name, 1)
                with self._noting():
                    self._entry(line, name, value, strings)

    def _entry(self, line: int, name: str, value: object, strings: "_Strings") -> None:
        if name == "year":
            self._says_year(line, value)
            return
        if name not in (OFF, WORK) or not isinstance(value, list):
            raise WrongLine(line, text("only 'year' and lists of dates, 'off' and 'work', are known."))
        for one in value:
            line = _line_of(strings, one, line)
            with self._noting():
                self._add(line, one, name)

    def _row(self, number: int, words: str) -> None:
        if said := _YEAR_LINE.fullmatch(words):
            self._says_year(number, said[1])
            return
        match = _ROW.fullmatch(words)
        if match is None:
            first, *rest = _SPACE.split(words, maxsplit=1)
            if rest and not _RANGE.match(first):
                raise WrongLine(number, _no_date(first))
            raise WrongLine(number, text("a date and a word are needed, such as 2027-01-01,off."))
        kind = WORDS.get(match[4].lower())
        if kind is None:
            raise WrongLine(number, text("%(word)s is neither off nor work.", word=shown(match[4])))
        self._add(number, match[1], kind)

    def _says_year(self, line: int, written: object) -> None:
        if not re.fullmatch(r"[0-9]{4}", str(written)):
            raise WrongLine(line, text("%(year)s is not a year like 2026.", year=shown(written)))
        if self.year not in (None, int(str(written))):
            raise WrongLine(line, text("the file says another year above."))
        self.year = int(str(written))

    def _add(self, line: int, written: object, kind: str) -> None:
        self.days += [NoticeDay(line, day, kind) for day in _days(line, written)]

    @contextmanager
    def _noting(self) -> Iterator[None]:
        try:
            yield
        except WrongLine as wrong:
            self.wrong.append(wrong)


def _numbered(content: str) -> Iterator[tuple[int, str]]:
    return enumerate(content.split("\n"), 1)


def _json(content: str) -> dict[str, Any]:
    try:
        written = json.loads(content, object_pairs_hook=_no_name_twice)
    except json.JSONDecodeError as error:
        raise WrongLine(error.lineno, text("this is not JSON.")) from None
    except RecursionError:
        raise WrongLine(1, text("this is not JSON.")) from None
    if not isinstance(written, dict):
        raise WrongLine(1, text("only 'year' and lists of dates, 'off' and 'work', are known."))
    return written


def _days(line: int, written: object) -> Iterator[date]:
    match = _RANGE.fullmatch(written.strip()) if isinstance(written, str) else None
    if match is None:
        raise WrongLine(line, _no_date(written))
    first, last = _date(line, match[1]), _date(line, match[2] or match[1])
    if last < first:
        raise WrongLine(line, text("the range ends before it begins."))
    if (last - first).days >= LONGEST_RANGE:
        raise WrongLine(line, text("the range is longer than %(most)s days.", most=LONGEST_RANGE))
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _date(line: int, written: str) -> date:
    try:
        year, month, day = (int(part) for part in re.findall(r"[0-9]+", written))
        return date(year, month, day)
    except ValueError:
        raise WrongLine(line, text("there is no day %(date)s.", date=written)) from None


def _no_date(written: object) -> Text:
    return text("%(date)s is not a date like 2026-10-01.", date=shown(written))


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        raise WrongLine(1, text("the file names 'year', 'off' or 'work' twice."))
    return dict(pairs)


_Strings = Iterator[tuple[int, str]]


def _strings(content: str) -> _Strings:
    """Every string of a JSON text with its line, in order."""
    line, end = 1, 0
    for match in _STRING.finditer(content):
        line += content.count("\n", end, match.start())
        end = match.start()
        yield line, json.loads(match[0])


def _line_of(strings: _Strings, wanted: object, otherwise: int) -> int:
    """The line of the next string that reads so; what is no string stands where its list does."""
    if not isinstance(wanted, str):
        return otherwise
    return next((line for line, found in strings if found == wanted), otherwise)
