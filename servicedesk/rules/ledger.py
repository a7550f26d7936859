"""Ledgers (台账): which lists can be downloaded as a table, with which columns, and for whom.

Every list shows what its page shows. Columns and their order are chosen for each recipient; what is shown
where nobody has chosen stands here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from servicedesk.rules.access import CALLING_ROLES, CONCERNED_ROLES, DESK_ROLES, HANDLING_ROLES, STAFF_ROLES
from servicedesk.rules.figure_question import FIGURE_FIELDS
from servicedesk.rules.reading_filters import LOG_READERS
from servicedesk.rules.refusals import Invalid, NotFound, invalid
from servicedesk.rules.requests import DECIDING_ROLES
from servicedesk.rules.text import Text, text
from servicedesk.rules.ticket_filters import NAMES

FORMATS = ("xlsx", "csv")
MOST_ROWS = 20_000
"""In one file; it says so when a list is longer."""
LONGEST_NAME = 40
"""Of a recipient."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and what its cells are: `text number moment day`."""

    name: str
    heading: Text
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Ledger:
    """A list that can be downloaded: its columns, what it is narrowed to in an address, who reads it."""

    name: str
    title: Text
    columns: Sequence[Column]
    shown: Sequence[str]
    """Names of the columns that stand in it where nobody has chosen."""
    filters: Sequence[str]
    readers: frozenset[str]


_STATE = text("State")


def _columns(kind: str, /, **headings: Text) -> Mapping[str, Column]:
    return {name: Column(name, heading, kind) for name, heading in headings.items()}


_COLUMNS: Mapping[str, Column] = {
    **_columns(
        "text",
        number=text("Number"), title=text("Matter"), description=text("Description"),
        enterprise=text("Enterprise"), credit_code=text("Credit code"), contact_name=text("Contact person"),
        contact_phone=text("Phone"), kind=text("Kind"), category=text("Category"), strand=text("Strand"),
        channel=text("Channel"), external_ref=text("Reference of the hotline or partner"), state=_STATE,
        lead=text("Lead department"), urgent=text("Urgent"), confidential=text("Confidential"),
        limit=text("Limit that counts now"), card=text("Card"), handler=text("In charge"),
        role=text("Leads or assists"), share_state=text("State of the part"), result=text("Result"),
        solved=text("Solved?"), satisfaction=text("Satisfaction"), comment=text("What the enterprise said"),
        reason=text("Reason"), outcome=text("Outcome"), instruction=text("Instruction"),
        department=text("Department"), by=text("Instructed by"), instruction_state=_STATE,
        report=text("Report"), told=text("Last feedback"), whistle=text("Whistle"),
        whistle_kind=text("Kind of whistle"), whistle_state=_STATE, subject=text("About what"),
        call=text("Call"), how=text("How"), person=text("Who came"), rank=text("Position"),
        finding=text("Finding"), commitment=text("Commitment"), officer=text("Handed over by"),
        reader=text("Read by"), username=text("User name"), what=text("What was read"),
        address=text("Page or interface"), request=text("What is asked for"), request_state=_STATE,
        asked_by=text("Asked by"), for_enterprise=text("For the enterprise"), decided_by=text("Decided by"),
        decision=text("Words to the decision"), answer=text("Who decides, or what came of it"),
        recorded=text("Recorded from paper"),
    ),
    **_columns(
        "number",
        cycle=text("Time around"), tries=text("Calls in vain"), round=text("Rounds"),
        missed=text("Promised moments missed"), grade=text("Grade"),
    ),
    **_columns(
        "moment",
        submitted_at=text("Submitted"), accepted_at=text("Accepted"), dispatched_at=text("Dispatched"),
        reached_at=text("Result told"), closed_at=text("Ended"), due_at=text("Due"),
        handed_at=text("Handed to the department"), signed_at=text("Signed"),
        contacted_at=text("First contact"), result_at=text("Result submitted"),
        withdrawn_at=text("Withdrawn"), since=text("Since"), at=text("Instructed on"),
        reported_at=text("Reported"), approved_at=text("Tracked since"), told_at=text("Told on"),
        blown_at=text("Blown"), came_at=text("Reported in"), handed_over_at=text("Handed over"),
        asked_at=text("Asked on"), decide_by=text("To be decided by"), decided_at=text("Decided on"),
        read_at=text("When"), counted_at=text("Counted on"), stopped_at=text("Done"),
    ),
    **_columns("day", due_on=text("To be reported by")),
}  # fmt: skip
_ZONE = STAFF_ROLES - {"admin"}
_MATTER = "number title enterprise"
_MATTERS = (
    f"{_MATTER} kind category lead state urgent submitted_at limit due_at",
    "description credit_code contact_name contact_phone strand channel external_ref confidential cycle "
    "accepted_at dispatched_at reached_at closed_at card",
)


def _ledger(
    name: str, title: Text, shown: str, further: str, filters: Sequence[str], readers: frozenset[str]
) -> Ledger:
    columns = [_COLUMNS[column] for column in f"{shown} {further}".split()]
    return Ledger(name, title, columns, tuple(shown.split()), tuple(filters), readers)


LEDGERS: Mapping[str, Ledger] = {
    ledger.name: ledger
    for ledger in (
        _ledger("matters", text("Matters"), *_MATTERS, NAMES, _ZONE),
        _ledger("queue", text("Matters of a queue"), *_MATTERS, ["queue"], DESK_ROLES | {"supervisor"}),
        _ledger("overdue", text("Overdue matters"), *_MATTERS, [], _ZONE),
        _ledger(
            "department", text("Matters of the department"),
            f"{_MATTER} kind category share_state role handler handed_at limit due_at",
            "description contact_name contact_phone state urgent signed_at contacted_at result_at "
            "closed_at card",
            ["queue"], HANDLING_ROLES,
        ),
        _ledger(
            "callbacks", text("Callbacks"),
            f"{_MATTER} lead result reached_at tries due_at",
            "kind category contact_name contact_phone solved satisfaction comment", ["list"], CALLING_ROLES,
        ),
        _ledger(
            "withdrawals", text("Withdrawals that are asked about"),
            f"{_MATTER} lead withdrawn_at reason outcome", "kind category submitted_at",
            ["list"], frozenset({"supervisor", "leader"}),
        ),
        _ledger(
            "supervision", text("Under supervision"),
            f"card {_MATTER} state limit due_at since handler", "lead urgent submitted_at",
            ["department"], CONCERNED_ROLES,
        ),
        _ledger(
            "instructions", text("Instructions"),
            "number title instruction department by at due_on instruction_state reported_at report",
            "state", ["list", "department"], CONCERNED_ROLES,
        ),
        _ledger(
            "tracking", text("Tracking ledger"),
            f"{_MATTER} lead handler reason approved_at round missed due_at told told_at",
            "category state", ["list", "department", "due"], CONCERNED_ROLES,
        ),
        _ledger(
            "decisions", text("Requests and decisions"),
            "number title request request_state asked_by asked_at reason decide_by decided_by decided_at "
            "decision",
            "enterprise lead urgent due_at for_enterprise answer recorded", ["list", "kind"], DECIDING_ROLES,
        ),
        _ledger(
            "whistles", text("Whistles"),
            "whistle whistle_kind subject whistle_state blown_at department call due_at came_at how person",
            "rank finding commitment grade reason", ["list"], _ZONE,
        ),
        _ledger(
            "handed_over", text("Handed over"), f"{_MATTER} handed_over_at officer", "category",
            [], DESK_ROLES | {"supervisor", "inspector"},
        ),
        _ledger(
            "read_log", text("Read log"), "read_at reader username department what number address", "",
            ["person", "ticket", "from", "to"], LOG_READERS,
        ),
        _ledger(
            "behind", text("What stands behind a figure"),
            f"{_MATTER} department counted_at due_at stopped_at outcome",
            "cycle solved satisfaction", [field.name for field in FIGURE_FIELDS], _ZONE,
        ),
        _ledger(
            "own", text("My matters"), "number title kind category state submitted_at due_at closed_at", "",
            ["show"], frozenset({"enterprise"}),
        ),
    )
}  # fmt: skip


def find_ledger(name: str) -> Ledger:
    """The ledger of this name; raises NotFound."""
    if name not in LEDGERS:
        raise NotFound
    return LEDGERS[name]


def ordered(ledger: Ledger, names: Sequence[str]) -> list[Column]:
    """The columns of these names in this order. Raises Invalid where there is none, or one is not known."""
    known = {column.name: column for column in ledger.columns}
    if not names:
        raise invalid("columns", text("Please choose at least one column."))
    if not known.keys() >= set(names) or len(set(names)) < len(names):
        raise invalid("columns", text("Please choose from the columns of this list."))
    return [known[name] for name in names]


def still_known(ledger: Ledger, names: Sequence[str]) -> list[str]:
    """Of the names of a stored choice those that the ledger still has; all that are shown where none is."""
    known = {column.name for column in ledger.columns}
    return [name for name in dict.fromkeys(names) if name in known] or list(ledger.shown)


def moved(names: Sequence[str], deed: str, name: str) -> list[str]:
    """The columns after one step: `up`, `down`, `add` (at the end) or `remove`; what cannot move stays."""
    found = [one for one in names if one != name]
    if deed == "remove":
        return found
    if deed == "add" or name not in names:
        return [*found, name]
    place = max(0, list(names).index(name) + {"up": -1, "down": 1}.get(deed, 0))
    return [*found[:place], name, *found[place:]]


def check_choice(ledger: Ledger, columns: Sequence[str], form: str, recipient: str) -> None:
    """Raises Invalid for what cannot be kept as a choice."""
    errors: dict[str, list[Text]] = {}
    try:
        ordered(ledger, columns)
    except Invalid as wrong:
        errors |= wrong.errors
    if form not in FORMATS:
        errors["format"] = [text("Please choose Excel or CSV.")]
    if len(recipient) > LONGEST_NAME:
        errors["recipient"] = [text("At most %(number)s signs, please.", number=LONGEST_NAME)]
    if errors:
        raise Invalid(errors)
