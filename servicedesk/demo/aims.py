"""Matters that are open at the present, so that everybody who signs in finds some of their own to do.

Each stands at a chosen place for a chosen time: fresh, near its limit, past it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from servicedesk.demo import words
from servicedesk.demo.matter import Wish
from servicedesk.demo.routes import Moves

TO_SIGN = ["accept", "dispatch"]
WORKING = [*TO_SIGN, "sign"]
CONTACTED = [*WORKING, "contact"]
IN_PROGRESS = [*CONTACTED, "progress"]
IN_REVIEW = [*CONTACTED, "submit"]
IN_CALLBACK = [*IN_REVIEW, "pass_review"]
SENT_BACK = [*CONTACTED, "submit_thin", "send_back"]
DISCONTENT = [*IN_CALLBACK, "judge_bad"]
REDONE = [*DISCONTENT, "redo"]
REDO_SIGNED = [*REDONE, "sign", "contact"]
WANTED_AGAIN = [*IN_CALLBACK, "call_good", "ask_reopen"]
CALLED_ONCE = [*IN_CALLBACK, "call_in_vain"]
CALLED_TWICE = [*CALLED_ONCE, "call_in_vain"]

# What these kinds come to, the desk reviews.
REVIEWED = ("request", "service", "complaint", "suggestion")

HOURS = float
DAY: HOURS = 7.0
# Working hours since dispatching, seen in the late afternoon, after which a limit of five working days (which
# ends with the fifth day) is far, ends tomorrow, ends today, ended yesterday, ended long ago.
FAR, NEAR, TODAY, LATE, VERY_LATE = 1.2 * DAY, 4.8 * DAY, 5.55 * DAY, 6.5 * DAY, 9 * DAY


@dataclass(frozen=True)
class Aim:
    """Where a matter is to stand, and for how many working hours it has stood there already."""

    wish: Wish
    moves: Moves
    idle: HOURS = 0.7
    handler: str | None = None
    since_dispatch: HOURS | None = None
    """Instead of `idle`: how long ago it was dispatched."""


def aims(most: int) -> list[Aim]:
    """The open matters of the demo, the more important ones first; at most so many."""
    parts = (_of_departments(), _of_enterprises(), _at_the_desk(), _elsewhere())
    rounds = max(map(len, parts))
    # A little of each, so that a small demo has something for everybody as well.
    mixed = [part[n] for n in range(rounds) for part in parts if n < len(part)]
    return mixed[:most]


def _plain(category: str, **more: object) -> Wish:
    wish = Wish(category, kinds=REVIEWED, urgent=False, sensitive=False, plain=True)
    return replace(wish, **more)  # type: ignore[arg-type]


def _of_departments() -> list[Aim]:
    named = (
        (
            "handler",
            "jfj.zhou",
            ("0103", "0102", "0901", "0104", "0902", "0105", "0903", "0904", "0103"),
        ),
        (
            "handler2",
            "rsj.lin",
            ("0701", "0703", "0801", "0705", "0702", "0802", "0704", "0706", "0803"),
        ),
        (
            "handler3",
            "jsj.luo",
            ("0303", "0304", "0301", "0302", "0305", "0306", "0303", "0304", "0305"),
        ),
    )
    stages: Sequence[tuple[Moves, HOURS, HOURS | None]] = (
        (TO_SIGN, 0.8, None),
        (IN_PROGRESS, 0, NEAR),
        (CONTACTED, 0, FAR),
        (IN_REVIEW, 1.5, None),
        (IN_PROGRESS, 0, LATE),
        (WORKING, 1.2, None),
        (TO_SIGN, 3.4, None),
        (IN_CALLBACK, 3.0, None),
        (SENT_BACK, 2.0, None),
    )
    found = []
    for place, (moves, idle, since) in enumerate(stages):
        for handler, colleague, categories in named:
            # One in four is a colleague's, so that the head has more than one name to look at.
            who = colleague if place % 4 == 3 else handler
            found.append(Aim(_plain(categories[place]), moves, idle, who, since))
    # What happens seldom, so that the zone's figures stay those of a zone that works.
    found.append(Aim(_plain("0102"), REDO_SIGNED, 5.0, "handler"))
    found.append(Aim(_plain("0301"), IN_PROGRESS, 0, "handler3", VERY_LATE))
    return found


def _of_enterprises() -> list[Aim]:
    first, second = (e.credit_code for e in words.enterprises()[:2])
    return [
        Aim(_plain("0502", enterprise=first, channel="web"), IN_CALLBACK, 4.0),
        Aim(_plain("0104", enterprise=first, channel="web"), WANTED_AGAIN, 5.5),
        Aim(_plain("0603", enterprise=first, channel="web"), ["ask_info"], 5.0),
        Aim(_plain("1203", enterprise=first, channel="web"), [], 0.4),
        Aim(_plain("0703", enterprise=first, channel="web"), IN_PROGRESS, 2 * DAY),
        Aim(_plain("1002", enterprise=first, channel="web"), ["accept"], 0.5),
        Aim(_plain("0201", enterprise=first, channel="web"), IN_REVIEW, 2.0),
        Aim(_plain("1204", enterprise=first, channel="phone"), TO_SIGN, 1.0),
        Aim(_plain("0601", enterprise=second, channel="web"), IN_CALLBACK, 2.0),
        Aim(_plain("1304", enterprise=second, channel="web"), [], 0.8),
        Aim(_plain("0104", enterprise=second, channel="web"), CONTACTED, DAY),
        Aim(_plain("0705", enterprise=second, channel="web"), ["ask_info"], DAY),
    ]


def _at_the_desk() -> list[Aim]:
    return [
        Aim(Wish("0501", urgent=True, sensitive=False), [], 0.05),
        Aim(_plain("1205", channel="web"), [], 1.8),
        Aim(_plain("0404", channel="web"), ["accept"], 1.7),
        Aim(_plain("0204"), [*CONTACTED, "submit"], 0.9 * DAY),
        Aim(_plain("0602"), DISCONTENT, 1.0),
        Aim(Wish("1406", sensitive=True, channel="web"), ["hand_to_inspector"], 1.2),
        Aim(Wish("1402", sensitive=True), TO_SIGN, 2.0),
        Aim(_plain("1003", channel="web"), [], 2.9),
        Aim(_plain("0606"), CALLED_ONCE, 3.0),
        Aim(_plain("1203"), WANTED_AGAIN, 1.0),
        Aim(_plain("0203"), ["ask_info"], 6 * DAY),
        Aim(Wish("1403", sensitive=True), ["accept"], 1.1),
        Aim(Wish("1201", confidential=True, urgent=False, channel="web"), [], 0.6),
        Aim(_plain("0505", channel="hotline"), ["accept"], 0.4),
        Aim(Wish("1403", about_desk=True, channel="web"), [], 1.0),
        Aim(_plain("1302"), IN_REVIEW, 1.3 * DAY),
        Aim(Wish("1406", sensitive=True, channel="web"), [], 0.9),
        Aim(_plain("0405"), CALLED_TWICE, 2.0),
        Aim(Wish("1502", kinds=("praise",)), [], 0.5),
        Aim(_plain("0503", channel="walk_in"), [], 0.2),
        Aim(Wish("1403", about_desk=True, channel="web"), ["accept"], 2.0),
        Aim(Wish("1403", sensitive=True, about_leader=True, channel="web"), ["accept"], 1.5),
        Aim(_plain("0401"), ["ask_info", "give_info"], 0.3),
    ]


def _elsewhere() -> list[Aim]:
    return [
        Aim(Wish("0504", urgent=True, sensitive=False), TO_SIGN, 0.05),
        # Confidential ones, of which the department has the desk's text alone.
        Aim(_plain("0104", confidential=True), WORKING, 2.0, "handler"),
        Aim(_plain("1206"), IN_PROGRESS, since_dispatch=TODAY),
        Aim(_plain("0303", confidential=True), [*WORKING, "relay_contact"], 3.0, "handler3"),
        Aim(_plain("0401"), IN_PROGRESS, since_dispatch=VERY_LATE),
        Aim(_plain("0604"), TO_SIGN, 5.0),
        Aim(_plain("0605"), CONTACTED, since_dispatch=TODAY),
        Aim(_plain("0202"), WORKING, 7.5),
        Aim(_plain("1303"), CONTACTED, since_dispatch=FAR),
        Aim(_plain("1004"), IN_PROGRESS, since_dispatch=TODAY),
        Aim(_plain("1102"), CONTACTED, 1.5 * DAY),
        Aim(Wish("1401", kinds=("complaint",), sensitive=False), WORKING, 2.0),
        Aim(Wish("0501", urgent=True, sensitive=False), [*WORKING, "contact"], 0.5),
    ]
