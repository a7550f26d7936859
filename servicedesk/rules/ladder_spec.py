"""The ladder of a policy as JSON: its steps in the order in which they fall due, and who is told."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from servicedesk.rules.policy import STEPS
from servicedesk.rules.policy_faults import Fault, amount_faults, one_of
from servicedesk.rules.text import text

AUDIENCES = ("handler", "head", "officer", "desk_lead", "leader", "supervisor")
"""Who can be told at a step; `rules.notices` says whom each word means for each clock."""
AFTER_UNITS = ("working_minutes", "natural_minutes", "working_days", "calendar_days")
"""What the time after a limit is counted in."""
_LINE = frozenset({"step", "at_share", "after", "to"})


def ladder_faults(ladder: object) -> Iterator[Fault]:
    """What is wrong with each step, and with their order; fields are `ladder.N.step unit amount to`."""
    if not isinstance(ladder, list):
        yield "ladder", text("This must be a list.")
        return
    sound = []
    for n, line in enumerate(ladder):
        faults = list(_line_faults(f"ladder.{n}", line))
        yield from faults
        sound.append(not faults)
    if all(sound):
        for n, (before, line) in enumerate(pairwise(ladder), 1):
            yield from _order_faults(f"ladder.{n}", before, line)


def _line_faults(field: str, line: object) -> Iterator[Fault]:
    if not isinstance(line, Mapping) or line.keys() - _LINE:
        yield f"{field}.step", text("A step has a name, a moment, and people who are told.")
        return
    yield from one_of(f"{field}.step", line.get("step"), STEPS)
    yield from _when_faults(field, line)
    to = line.get("to")
    if not isinstance(to, list) or not to:
        yield f"{field}.to", text("Please choose who is told.")
    else:
        for one in to:
            yield from one_of(f"{field}.to", one, AUDIENCES)


def _when_faults(field: str, line: Mapping[str, Any]) -> Iterator[Fault]:
    share, after, step = line.get("at_share"), line.get("after"), line.get("step")
    if (share is None) == (after is None):
        yield f"{field}.unit", text("Please say when: at a share of the time, or some time after the limit.")
    elif isinstance(after, Mapping):
        yield from amount_faults(field, after, AFTER_UNITS)
        if after.get("at") is not None:
            yield f"{field}.unit", text("Only a fixed moment has an hour.")
    elif isinstance(share, bool) or not isinstance(share, int | float) or not 0 < share <= 1:
        yield f"{field}.amount", text("A share of the time is more than 0 and at most 100 percent.")
    is_before = after is None and isinstance(share, int | float) and share < 1
    if step == "blue" and not is_before:
        yield f"{field}.step", text("A blue card says that the limit is near; it must come before the limit.")
    if step in ("yellow", "red") and is_before:
        yield f"{field}.step", text("This card says that the limit has passed; it cannot come before it.")


def _order_faults(field: str, before: Mapping[str, Any], line: Mapping[str, Any]) -> Iterator[Fault]:
    if line["step"] == before["step"]:
        yield f"{field}.step", text("This step stands in the ladder already.")
    elif STEPS.index(line["step"]) < STEPS.index(before["step"]):
        yield f"{field}.step", text("A milder step cannot follow a stronger one.")
    earlier, later = before.get("after"), line.get("after")
    if earlier and later and earlier["unit"] != later["unit"]:
        # Which of 8 hours and 1 day is longer depends on the day.
        yield f"{field}.unit", text("Please count all steps after the limit in the same unit.")
    elif not _follows(before, line):
        yield f"{field}.amount", text("This step must come later than the one before it.")


def _follows(before: Mapping[str, Any], line: Mapping[str, Any]) -> bool:
    earlier, later = before.get("after"), line.get("after")
    if earlier and later:
        return bool(later["amount"] > earlier["amount"])
    if earlier or later:
        return bool(later)
    return bool(line["at_share"] > before["at_share"])
