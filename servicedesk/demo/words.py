"""Pickers: what people in the demo write, chosen by a given `random.Random`: the same seed, the same words.

The words themselves and their loaders are in `servicedesk.demo.vocabulary`.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from servicedesk import reference
from servicedesk.demo import vocabulary
from servicedesk.demo.vocabulary import (
    PARKS,
    ContactWords,
    EnterpriseWords,
    MatterWords,
    Note,
    Refusable,
    StaffWords,
    enterprises,
    long_matter,
    matters,
    refusables,
    staff,
)

__all__ = [
    "PARKS",
    "ContactWords",
    "EnterpriseWords",
    "InfoPair",
    "MatterWords",
    "Refusable",
    "StaffWords",
    "Written",
    "callback_comment",
    "close_reason",
    "contact_note",
    "desk_note",
    "dispatch_note",
    "done_again",
    "enterprises",
    "info_pair",
    "judge_comment",
    "long_matter",
    "matters",
    "part",
    "pick_enterprise",
    "pick_matter",
    "pick_refusable",
    "progress_note",
    "redo_reason",
    "refusables",
    "reopen_reason",
    "reopening_decision",
    "send_back_reason",
    "spoken_to",
    "staff",
    "thanks",
    "thin_result",
    "unreached_note",
    "unsolved",
    "withdraw_reason",
    "write",
]

# How often a note made for the category is preferred to one that fits everywhere.
_SPECIAL = 0.7


@dataclass(frozen=True, slots=True)
class Written:
    """A matter with all its places filled, as one enterprise sends it."""

    category: str
    kind: str
    title: str
    description: str
    fields: Mapping[str, str | int | float]
    """The category's extra fields; numbers are numbers."""
    urgent: bool
    confidential: bool
    about_department: str | None
    about_leader: bool
    result: str
    """What was done about it (measures), or the answer to the question."""


@dataclass(frozen=True, slots=True)
class InfoPair:
    """What the desk asks for, and what the enterprise then gives."""

    ask: str
    give: str


# Matters ----------------------------------------------------------------------------------------


def pick_matter(
    rng: random.Random, category: str | None = None, kind: str | None = None, on: date | None = None
) -> MatterWords:
    """A matter of this category and kind that makes sense in that month.

    A wish that cannot be met is dropped: first the month, then the kind. Raises LookupError for a category
    that is not of the second level.
    """
    found = matters(category)
    if not found:
        raise LookupError(f"no matters of category {category!r}")
    if kind is not None:
        found = tuple(matter for matter in found if matter.kind == kind) or found
    if on is not None:
        found = tuple(matter for matter in found if not matter.months or on.month in matter.months) or found
    return rng.choice(found)


def pick_enterprise(rng: random.Random, matter: MatterWords) -> EnterpriseWords:
    """An enterprise of a sector that the matter suits."""
    return rng.choice([e for e in enterprises() if not matter.sectors or e.sector in matter.sectors])


def pick_refusable(rng: random.Random) -> Refusable:
    """A matter that will be refused, with reason and legal route."""
    return rng.choice(refusables())


def write(rng: random.Random, matter: MatterWords, enterprise: EnterpriseWords, on: date) -> Written:
    """The matter as this enterprise would write it on that day."""
    places = _places(rng, matter, enterprise, on)
    return Written(
        category=matter.category,
        kind=matter.kind,
        title=matter.title.format_map(places),
        description=matter.description.format_map(places),
        fields={
            code: _value(matter.category, code, text.format_map(places))
            for code, text in matter.fields.items()
        },
        urgent=matter.urgent,
        confidential=matter.confidential,
        about_department=matter.about_department,
        about_leader=matter.about_leader,
        result=matter.result.format_map(places),
    )


def _places(rng: random.Random, matter: MatterWords, enterprise: EnterpriseWords, on: date) -> dict[str, str]:
    share = rng.random()  # one draw for all of a matter's own slots, so that numbers grow together
    return {
        "company": enterprise.name,
        "park": enterprise.park,
        "product": enterprise.products[0],
        "product2": enterprise.products[-1],
        "this_month": f"{on.month}月",
        "next_month": f"{on.month % 12 + 1}月",
        "last_month": f"{(on.month - 2) % 12 + 1}月",
        "year": str(on.year),
        "last_year": str(on.year - 1),
        **{name: rng.choice(values) for name, values in vocabulary.slots().items()},
        **{name: values[int(share * len(values))] for name, values in matter.slots.items()},
    }


def _value(category: str, code: str, text: str) -> str | int | float:
    if (category, code) not in _number_fields():
        return text
    number = float(text)
    return int(number) if number.is_integer() else number


@cache
def _number_fields() -> frozenset[tuple[str, str]]:
    return frozenset((c.code, f.code) for c in reference.categories() for f in c.fields if f.type == "number")


# Notes of work ----------------------------------------------------------------------------------


def contact_note(rng: random.Random, how: str, person: str) -> str:
    """What a handler writes after speaking with `person`; `how` is `phone visit meeting online`."""
    return rng.choice(vocabulary.notes().contact[how]).format(person=person)


def spoken_to(rng: random.Random, contact: ContactWords) -> str:
    """Who was spoken to, as a result names them."""
    return rng.choice(vocabulary.notes().spoken_to).format(name=contact.name, title=contact.title)


def progress_note(rng: random.Random, category: str) -> str:
    """A line on how far the work has come."""
    return _fitting(rng, "progress", category).text


def unsolved(rng: random.Random, category: str, kind: str | None = None) -> str:
    """What a result says when the matter could not, or not wholly, be solved; questions have their own."""
    notes = vocabulary.notes().unsolved
    if kind == "consultation":
        return rng.choice([note for note in notes if kind in note.about]).text
    return _fitting(rng, "unsolved", category).text


def info_pair(rng: random.Random, category: str) -> InfoPair:
    """A question of the desk for facts, and the enterprise's answer to it."""
    note = _fitting(rng, "information", category)
    return InfoPair(note.text, note.give)


def _fitting(rng: random.Random, sort: str, category: str) -> Note:
    special, general = _notes(sort, category)
    return rng.choice(special if special and rng.random() < _SPECIAL else general)


@cache
def _notes(sort: str, category: str) -> tuple[Sequence[Note], Sequence[Note]]:
    """The notes that are made for the category, and those that fit everywhere."""
    notes: Sequence[Note] = getattr(vocabulary.notes(), sort)
    return [note for note in notes if category in note.about], [note for note in notes if "*" in note.about]


# Short texts ------------------------------------------------------------------------------------


def dispatch_note(rng: random.Random) -> str:
    """What the desk asks of the department when it dispatches."""
    return rng.choice(vocabulary.replies("dispatch"))


def desk_note(rng: random.Random) -> str:
    """An internal note of the desk."""
    return rng.choice(vocabulary.replies("desk_notes"))


def thin_result(rng: random.Random) -> str:
    """Measures that say too little and are sent back in review."""
    return rng.choice(vocabulary.replies("thin"))


def done_again(rng: random.Random, result: str) -> str:
    """The measures of a redo: how it was taken up anew, and then the result."""
    return rng.choice(vocabulary.replies("again")) + result


def part(rng: random.Random) -> str:
    """What a department that helps gives to the lead."""
    return rng.choice(vocabulary.replies("part"))


def send_back_reason(rng: random.Random) -> str:
    """What a review finds missing."""
    return rng.choice(vocabulary.replies("send_back"))


def redo_reason(rng: random.Random) -> str:
    """Why a matter is to be done again."""
    return rng.choice(vocabulary.replies("redo"))


def withdraw_reason(rng: random.Random) -> str:
    """Why an enterprise takes its matter back."""
    return rng.choice(vocabulary.replies("withdraw"))


def close_reason(rng: random.Random) -> str:
    """Why an officer closes a matter although the enterprise was not content."""
    return rng.choice(vocabulary.replies("close"))


def reopen_reason(rng: random.Random) -> str:
    """Why an enterprise asks to reopen."""
    return rng.choice(vocabulary.replies("reopen"))


def reopening_decision(rng: random.Random, *, granted: bool) -> str:
    """Why the desk agrees to reopen, or does not."""
    return rng.choice(vocabulary.replies("reopening_granted" if granted else "reopening_refused"))


def thanks(rng: random.Random) -> str:
    """The desk's answer to praise."""
    return rng.choice(vocabulary.replies("thanks"))


def callback_comment(rng: random.Random, satisfaction: int) -> str:
    """What the caller notes, by satisfaction from 1 to 5."""
    return rng.choice(vocabulary.replies("callback", satisfaction))


def unreached_note(rng: random.Random) -> str:
    """What the caller notes when nobody could be reached."""
    return rng.choice(vocabulary.replies("unreached"))


def judge_comment(rng: random.Random, satisfaction: int) -> str:
    """What the enterprise itself writes, by satisfaction from 1 to 5; sometimes nothing."""
    return rng.choice(vocabulary.replies("judgement", satisfaction))
