"""Figures on small histories: what counts, when, for whom, and under whose name."""

from collections.abc import Sequence
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy

from servicedesk.models import Person, Ticket
from servicedesk.queries.figures import figures, figures_of_periods, question
from servicedesk.rules.figure_definitions import DEFINITIONS
from servicedesk.rules.figure_question import Asked
from servicedesk.rules.figures import Figure
from servicedesk.rules.periods import parse
from tests.cast import Cast
from tests.factories import RESULT, make_enterprise, submitted
from tests.operations.matters import CONTACT, HAPPY, TEXT, UNHAPPY, ZONE, act, at

# Who does what, and when; a matter is sent on Monday 2 November at 10:00.
Step = tuple[str, str, str] | tuple[str, str, str, dict[str, Any]]
SENT = "11-02 10:00"
DISPATCHED: list[Step] = [
    ("officer", "accept", "11-02 10:30"),
    ("officer", "dispatch", "11-02 11:00", {"lead": "jfj"}),
]
# Four working hours to sign end at 17:00, six to speak with the enterprise the next morning at 10:00.
SIGNED: list[Step] = [*DISPATCHED, ("handler", "sign", "11-02 14:30")]
SPOKEN: list[Step] = [*SIGNED, ("handler", "contact", "11-02 15:00", CONTACT)]
# Five working days end on Monday 9 November at 17:30, for the result and for what was promised.
GIVEN: list[Step] = [*SPOKEN, ("handler", "submit", "11-05 10:00", RESULT)]
REACHED: list[Step] = [*GIVEN, ("officer", "pass_review", "11-05 11:00")]
LATE: list[Step] = [
    *DISPATCHED,
    ("handler", "sign", "11-02 17:05"),
    ("handler", "contact", "11-03 10:01", CONTACT),
    ("handler", "submit", "11-10 09:00", RESULT),
    ("officer", "pass_review", "11-10 10:00"),
]
SENT_BACK_IN_TIME: list[Step] = [
    *GIVEN,
    ("officer", "send_back", "11-05 16:00", {"reason": "请补充说明。"}),
    ("handler", "submit", "11-09 17:00", RESULT),
]
WITHDRAWN: list[Step] = [*DISPATCHED, ("enterprise", "withdraw", "11-10 09:00", {"reason": "已自行解决。"})]
REDONE: list[Step] = [
    *REACHED,
    ("enterprise", "judge", "11-05 12:00", UNHAPPY),
    ("officer", "redo", "11-05 14:00", {"reason": "没有解决。"}),
    ("handler", "finish", "11-05 15:30", RESULT),
    ("officer", "pass_review", "11-06 11:00"),
]
PROMISE, CONTACTED, SIGN, RESOLVE = "promise_kept_rate", "response_rate", "sign_on_time", "resolved_on_time"
STRICT, SOLVED, SATISFIED = "resolved_on_time_strict", "resolution_rate", "satisfaction_rate"
NONE = (0, 0)


def play(cast: Cast, steps: Sequence[Step], **changes: Any) -> Ticket:
    """A matter of `enterprise` with this history."""
    ticket = submitted(cast.enterprise, at(SENT), **changes)
    for who, action, when, *given in steps:
        act(cast, ticket, who, action, at(when), **(given[0] if given else {}))
    return ticket


def asked(as_of: str, by: str | None = None, period: str = "2026-11") -> Asked:
    return Asked(parse(period), by, at(as_of))


def reckon(
    person: Person, as_of: str, by: str | None = None, period: str = "2026-11"
) -> dict[tuple[str, str | None], Figure]:
    """All figures as the person sees them, by name and group."""
    found = figures(question(person.actor(), asked(as_of, by, period), ZONE))
    return {(figure.name, figure.group): figure for figure in found}


def base(figure: Figure) -> tuple[int, int]:
    return figure.numerator, figure.denominator


def test_the_same_question_asked_again_counts_what_has_happened_meanwhile(cast: Cast) -> None:
    ticket = play(cast, GIVEN)
    assert base(reckon(cast.leader, "11-05 10:30")[SATISFIED, None]) == NONE
    act(cast, ticket, "officer", "pass_review", at("11-05 11:00"))
    act(cast, ticket, "enterprise", "judge", at("11-05 12:00"), **HAPPY)
    for as_of, expected in (("11-05 12:30", (1, 1)), ("11-05 11:30", NONE)):
        assert base(reckon(cast.leader, as_of)[SATISFIED, None]) == expected


@pytest.mark.parametrize(
    ("steps", "as_of", "name", "counted"),
    [
        # Met, missed, and on the very second.
        (SIGNED, "11-03 09:00", SIGN, (1, 1)),
        ([*DISPATCHED, ("handler", "sign", "11-02 17:00")], "11-03 09:00", SIGN, (1, 1)),
        (LATE, "11-11 09:00", SIGN, (0, 1)),
        (SPOKEN, "11-03 09:00", CONTACTED, (1, 1)),
        (LATE, "11-11 09:00", CONTACTED, (0, 1)),
        (REACHED, "11-11 09:00", RESOLVE, (1, 1)),
        (REACHED, "11-11 09:00", STRICT, (1, 1)),
        (REACHED, "11-11 09:00", PROMISE, (1, 1)),
        (LATE, "11-11 09:00", RESOLVE, (0, 1)),
        (LATE, "11-11 09:00", STRICT, (0, 1)),
        (LATE, "11-11 09:00", PROMISE, (0, 1)),
        # What runs counts from its limit on, and not before.
        (DISPATCHED, "11-02 16:59", SIGN, NONE),
        (DISPATCHED, "11-02 17:01", SIGN, (0, 1)),
        (SPOKEN, "11-09 17:29", RESOLVE, NONE),
        (SPOKEN, "11-09 17:31", RESOLVE, (0, 1)),
        (SPOKEN, "11-09 17:31", PROMISE, (0, 1)),
        # As of a moment, what happened later has not happened.
        (REACHED, "11-05 09:00", RESOLVE, NONE),
        (LATE, "11-02 17:02", SIGN, (0, 1)),
        (REDONE, "11-05 15:00", SIGN, (1, 1)),
        # In review the result stands still; once it has passed, it counts from the day it was given.
        (GIVEN, "11-20 09:00", RESOLVE, NONE),
        (GIVEN, "11-20 09:00", PROMISE, (0, 1)),
        (SENT_BACK_IN_TIME, "11-20 09:00", RESOLVE, NONE),
        ([*SENT_BACK_IN_TIME, ("officer", "pass_review", "11-10 09:00")], "11-20 09:00", RESOLVE, (1, 1)),
        # What was withdrawn stands in no base, but did as long as it had not been.
        (WITHDRAWN, "11-11 09:00", SIGN, NONE),
        (WITHDRAWN, "11-04 09:00", SIGN, (0, 1)),
        # Each cycle of what is done again counts as its own.
        (REDONE, "11-11 09:00", SIGN, (2, 2)),
        (REDONE, "11-11 09:00", RESOLVE, (2, 2)),
        (REDONE, "11-11 09:00", PROMISE, (2, 2)),
    ],
)
def test_a_clock_counts_once_by_its_stop_or_its_limit(
    cast: Cast, steps: Sequence[Step], as_of: str, name: str, counted: tuple[int, int]
) -> None:
    play(cast, steps)
    assert base(reckon(cast.leader, as_of)[name, None]) == counted


def test_where_nothing_was_due_the_figure_is_empty(cast: Cast) -> None:
    play(cast, REACHED)
    assert all(
        figure.value is None for figure in reckon(cast.leader, "12-24 09:00", period="2026-12").values()
    )


def test_a_clock_counts_on_its_day_in_the_zone(cast: Cast) -> None:
    play(cast, SIGNED)
    counts = [
        reckon(cast.leader, "11-20 09:00", period=f"2026-11-{day:02}")[SIGN, None].denominator
        for day in (1, 2, 3)
    ]
    assert counts == [0, 1, 0]


def test_what_is_left_out_is_named_with_its_number(cast: Cast) -> None:
    play(cast, WITHDRAWN)
    play(cast, REACHED)
    sign = reckon(cast.leader, "11-11 09:00")[SIGN, None]
    assert (base(sign), list(sign.excluded)) == ((1, 1), [("cancelled", 1)])
    earlier = reckon(cast.leader, "11-04 09:00")[SIGN, None]
    assert (base(earlier), list(earlier.excluded)) == ((1, 2), [])


def test_a_promise_is_the_leads(cast: Cast) -> None:
    play(cast, REACHED)
    play(cast, SPOKEN)
    by_department = reckon(cast.leader, "11-20 09:00", "department")
    assert base(by_department[PROMISE, "jfj"]) == (1, 2)
    assert {group for _, group in by_department} == {"jfj"}


def test_a_promise_that_the_desk_kept_itself_has_no_lead(cast: Cast) -> None:
    play(cast, [("officer", "answer", "11-02 10:30", TEXT), ("enterprise", "judge", "11-02 11:00", HAPPY)])
    by_department = reckon(cast.leader, "11-20 09:00", "department")
    assert base(by_department[PROMISE, "none"]) == (1, 1)
    assert base(by_department[SOLVED, "qyfw"]) == (1, 1)


def test_a_confidential_matter_stands_in_the_desks_figures_alone(cast: Cast) -> None:
    play(cast, [("officer", "accept", "11-02 10:30")], confidential=True)
    bases = {
        name: base(reckon(getattr(cast, name), "11-20 09:00")[PROMISE, None])
        for name in ("officer", "desk_lead", "leader", "supervisor", "handler", "inspector", "admin")
    }
    assert bases == {
        "officer": (0, 1),
        "desk_lead": (0, 1),
        "leader": NONE,
        "supervisor": NONE,
        "handler": NONE,
        "inspector": NONE,
        "admin": NONE,
    }


def test_a_department_counts_what_it_has_a_share_in(cast: Cast) -> None:
    play(cast, REACHED)
    assert base(reckon(cast.department_head, "11-20 09:00")[SIGN, None]) == (1, 1)
    assert base(reckon(cast.handler2, "11-20 09:00")[SIGN, None]) == NONE


PARTLY = {"solved": "partly", "satisfaction": 3}
IN_VAIN = {"reached": False}


@pytest.mark.parametrize(
    ("after", "solved", "partly", "satisfied"),
    [
        ([], NONE, None, NONE),
        ([("enterprise", "judge", "11-06 09:00", HAPPY)], (1, 1), 0, (1, 1)),
        ([("enterprise", "judge", "11-06 09:00", PARTLY)], (0, 1), 1, (1, 1)),
        ([("enterprise", "judge", "11-06 09:00", UNHAPPY)], (0, 1), 0, (0, 1)),
        # Nobody who was not reached is content by default.
        ([("officer", "callback", "11-06 09:00", IN_VAIN)], NONE, None, NONE),
        # The last valid answer counts; a call in vain after it takes nothing away.
        (
            [
                ("enterprise", "judge", "11-06 09:00", UNHAPPY),
                ("officer", "callback", "11-06 10:00", {"reached": True, **HAPPY}),
            ],
            (1, 1),
            0,
            (1, 1),
        ),
        (
            [
                ("enterprise", "judge", "11-06 09:00", UNHAPPY),
                ("officer", "callback", "11-06 10:00", IN_VAIN),
            ],
            (0, 1),
            0,
            (0, 1),
        ),
    ],
)
def test_what_the_enterprise_said_last_counts(
    cast: Cast, after: Sequence[Step], solved: tuple[int, int], partly: int | None, satisfied: tuple[int, int]
) -> None:
    play(cast, [*REACHED, *after])
    found = reckon(cast.leader, "11-20 09:00")
    assert base(found[SOLVED, None]) == solved
    assert dict(found[SOLVED, None].parts).get("partly") == partly
    assert base(found[SATISFIED, None]) == satisfied
    assert sum(count for _, count in found[SATISFIED, None].parts) == satisfied[1]


def test_an_answer_counts_in_the_period_in_which_the_result_arrived(cast: Cast) -> None:
    play(cast, [*REACHED, ("enterprise", "judge", "11-06 09:00", HAPPY)])
    day = reckon(cast.leader, "11-20 09:00", period="2026-11-05")
    assert base(day[SOLVED, None]) == (1, 1)
    assert base(reckon(cast.leader, "11-05 23:00", period="2026-11-05")[SOLVED, None]) == NONE


def test_every_cycle_is_answered_for_itself(cast: Cast) -> None:
    play(cast, [*REDONE, ("enterprise", "judge", "11-06 12:00", HAPPY)])
    found = reckon(cast.leader, "11-20 09:00")
    assert base(found[SOLVED, None]) == (1, 2)
    assert dict(found[SATISFIED, None].parts) == {"5": 0, "4": 1, "3": 0, "2": 0, "1": 1}


def test_several_periods_are_reckoned_as_each_alone(cast: Cast, db: SQLAlchemy) -> None:
    play(cast, [*REDONE, ("enterprise", "judge", "11-06 12:00", HAPPY)])
    play(cast, LATE)
    names = ["2026-11", "2026-10", "2026-11-02", "2026-Q4", "2026-11-05..2026-11-06"]
    as_of = asked("11-20 09:00")
    found = figures_of_periods(
        question(cast.leader.actor(), as_of, ZONE), [parse(name) for name in names], ZONE
    )
    for name in names:
        alone = reckon(cast.leader, "11-20 09:00", period=name)
        assert list(found[name].values()) == [alone[one.name, None] for one in DEFINITIONS]


def test_what_has_no_park_has_a_group_of_its_own(cast: Cast, db: SQLAlchemy) -> None:
    cast.enterprise.enterprise = make_enterprise("滨江精密制造有限公司", park="滨江园")
    db.session.commit()
    play(cast, SIGNED)
    cast.enterprise.enterprise = make_enterprise("临港精密制造有限公司")
    db.session.commit()
    play(cast, SIGNED)
    by_park = reckon(cast.leader, "11-03 09:00", "park")
    assert {group: base(figure) for (name, group), figure in by_park.items() if name == SIGN} == {
        "滨江园": (1, 1), "none": (1, 1),
    }  # fmt: skip
