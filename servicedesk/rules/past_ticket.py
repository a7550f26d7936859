"""A past ticket as a map reads it from one row of an office's file, or the reasons why it cannot."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from servicedesk.rules import enterprise as identity
from servicedesk.rules.access import DESK, is_misconduct, only_lead
from servicedesk.rules.fields import LONGEST_LINE, tidy
from servicedesk.rules.text import Text, text
from servicedesk.rules.ticket_map import CLOSED, CODES, MOMENTS, OPEN, WORDS, YES, Entry, TicketMap

Cell = str | datetime
"""Excel files hold moments as such."""
FIRST_YEAR = 2000
"""Policies hold from then on, and a ticket that is taken up again needs one."""
LONGEST = {"contact_name": 100, "contact_phone": 20, "contact_email": 254, "enterprise": 100}
LONGEST_DESCRIPTION = 20_000
ONE_LINE = frozenset(WORDS) - {"description", "result"}


class Wrong(Exception):
    """A row cannot be taken, for these reasons."""

    def __init__(self, *reasons: Text) -> None:
        super().__init__("; ".join(map(str, reasons)))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class PastTicket:
    """What a row says. Moments are in UTC; what it does not say is empty or None."""

    reference: str
    title: str
    description: str
    result: str
    enterprise: str
    credit_code: str
    contact_name: str
    contact_phone: str
    contact_email: str
    kind: str
    category: str
    channel: str
    state: str
    department: str
    about_department: str
    urgent: bool
    confidential: bool
    submitted_at: datetime
    dispatched_at: datetime | None
    result_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None

    @property
    def stopped_at(self) -> datetime | None:
        """When its limit stopped: with the result, or else with its closing."""
        return self.result_at or self.closed_at

    def digest(self) -> str:
        """SHA-256 over all of it: another one is another content."""
        return hashlib.sha256(orjson.dumps(asdict(self), option=orjson.OPT_SORT_KEYS)).hexdigest()


class RowReader:
    """Reads rows by a map. `now`: nothing past lies after it."""

    def __init__(self, map_: TicketMap, now: datetime) -> None:
        self._map, self._now = map_, now

    def read(self, row: Mapping[str, Cell]) -> PastTicket:
        """What the row says; raises Wrong with every reason against it."""
        reasons: list[Text] = []
        words = {name: self._each(reasons, name, row, _words) for name in WORDS}
        codes = {name: self._each(reasons, name, row, self._code) for name in CODES}
        moments = {name: self._each(reasons, name, row, self._moment) for name in MOMENTS}
        if not reasons:
            reasons += _unlikely(codes, moments, self._now)
        if reasons:
            raise Wrong(*reasons)
        return _ticket(words, codes, moments)

    def _each(self, reasons: list[Text], name: str, row: Mapping[str, Cell], read: "_Read") -> object:
        entry = self._map.entries.get(name)
        if entry is None:
            return None
        try:
            return read(name, entry, row)
        except Wrong as wrong:
            reasons.extend(wrong.reasons)
            return None

    def _moment(self, name: str, entry: Entry, row: Mapping[str, Cell]) -> datetime | None:
        cell = row[entry.columns[0]]
        if not cell:
            if name == "submitted_at":
                raise _empty(entry)
            return None
        for form in entry.dates:
            try:
                if isinstance(cell, datetime):
                    found = _with_hour(cell, entry.time, has_hour=cell.time() != time())
                    return _in_utc(found, self._map.zone)
                return _in_utc(_read_date(cell, form, entry.time), self._map.zone)
            except (ValueError, OverflowError):
                continue
        where = _where(entry, str(cell))
        raise Wrong(text("“%(value)s” in column “%(column)s” is no date as the map writes it.", **where))

    def _code(self, name: str, entry: Entry, row: Mapping[str, Cell]) -> str | None:
        if entry.fixed is not None:
            return entry.fixed
        cell = str(row[entry.columns[0]]).strip()
        found = self._map.known.code(name, cell) if entry.values is None else entry.values.get(cell)
        if found is not None:
            return found
        if entry.otherwise is not None:
            return entry.otherwise
        if not cell and name not in ("kind", "category", "state"):
            return None
        raise Wrong(
            text("The map does not translate “%(value)s” in column “%(column)s”.", **_where(entry, cell))
        )


_Read = Callable[[str, Entry, Mapping[str, Cell]], object]


def _words(name: str, entry: Entry, row: Mapping[str, Cell]) -> str:
    if entry.fixed is not None:
        return entry.fixed
    cells = [tidy(str(row[column])) for column in entry.columns]
    if entry.labels:
        lines = (f"{label}: {cell}" for label, cell in zip(entry.labels, cells, strict=True) if cell)
        found = tidy("\n".join(lines))
    else:
        # What the map puts between them is tidied too: databases hold no zero character.
        found = tidy(entry.join.join(cell for cell in cells if cell))
    if name in ONE_LINE:
        found = " ".join(found.split())
    if not found and name in ("reference", "title"):
        raise _empty(entry)
    if name == "reference" and len(found) > LONGEST_LINE:
        raise _too_long(entry, LONGEST_LINE)
    if len(found) > LONGEST.get(name, LONGEST_DESCRIPTION):
        raise _too_long(entry, LONGEST.get(name, LONGEST_DESCRIPTION))
    return _known_form(name, found)


def _known_form(name: str, found: str) -> str:
    """A credit code is checked; telephones that cannot be read stay as they were written."""
    try:
        if name == "credit_code" and found:
            return identity.credit_code(found)
        if name == "contact_phone" and found:
            return identity.phone(found)
    except identity.NotAccepted as refused:
        if name == "credit_code":
            raise Wrong(refused.sentence) from None
    return found


def _read_date(cell: str, form: str, hour: time) -> datetime:
    if form == "iso":
        return _with_hour(datetime.fromisoformat(cell), hour, has_hour=len(cell) > len("2014-11-23"))
    found = datetime.strptime(cell, form)  # noqa: DTZ007 - the zone is the map's
    return _with_hour(found, hour, has_hour=any(sign in form for sign in ("%H", "%I", "%T", "%X", "%c")))


def _with_hour(found: datetime, hour: time, *, has_hour: bool) -> datetime:
    return found if has_hour else datetime.combine(found.date(), hour, found.tzinfo)


def _in_utc(found: datetime, zone: ZoneInfo) -> datetime:
    aware = found if found.tzinfo else found.replace(tzinfo=zone)
    return aware.astimezone(UTC).replace(microsecond=0)


def _unlikely(codes: Mapping[str, object], moments: Mapping[str, object], now: datetime) -> list[Text]:
    """What cannot be true of a past ticket."""
    found = []
    order = [at for name in MOMENTS[:4] if isinstance(at := moments[name], datetime)]
    due, state = moments["due_at"], _state(codes, moments)
    if order[0].year < FIRST_YEAR:
        found.append(text("It is from before %(year)s.", year=FIRST_YEAR))
    if order[-1] > now:
        found.append(text("It lies in the future."))
    if order != sorted(order):
        found.append(text("Its moments are not in the order submitted, dispatched, result, closed."))
    if isinstance(due, datetime) and due < order[0]:
        found.append(text("Its limit lies before the moment at which it was submitted."))
    if state == OPEN and (moments["closed_at"] or moments["result_at"]):
        found.append(text("It is open and has a result or a closing moment."))
    if state != OPEN and not (moments["closed_at"] or moments["result_at"]):
        found.append(text("It has ended, but when is not said."))
    if is_misconduct(str(codes["kind"]), str(codes["category"])):
        found.append(text("Clues of misconduct are not imported; they belong to the inspector's office."))
    lead = codes["department"]
    if state == OPEN and codes["confidential"] == YES and lead and lead != DESK:
        # Rule 12; no file has a text that was written for a department's eyes.
        found.append(
            text(
                "It is open and confidential: a department gets it only with a hand-over text, which the "
                "desk writes. Please leave its department empty, so that it waits to be dispatched."
            )
        )
    return found + _wrong_lead(lead, codes["about_department"], state)


def _wrong_lead(lead: object, about: object, state: str) -> list[Text]:
    """Who cannot lead a complaint about an office (rule 13); who led what has ended is a fact."""
    if not lead or not about:
        return []
    if lead == about:
        return [text("The department that is complained of cannot have led it.")]
    only = only_lead(str(about), about_leader=False)
    if state != OPEN or lead == only:
        return []
    if only == DESK:
        return [text("It is open and about the supervisor's office: only the desk leads it, or nobody yet.")]
    return [text("It is open and about an office: only the supervisor's office leads it, or nobody yet.")]


def _state(codes: Mapping[str, object], moments: Mapping[str, object]) -> str:
    return str(codes["state"] or (CLOSED if moments["closed_at"] else OPEN))


def _ticket(
    words: Mapping[str, object], codes: Mapping[str, object], moments: Mapping[str, object]
) -> PastTicket:
    values: dict[str, Any] = {name: value or "" for name, value in {**words, **codes}.items()}
    values |= {name: codes[name] == YES for name in ("urgent", "confidential")}
    state = _state(codes, moments)
    ended = moments["closed_at"] or (moments["result_at"] if state != OPEN else None)
    values |= {**moments, "closed_at": ended, "state": state, "channel": codes["channel"] or "phone"}
    title = values["title"]
    if len(title) > LONGEST_LINE:
        # The whole of it stands in the description.
        values["description"] = "\n".join(part for part in (title, values["description"]) if part)
        values["title"] = title[: LONGEST_LINE - 1] + "…"
    return PastTicket(**values)


def _where(entry: Entry, cell: str) -> dict[str, str]:
    return {"value": cell[:60], "column": entry.columns[0]}


def _empty(entry: Entry) -> Wrong:
    return Wrong(text("Column “%(column)s” is empty.", column=", ".join(entry.columns)))


def _too_long(entry: Entry, most: int) -> Wrong:
    column = ", ".join(entry.columns)
    return Wrong(text("Column “%(column)s” has more than %(most)s characters.", column=column, most=most))
