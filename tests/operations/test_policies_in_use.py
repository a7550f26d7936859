"""Matters under policies that administrators have changed: whose limits hold, and where a result leads."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Clock, Message, PolicyVersion
from servicedesk.operations.checking import check
from servicedesk.operations.policies import store_version
from servicedesk.queries.figures import figures, question
from servicedesk.queries.limits import limits
from servicedesk.queries.policies import newest_version
from servicedesk.rules.figure_question import Asked
from servicedesk.rules.forecast import forecast
from servicedesk.rules.periods import parse
from servicedesk.rules.policy import Case
from servicedesk.rules.policy_spec import write_policy
from servicedesk.rules.refusals import Invalid
from tests.cast import Cast
from tests.factories import NOW, RESULT, step, submitted
from tests.operations.matters import HAPPY, TEXT, ZONE, act, at, clock_of, live, outcomes, told

LATER = at("11-25 09:00")
ONE_HOUR = {"unit": "working_minutes", "amount": 60}
TWO_DAYS = {"unit": "working_days", "amount": 2}
NOON = {"unit": "moment", "amount": 1, "at": "12:00"}

Made = Callable[..., PolicyVersion]


@pytest.fixture
def made(cast: Cast) -> Made:
    """The administrator makes a version of a policy (`like` another) with changes, some to its limits."""

    def make(
        code: str,
        since: datetime = NOW,
        *,
        like: str = "",
        limits_: dict[str, Any] | None = None,
        **more: Any,
    ) -> PolicyVersion:
        spec = write_policy(limits(NOW).policies[like or code])
        spec["budgets"] |= limits_ or {}
        return store_version(cast.admin, NOW, code, {**spec, **more}, since, newest_version(code))

    return make


def policy_of(clock: Clock) -> tuple[str, int]:
    row = db.session.get(PolicyVersion, clock.policy_id)
    assert row
    return row.code, row.version


def test_a_matter_keeps_the_version_under_which_it_was_submitted(cast: Cast, made: Made) -> None:
    before = cast.ticket()
    made("standard", LATER, limits_={"contact": ONE_HOUR, "resolve": TWO_DAYS})
    after = submitted(cast.enterprise, LATER)
    for ticket in (before, after):
        step(cast.officer, ticket, "accept", LATER)
        step(cast.officer, ticket, "dispatch", LATER, lead="jfj")
    # Its clocks that start only now go by the old version too.
    assert policy_of(clock_of(before, "contact")) == ("standard", 1)
    assert clock_of(before, "contact").amount == 360
    assert clock_of(before, "resolve").due_at == at("12-02 17:30")
    assert policy_of(clock_of(after, "contact")) == ("standard", 2)
    assert clock_of(after, "contact").due_at == at("11-25 10:00")
    assert clock_of(after, "resolve").due_at == at("11-27 17:30")


def test_a_change_of_urgency_stays_within_the_versions_of_the_matter(cast: Cast, made: Made) -> None:
    ticket = cast.ticket("working")
    made("urgent", LATER, limits_={"resolve": {"unit": "natural_minutes", "amount": 120}})
    step(cast.officer, ticket, "set_urgent", LATER, urgent=True, reason="停电。")
    assert policy_of(clock_of(ticket, "resolve")) == ("urgent", 1)
    assert clock_of(ticket, "resolve").amount == 1440


def test_a_redo_goes_by_the_version_of_the_matter(cast: Cast, made: Made) -> None:
    ticket = cast.ticket("in_callback")
    made("redo", LATER, limits_={"sign": NOON})
    step(cast.officer, ticket, "redo", LATER, reason="没有解决。")
    assert policy_of(clock_of(ticket, "sign", cycle=2)) == ("redo", 1)


def test_a_policy_for_a_category_wins_there_and_leaves_the_rest_to_the_general_one(
    cast: Cast, made: Made
) -> None:
    narrowed = {"budgets": {"accept": ONE_HOUR}, "categories": ["0103"], "name_en": "Pay-outs"}
    made("payout", like="standard", **narrowed)
    inside, outside = cast.ticket("accepted"), cast.ticket("accepted", category="1202")
    assert clock_of(inside, "accept").due_at == at("11-23 11:00")
    assert policy_of(clock_of(inside, "accept")) == ("payout", 1)
    assert policy_of(clock_of(inside, "dispatch")) == ("standard", 1)
    assert policy_of(clock_of(outside, "accept")) == ("standard", 1)


def test_a_stronger_case_beats_a_closer_category(cast: Cast, made: Made) -> None:
    made("payout", like="standard", categories=["0103"], limits_={"resolve": TWO_DAYS})
    ticket = cast.ticket("accepted")
    step(cast.officer, ticket, "dispatch", lead="jfj", policy="complex")
    assert policy_of(clock_of(ticket, "resolve")) == ("complex", 1)
    step(cast.officer, ticket, "set_urgent", urgent=True, reason="停电。")
    assert policy_of(clock_of(ticket, "resolve")) == ("urgent", 1)


def test_a_fixed_hour_is_a_limit(cast: Cast, made: Made) -> None:
    made("standard", limits_={"accept": NOON})
    assert clock_of(cast.ticket(), "accept").due_at == at("11-24 12:00")


def test_without_review_the_result_reaches_the_enterprise_at_once(cast: Cast, made: Made) -> None:
    made("standard", review=False)
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", "submit", at("11-24 10:00"), **RESULT)
    assert ticket.state == "in_callback"
    assert live(ticket) == {"callback": "running"}
    assert ticket.reached_at == at("11-24 10:00")
    assert told(ticket, "pass_review") == {"enterprise"}
    assert told(ticket, "submit") == set()


def test_without_callback_the_matter_ends_when_the_review_has_passed(cast: Cast, made: Made) -> None:
    made("standard", callback=False)
    ticket = cast.ticket("in_review")
    step(cast.officer, ticket, "pass_review", at("11-24 10:00"))
    assert (ticket.state, ticket.closed_at) == ("closed", at("11-24 10:00"))
    assert live(ticket) == {}
    assert "callback" not in outcomes(ticket)
    assert outcomes(ticket)["promise"] == outcomes(ticket)["resolve"] == "met"
    assert told(ticket, "result_closed") == {"enterprise"}
    assert told(ticket, "pass_review") == set()


@pytest.mark.parametrize("action", ["submit", "finish"])
def test_without_both_the_matter_ends_with_its_result(cast: Cast, made: Made, action: str) -> None:
    made("standard", review=False, callback=False)
    ticket = cast.ticket("working")
    act(cast, ticket, "handler", action, at("11-24 10:00"), **RESULT)
    assert (ticket.state, ticket.closed_at) == ("closed", at("11-24 10:00"))
    assert live(ticket) == {}
    assert {"review", "callback"} & set(outcomes(ticket)) == set()
    assert told(ticket, "result_closed") == {"enterprise"}


def test_without_callback_a_direct_answer_closes_and_can_be_reopened(cast: Cast, made: Made) -> None:
    made("standard", callback=False)
    ticket = cast.ticket("submitted")
    step(cast.officer, ticket, "answer", **TEXT)
    assert ticket.state == "closed"
    assert outcomes(ticket) == {"accept": "met", "promise": "met"}
    step(cast.officer, ticket, "reopen", at("11-25 10:00"), reason="企业提出新情况。")
    assert ticket.state == "accepted"


def test_only_those_who_were_asked_and_answered_count_as_resolved(cast: Cast, made: Made) -> None:
    answered = cast.ticket("in_callback")
    act(cast, answered, "enterprise", "judge", NOW, **HAPPY)
    made("standard", at("11-23 10:30"), callback=False)
    when = at("11-23 11:00")
    unasked = cast.ticket("in_review", when)
    step(cast.officer, unasked, "pass_review", when)
    asked = Asked(parse("2026-11"), None, at("11-30 10:00"))
    found = {one.name: one for one in figures(question(cast.leader.actor(), asked, ZONE))}
    for name, base in (("resolution_rate", 1), ("satisfaction_rate", 1), ("resolved_on_time", 2)):
        assert (found[name].numerator, found[name].denominator) == (base, base), name
    assert (answered.state, unasked.state) == ("closed", "closed")


def test_the_choice_at_dispatch_moves_the_promise_and_the_enterprise_is_told(cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    assert clock_of(ticket, "promise").due_at == at("11-30 17:30")
    step(cast.officer, ticket, "dispatch", lead="jfj", policy="complex")
    promise = clock_of(ticket, "promise")
    assert promise.due_at == at("12-14 17:30")
    assert promise.original_due_at == at("11-30 17:30")
    assert policy_of(clock_of(ticket, "resolve")) == ("complex", 1)
    message = db.session.scalars(select(Message).where(Message.kind == "promise_moved")).one()
    assert (message.person_id, message.params["due_at"]) == (cast.enterprise.id, promise.due_at.isoformat())


def test_a_choice_that_changes_nothing_tells_nobody(cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    step(cast.officer, ticket, "dispatch", lead="jfj", policy="standard")
    assert told(ticket, "promise_moved") == set()


@pytest.mark.parametrize("code", ["urgent", "redo", "complaint", "payout", "nothing"])
def test_other_limits_cannot_be_chosen(cast: Cast, made: Made, code: str) -> None:
    made("payout", like="standard", categories=["0101"], name_en="Advice")
    ticket = cast.ticket("accepted")
    with pytest.raises(Invalid, match="check") as refused:
        step(cast.officer, ticket, "dispatch", lead="jfj", policy=code)
    assert set(refused.value.errors) == {"policy"}


def test_the_forecast_before_sending_goes_by_what_is_in_force(cast: Cast, made: Made) -> None:
    made("payout", LATER, like="standard", categories=["0103"], limits_={"promise": TWO_DAYS})
    case = Case("request", category="0103")
    assert forecast(limits(NOW), case, NOW).promise_due == at("11-30 17:30")
    assert forecast(limits(LATER), case, LATER).promise_due == at("11-27 17:30")
    assert forecast(limits(LATER), Case("request", category="1202"), LATER).promise_due == at("12-02 17:30")


def test_what_is_stored_is_what_the_events_say_whatever_versions_came_meanwhile(
    cast: Cast, made: Made
) -> None:
    kept, ended = cast.ticket("accepted"), cast.ticket("working")
    made("standard", at("11-23 10:30"), limits_={"resolve": TWO_DAYS, "sign": NOON}, callback=False)
    made("payout", at("11-23 10:30"), like="standard", categories=["0103"], name_en="Pay-outs", review=False)
    step(cast.officer, kept, "dispatch", LATER, lead="jfj", policy="complex")
    act(cast, ended, "handler", "submit", LATER, **RESULT)
    late = cast.ticket("working", at("11-23 11:00"))
    act(cast, late, "handler", "finish", LATER, **RESULT)
    assert (ended.state, late.state) == ("in_review", "in_callback")
    checked = check(now=at("11-26 09:00"))
    assert (checked.tickets, checked.differences) == (3, [])
