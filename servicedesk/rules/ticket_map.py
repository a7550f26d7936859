"""The map of an import: from which column of an office's file each field of a past ticket comes, and how.

A map is JSON: `source` (the name of the system, which with each row's own reference identifies a ticket),
`timezone`, `dates` (formats of `strptime`, or `iso`), perhaps `encoding`, `delimiter` and `sheet`, and
`fields`. Each field is one of

    {"value": "request"}                                        the same for every row
    {"column": "type", "values": {…}, "otherwise": "1503"}      a cell, perhaps translated
    {"column": "open_dt", "dates": ["%d.%m.%Y"], "time": "17:30"}   a moment
    {"columns": ["reason", "type"], "join": " · "}              several cells
    {"lines": {"Agency": "department"}}                         a line for each cell that is not empty

`docs/import/README.md` tells it to whoever writes one.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from servicedesk.rules.refusals import Invalid
from servicedesk.rules.text import Text, text
from servicedesk.rules.workflow import CHANNELS, KINDS

OPEN, CLOSED, REFUSED, WITHDRAWN = "open", "closed", "refused", "withdrawn"
STATES = (OPEN, CLOSED, REFUSED, WITHDRAWN)
"""What a past ticket may have come to."""
YES, NO = "yes", "no"
NEEDED = ("reference", "title", "kind", "category", "submitted_at")
WORDS = (
    "reference", "title", "description", "result", "enterprise", "credit_code", "contact_name",
    "contact_phone", "contact_email",
)  # fmt: skip
CODES = ("kind", "category", "channel", "state", "department", "about_department", "urgent", "confidential")
MOMENTS = ("submitted_at", "dispatched_at", "result_at", "closed_at", "due_at")
FIELDS = (*WORDS, *CODES, *MOMENTS)
ENCODINGS = ("utf-8", "gb18030")
LONGEST_SOURCE = 40
_CODES_OF = {"kind": KINDS, "channel": CHANNELS, "state": STATES}
_OF_MAP = frozenset({"source", "about", "timezone", "dates", "encoding", "delimiter", "sheet", "fields"})
_OF_FIELD = frozenset(
    {"value", "column", "columns", "join", "lines", "values", "otherwise", "dates", "time"}
)  # fmt: skip
# A limit that is a date alone lasts until the end of that day.
_LAST_SECOND, _MIDNIGHT = time(23, 59, 59), time()


@dataclass(frozen=True)
class Known:
    """What there is to be named: codes by themselves and by the Chinese name."""

    categories: Mapping[str, str]
    """Open ones of the second level."""
    departments: Mapping[str, str]
    """Open ones."""

    def code(self, field: str, given: str) -> str | None:
        """The code that is meant in this field; None: there is no such one."""
        match field:
            case "category":
                return self.categories.get(given)
            case "department" | "about_department":
                return self.departments.get(given)
            case "kind" | "channel" | "state":
                return given if given in _CODES_OF[field] else None
        return given if given in (YES, NO) else None


@dataclass(frozen=True)
class Entry:
    """Where one field comes from."""

    fixed: str | None = None
    columns: tuple[str, ...] = ()
    join: str = " "
    labels: tuple[str, ...] = ()
    """Of the columns, where each has a line of its own."""
    values: Mapping[str, str] | None = None
    """Codes by what stands in the cell."""
    otherwise: str | None = None
    """The code of what the table does not name."""
    dates: tuple[str, ...] = ()
    time: time = _MIDNIGHT
    """The hour of a date that has none."""


@dataclass(frozen=True)
class TicketMap:
    """A map that was checked."""

    source: str
    zone: ZoneInfo
    encoding: str | None
    """None: whichever of ENCODINGS fits."""
    delimiter: str
    sheet: str | None
    """Of an Excel file; None: the first."""
    entries: Mapping[str, Entry]
    known: Known


def read_map(spec: object, known: Known) -> TicketMap:
    """The map of a JSON value; raises Invalid for `map`, with a sentence for each entry that is wrong."""
    if not isinstance(spec, dict):
        raise Invalid({"map": [text("The map must be a JSON object.")]})
    if unwritable := _unwritable(spec):
        raise Invalid({"map": [unwritable]})
    reader = _Reader(known)
    found = reader.map(spec)
    if reader.wrong or found is None:
        raise Invalid({"map": reader.wrong})
    return found


def _unwritable(spec: Mapping[str, Any]) -> Text | None:
    """What Python reads as JSON, but neither a database nor a page can write."""
    try:
        json.dumps(spec, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError as wrong:
        sign = f"\\u{ord(wrong.object[wrong.start]):04x}"
        return text("The map holds half of a surrogate pair (%(sign)s), which is no character.", sign=sign)
    except ValueError:
        return text("The map holds a number that JSON does not know (NaN or Infinity).")
    return None


class _Reader:
    """Reads a map and keeps what is wrong with it, entry by entry."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.wrong: list[Text] = []

    def map(self, spec: Mapping[str, Any]) -> TicketMap | None:
        self._strangers("", spec, _OF_MAP)
        source = self._words("source", spec.get("source"), longest=LONGEST_SOURCE)
        zone = self._zone(spec.get("timezone"))
        dates = self._dates("dates", spec.get("dates", ["iso"]))
        encoding = spec.get("encoding")
        if encoding is not None and encoding not in ENCODINGS:
            self._say("encoding", text("must be one of %(choices)s", choices=", ".join(ENCODINGS)))
        delimiter = spec.get("delimiter", ",")
        if not isinstance(delimiter, str) or len(delimiter) != 1:
            self._say("delimiter", text("must be one character"))
        fields = spec.get("fields")
        if not isinstance(fields, dict):
            self._say("fields", text("must be an object"))
            return None
        entries = dict(self._entries(fields, dates))
        if zone is None or not source:
            return None
        sheet = self._words("sheet", spec["sheet"]) if spec.get("sheet") is not None else None
        return TicketMap(source, zone, encoding, delimiter, sheet, entries, self._known)

    def _entries(self, fields: Mapping[str, Any], dates: tuple[str, ...]) -> Iterator[tuple[str, Entry]]:
        self._strangers("fields.", fields, frozenset(FIELDS))
        for name in NEEDED:
            if name not in fields:
                self._say(f"fields.{name}", text("is missing"))
        if "state" not in fields and "closed_at" not in fields:
            self._say("fields.state", text("is missing, and so is closed_at: what has ended is not known"))
        for name in FIELDS:
            if name in fields and (entry := self._entry(name, fields[name], dates)):
                yield name, entry

    def _entry(self, name: str, spec: object, dates: tuple[str, ...]) -> Entry | None:
        place = f"fields.{name}"
        if not isinstance(spec, dict):
            self._say(place, text("must be an object"))
            return None
        self._strangers(f"{place}.", spec, _OF_FIELD)
        ways = [way for way in ("value", "column", "columns", "lines") if way in spec]
        if len(ways) != 1:
            self._say(place, text("needs exactly one of value, column, columns and lines"))
            return None
        if ways == ["value"]:
            return self._fixed(name, spec["value"])
        labels, columns = self._columns(place, ways[0], spec[ways[0]])
        if len(columns) != 1 and name not in WORDS:
            self._say(place, text("is read from one column alone"))
        own_dates = self._dates(f"{place}.dates", spec["dates"]) if "dates" in spec else dates
        return Entry(
            columns=columns,
            join=str(spec.get("join", " ")),
            labels=labels,
            values=self._table(name, spec),
            otherwise=self._code(f"{place}.otherwise", name, spec.get("otherwise")),
            dates=own_dates if name in MOMENTS else (),
            time=self._time(place, name, spec.get("time")),
        )

    def _fixed(self, name: str, value: object) -> Entry:
        place = f"fields.{name}.value"
        if name in MOMENTS or name == "reference":
            self._say(place, text("cannot be the same for every row"))
        if name in CODES:
            return Entry(fixed=self._code(place, name, value))
        return Entry(fixed=self._words(place, value))

    def _columns(self, place: str, way: str, given: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Labels, where there are any, and columns."""
        if way == "column":
            return (), (self._words(f"{place}.column", given),)
        listed = list(given.items()) if isinstance(given, dict) else None
        if way == "columns" and isinstance(given, list) and given:
            return (), tuple(self._words(f"{place}.columns", one) for one in given)
        if way == "lines" and listed:
            return tuple(str(label) for label, _ in listed), tuple(
                self._words(f"{place}.lines.{label}", one) for label, one in listed
            )
        self._say(f"{place}.{way}", text("must name columns"))
        return (), ()

    def _table(self, name: str, spec: Mapping[str, Any]) -> Mapping[str, str] | None:
        if "values" not in spec:
            return None
        place, values = f"fields.{name}.values", spec["values"]
        if name not in CODES or not isinstance(values, dict):
            self._say(place, text("is a table from cells to codes, for fields that hold a code"))
            return None
        found = {str(cell).strip(): self._code(f"{place}.{cell}", name, one) for cell, one in values.items()}
        return {cell: code for cell, code in found.items() if code is not None}

    def _code(self, place: str, name: str, given: object) -> str | None:
        """The code; what leads to no department is an empty one."""
        if given is None:
            return None
        if given == "" and name in ("department", "about_department"):
            return ""
        found = self._known.code(name, given) if isinstance(given, str) and name in CODES else None
        if found is None:
            self._say(place, text("“%(value)s” is none of ours", value=str(given)))
        return found

    def _dates(self, place: str, given: object) -> tuple[str, ...]:
        listed = given if isinstance(given, list) else [given]
        for one in listed:
            if one != "iso" and not _is_format(one):
                self._say(place, text("“%(value)s” is no format of dates", value=str(one)))
        return tuple(str(one) for one in listed)

    def _time(self, place: str, name: str, given: object) -> time:
        if given is None:
            return _LAST_SECOND if name == "due_at" else _MIDNIGHT
        try:
            return time.fromisoformat(str(given))
        except ValueError:
            self._say(f"{place}.time", text("must be an hour such as 17:30"))
            return _MIDNIGHT

    def _zone(self, given: object) -> ZoneInfo | None:
        try:
            if isinstance(given, str) and given:
                return ZoneInfo(given)
        except (ValueError, LookupError, OSError):
            pass
        self._say("timezone", text("“%(value)s” is no time zone such as Asia/Shanghai", value=str(given)))
        return None

    def _words(self, place: str, given: object, longest: int = 200) -> str:
        if not isinstance(given, str) or not 0 < len(given.strip()) <= longest or "\0" in given:
            self._say(place, text("must be words, at most %(most)s characters", most=longest))
            return ""
        return given.strip()

    def _strangers(self, place: str, spec: Mapping[str, Any], known: frozenset[str]) -> None:
        for name in spec:
            if name not in known:
                self._say(f"{place}{name}", text("is not an entry of a map"))

    def _say(self, place: str, sentence: Text) -> None:
        self.wrong.append(text("Entry %(entry)s: %(sentence)s.", entry=place, sentence=sentence))


def _is_format(given: object) -> bool:
    """Whether it reads what it writes, and a year, a month and a day are in it."""
    sample = datetime(2014, 11, 23, 17, 30, 59, tzinfo=UTC)
    try:
        written = sample.strftime(str(given))
        return datetime.strptime(written, str(given)).replace(tzinfo=UTC).date() == sample.date()
    except (ValueError, re.error):
        # `re.error`: a part of the date stands in it twice.
        return False


def missing_columns(map_: TicketMap, columns: Sequence[str]) -> list[Text]:
    """A sentence for each entry whose columns the file does not have."""
    there = set(columns)
    return [
        text("Entry %(entry)s: %(sentence)s.", entry=f"fields.{name}", sentence=text(
            "the file has no column “%(column)s”", column=column
        ))
        for name, entry in map_.entries.items()
        for column in entry.columns
        if column not in there
    ]  # fmt: skip
