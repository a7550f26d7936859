"""Closing, callbacks, redo, repeats and handling times on small histories; where special matters stand."""

from collections.abc import Sequence
from typing import Any

import pytest

from servicedesk.models import Ticket
from servicedesk.rules.figures import Figure
from tests.cast import Cast
from tests.factories import RESULT, submitted
from tests.operations.matters import HAPPY, TEXT, UNHAPPY, act, at, decide
from tests.queries.test_figures import (
    DISPATCHED,
    GIVEN,
    IN_VAIN,
    REACHED,
    REDONE,
    SENT,
    SPOKEN,
    WITHDRAWN,
    Step,
    base,
    play,
    reckon,
)

CLOSED: list[Step] = [*REACHED, ("enterprise", "judge", "11-06 09:00", HAPPY)]
SILENT: list[Step] = [*REACHED, ("officer", "callback", "11-06 09:00", IN_VAIN)]
ANSWERED: list[Step] = [
    ("officer", "answer", "11-02 10:30", TEXT),
    ("enterprise", "judge", "11-02 11:00", HAPPY),
]
REOPENED: list[Step] = [
    *CLOSED,
    ("enterprise", "ask_reopen", "11-09 09:00", {"reason": "问题又出现了。"}),
]
ALL_DAY = "11-25 09:00"


def worth(cast: Cast, name: str, as_of: str = ALL_DAY, by: str | None = None) -> Figure:
    return reckon(cast.leader, as_of)[name, None]


@pytest.mark.parametrize(
    ("steps", "as_of", "name", "counted"),
    [
        # Dispatched or answered directly, and closed by then or not.
        (DISPATCHED, ALL_DAY, "closing_rate", (0, 1)),
        (CLOSED, ALL_DAY, "closing_rate", (1, 1)),
        (CLOSED, "11-05 12:00", "closing_rate", (0, 1)),
        (CLOSED, "11-02 10:59", "closing_rate", (0, 0)),
        (ANSWERED, ALL_DAY, "closing_rate", (1, 1)),
        (WITHDRAWN, ALL_DAY, "closing_rate", (0, 1)),
        # Called or judged; answered to both questions or not.
        (REACHED, ALL_DAY, "callback_rate", (0, 1)),
        (GIVEN, ALL_DAY, "callback_rate", (0, 0)),
        (SILENT, ALL_DAY, "callback_rate", (1, 1)),
        (SILENT, "11-05 23:00", "callback_rate", (0, 1)),
        (SILENT, ALL_DAY, "valid_callback_rate", (0, 1)),
        (CLOSED, ALL_DAY, "valid_callback_rate", (1, 1)),
        # Each cycle has its own result; the matter is redone once.
        (REDONE, ALL_DAY, "callback_rate", (1, 2)),
        (REDONE, ALL_DAY, "redo_rate", (1, 1)),
        (REDONE, "11-05 13:59", "redo_rate", (0, 1)),
        (CLOSED, ALL_DAY, "redo_rate", (0, 1)),
    ],
)
def test_a_figure_counts_its_cohort_and_what_came_of_it(
    cast: Cast, steps: Sequence[Step], as_of: str, name: str, counted: tuple[int, int]
) -> None:
    play(cast, steps)
    assert base(worth(cast, name, as_of)) == counted


def test_a_closed_matter_that_is_reopened_was_closed_until_then(cast: Cast) -> None:
    ticket = play(cast, REOPENED)
    decide(cast, ticket, "officer", "approve", at("11-09 10:00"), reason="重新办理。")
    assert ticket.state != "closed"
    assert [base(worth(cast, "closing_rate", as_of)) for as_of in ("11-09 09:59", "11-09 10:00")] == [
        (1, 1), (0, 1)
    ]  # fmt: skip
    assert base(worth(cast, "redo_rate")) == (1, 1)


def sent(cast: Cast, when: str, **changes: Any) -> Ticket:
    return submitted(cast.enterprise, at(when), **changes)


def test_the_same_category_of_the_same_enterprise_within_90_days_repeats(cast: Cast) -> None:
    sent(cast, "08-20 10:00")
    # 75 days later; the second falls behind the 90 days from the first, but not from this one.
    sent(cast, SENT)
    sent(cast, "11-20 10:00")
    other = sent(cast, "11-21 10:00", category="0501")
    submitted(cast.enterprise2, at("11-22 10:00"))
    assert base(worth(cast, "repeat_rate")) == (2, 4)
    # By the category that it had then.
    act(cast, other, "officer", "accept", at("11-23 10:00"))
    change = {"category": "0103", "reason": "分类有误。"}
    act(cast, other, "officer", "recategorise", at("11-23 11:00"), **change)
    assert [worth(cast, "repeat_rate", as_of).numerator for as_of in ("11-23 10:59", "11-23 11:00")] == [2, 3]


def test_what_was_joined_to_an_earlier_matter_repeats_it_while_it_is(cast: Cast) -> None:
    main, other = sent(cast, SENT), submitted(cast.enterprise2, at("11-03 10:00"))
    act(cast, main, "officer", "accept", at("11-02 11:00"))
    act(cast, other, "officer", "join", at("11-03 11:00"), into=main.number)
    act(cast, other, "officer", "unjoin", at("11-04 11:00"))
    moments = ("11-03 10:59", "11-03 11:00", "11-04 10:59", "11-04 11:00")
    assert [worth(cast, "repeat_rate", as_of).numerator for as_of in moments] == [0, 1, 1, 0]


def test_a_confidential_matter_is_repeated_by_none(cast: Cast) -> None:
    sent(cast, SENT, confidential=True)
    sent(cast, "11-03 10:00")
    assert base(worth(cast, "repeat_rate")) == (0, 1)


# From Monday 11:00 to Tuesday 10:00 are one hour, three and a half, and one and a half.
SIX_HOURS: list[Step] = [
    *SPOKEN,
    ("handler", "submit", "11-03 10:00", RESULT),
    ("officer", "send_back", "11-03 11:00", {"reason": "请补充说明。"}),
    ("handler", "submit", "11-03 11:30", RESULT),
    ("officer", "pass_review", "11-04 11:00"),
]


def test_handling_time_is_working_time_without_review(cast: Cast) -> None:
    play(cast, SIX_HOURS)
    found = reckon(cast.leader, ALL_DAY)
    assert {name: found[f"handling_seconds_{name}", None].value for name in ("mean", "median", "p90")} == {
        "mean": 6.5 * 3600, "median": 6.5 * 3600, "p90": 6.5 * 3600,
    }  # fmt: skip
    # Known when the review has passed, and not before.
    assert worth(cast, "handling_seconds_mean", "11-04 10:59").value is None


def test_middle_and_percentile_are_of_all_cycles(cast: Cast) -> None:
    for hour in range(1, 11):
        steps: list[Step] = [
            ("officer", "accept", "11-02 08:31"),
            ("officer", "dispatch", "11-02 08:32", {"lead": "jfj"}),
            ("handler", "finish", f"11-02 08:{32 + hour}", RESULT),
            ("officer", "pass_review", "11-02 17:00"),
        ]
        ticket = submitted(cast.enterprise, at("11-02 08:30"))
        for who, action, when, *given in steps:
            act(cast, ticket, who, action, at(when), **(given[0] if given else {}))
    found = reckon(cast.leader, ALL_DAY)
    times = {name: found[f"handling_seconds_{name}", None] for name in ("mean", "median", "p90")}
    assert {name: one.value for name, one in times.items()} == {"mean": 330, "median": 330, "p90": 540}
    assert {one.denominator for one in times.values()} == {10}


def test_an_extended_matter_is_in_time_by_the_new_limit_and_late_by_the_first(cast: Cast) -> None:
    ticket = play(cast, SPOKEN)
    more = {"days": 2, "reason": "须会商。", "for_enterprise": "还需两天。"}
    act(cast, ticket, "handler", "request_extension", at("11-04 10:00"), **more)
    decide(cast, ticket, "desk_lead", "approve", at("11-04 11:00"))
    act(cast, ticket, "handler", "submit", at("11-11 10:00"), **RESULT)
    act(cast, ticket, "officer", "pass_review", at("11-11 11:00"))
    found = reckon(cast.leader, ALL_DAY)
    assert base(found["resolved_on_time", None]) == (1, 1)
    assert base(found["resolved_on_time_strict", None]) == (0, 1)
    assert base(found["promise_kept_rate", None]) == (1, 1)


def test_a_joined_matter_has_its_own_promise_and_its_own_answer(cast: Cast) -> None:
    main, other = play(cast, SPOKEN), submitted(cast.enterprise2, at("11-02 12:00"))
    act(cast, other, "officer", "join", at("11-02 16:00"), into=main.number)
    act(cast, main, "handler", "submit", at("11-05 10:00"), **RESULT)
    act(cast, main, "officer", "pass_review", at("11-05 11:00"))
    act(cast, other, "enterprise2", "judge", at("11-06 09:00"), **UNHAPPY)
    found = reckon(cast.leader, ALL_DAY)
    assert base(found["promise_kept_rate", None]) == (2, 2)
    assert base(found["resolved_on_time", None]) == (1, 1)
    assert base(found["resolution_rate", None]) == (0, 1)
    assert base(found["callback_rate", None]) == (1, 2)


def test_the_promise_of_what_was_given_back_is_the_leads_of_then(cast: Cast) -> None:
    ticket = play(cast, DISPATCHED)
    given = {"reason": "不属本局职责。", "basis": "三定方案。", "proposed": "jsj"}
    act(cast, ticket, "handler", "return", at("11-02 12:00"), **given)
    decide(cast, ticket, "desk_lead", "approve", at("11-10 09:00"), lead="jsj")
    # The promise was missed on the 9th, under the first department; the second has it now.
    by_then = {
        as_of: {
            group: base(figure)
            for (name, group), figure in reckon(cast.leader, as_of, "department").items()
            if name == "promise_kept_rate" and figure.denominator
        }
        for as_of in ("11-10 08:59", "11-10 09:00")
    }
    assert by_then == {"11-10 08:59": {"jfj": (0, 1)}, "11-10 09:00": {"jsj": (0, 1)}}
