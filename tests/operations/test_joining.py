"""Joining: the same matter is handled once, and each enterprise gets its own answer."""

from typing import Any

import pytest

from servicedesk.models import Ticket
from servicedesk.operations.checking import check
from servicedesk.rules.disclosure import told as disclosed
from servicedesk.rules.refusals import Invalid, NotNow
from tests.cast import Cast
from tests.factories import NOW, RESULT, events_of, step, submitted
from tests.operations.matters import HAPPY, REASON, UNHAPPY, act, at, live, outcomes, results_of, told

LATER = at("11-23 11:00")


def main_matter(cast: Cast, stage: str = "working") -> Ticket:
    return cast.ticket(stage)


def another(cast: Cast, *steps: tuple[str, dict[str, Any]], **changes: Any) -> Ticket:
    """A matter of the other enterprise, after these steps of an officer."""
    ticket = submitted(cast.enterprise2, NOW, **changes)
    for action, given in steps:
        step(cast.officer, ticket, action, NOW, **given)
    return ticket


def join(cast: Cast, ticket: Ticket, main: Ticket) -> Ticket:
    return act(cast, ticket, "officer", "join", LATER, into=main.number)


@pytest.mark.parametrize("steps", [(), (("accept", {}),), (("ask_info", {"text": "请补充。"}),)])
def test_a_joined_matter_has_only_its_promise(
    cast: Cast, steps: tuple[tuple[str, dict[str, Any]], ...]
) -> None:
    main = main_matter(cast)
    ticket = join(cast, another(cast, *steps), main)
    assert (ticket.state, ticket.joined_to_id) == ("joined", main.id)
    assert live(ticket) == {"promise": "running"}
    assert told(ticket, "join") == {"enterprise2"}
    assert (events_of(main)[-1].action, events_of(main)[-1].visible) == ("take_in", False)


def test_what_a_department_had_of_it_ends(cast: Cast) -> None:
    main = main_matter(cast)
    ticket = another(cast, ("accept", {}), ("dispatch", {"lead": "rsj", "assists": ["jsj"]}))
    join(cast, ticket, main)
    assert live(ticket) == {"promise": "running"}
    assert "handler2" in told(ticket, "join")


def test_the_result_of_the_main_matter_answers_all(cast: Cast) -> None:
    main = main_matter(cast, "in_review")
    ticket = join(cast, another(cast), main)
    act(cast, main, "officer", "pass_review", at("11-23 15:00"))
    assert (main.state, ticket.state) == ("in_callback", "in_callback")
    assert live(ticket) == {"callback": "running"}
    assert outcomes(ticket)["promise"] == "met"
    (mine,), (given,) = results_of(ticket), results_of(main)
    assert (mine.text, mine.department_id, mine.reached_at) == (
        given.text,
        given.department_id,
        at("11-23 15:00"),
    )
    assert ticket.lead_id == main.lead_id
    assert told(ticket, "pass_review") == {"enterprise2"}


def test_each_enterprise_judges_for_itself(cast: Cast) -> None:
    main = main_matter(cast, "in_review")
    ticket = join(cast, another(cast), main)
    act(cast, main, "officer", "pass_review", at("11-23 15:00"))
    act(cast, main, "enterprise", "judge", at("11-23 16:00"), **HAPPY)
    assert (main.state, ticket.state) == ("closed", "in_callback")
    act(cast, ticket, "enterprise2", "judge", at("11-23 16:00"), **UNHAPPY)
    act(cast, ticket, "officer", "redo", at("11-23 17:00"), **REASON)
    assert (ticket.state, ticket.joined_to_id, ticket.cycle) == ("accepted", None, 2)


def test_joining_can_be_undone(cast: Cast) -> None:
    ticket = join(cast, another(cast), main_matter(cast))
    act(cast, ticket, "officer", "unjoin", LATER)
    assert (ticket.state, ticket.joined_to_id) == ("accepted", None)
    assert set(live(ticket)) == {"promise", "dispatch"}


def test_when_the_main_matter_is_withdrawn_the_oldest_becomes_main(cast: Cast) -> None:
    main = main_matter(cast)
    oldest, newest = join(cast, another(cast), main), join(cast, another(cast), main)
    act(cast, main, "enterprise", "withdraw", at("11-23 15:00"), **REASON)
    assert (oldest.state, oldest.joined_to_id) == ("accepted", None)
    assert (newest.state, newest.joined_to_id) == ("joined", oldest.id)
    assert events_of(oldest)[-1].actor_id is None
    assert told(oldest, "become_main") == {"officer"}


@pytest.mark.parametrize("stage", ["in_callback", "closed", "withdrawn", "refused"])
def test_it_is_too_late_once_the_main_matter_has_its_result(cast: Cast, stage: str) -> None:
    main, ticket = cast.ticket(stage), another(cast)
    with pytest.raises(Invalid) as refused:
        join(cast, ticket, main)
    assert list(refused.value.errors) == ["into"]
    assert ticket.state == "submitted"


def test_a_matter_is_joined_neither_to_itself_nor_to_a_joined_one(cast: Cast) -> None:
    main = main_matter(cast)
    joined, ticket = join(cast, another(cast), main), another(cast)
    for into in (ticket, joined):
        with pytest.raises(Invalid):
            join(cast, ticket, into)
    with pytest.raises(Invalid):
        join(cast, main, ticket)
    with pytest.raises(Invalid):
        act(cast, ticket, "officer", "join", LATER, into="QS20200101-0001")


def test_confidential_matters_stay_by_themselves(cast: Cast) -> None:
    with pytest.raises(NotNow):
        join(cast, another(cast, confidential=True), main_matter(cast))
    with pytest.raises(Invalid):
        join(cast, another(cast), submitted(cast.enterprise, confidential=True))


def test_the_enterprise_is_not_told_whose_matter_the_main_one_is(cast: Cast) -> None:
    main = main_matter(cast)
    ticket = join(cast, another(cast), main)
    event = events_of(ticket)[-1]
    assert main.number not in str(disclosed(event.payload, frozenset({"enterprise"}), False))


def test_joined_matters_follow_from_their_events(cast: Cast) -> None:
    main = main_matter(cast, "in_review")
    first, second = join(cast, another(cast, ("accept", {})), main), join(cast, another(cast), main)
    act(cast, second, "officer", "unjoin", at("11-23 14:30"))
    act(cast, main, "officer", "pass_review", at("11-23 15:00"))
    act(cast, first, "enterprise2", "judge", at("11-23 16:00"), **HAPPY)
    assert RESULT["measures"] == results_of(first)[0].text
    assert check(now=at("11-23 17:00")).differences == []
