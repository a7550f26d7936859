"""A request that comes twice is done once."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from servicedesk.extensions import db
from servicedesk.models import Event, Person, Replay, Ticket
from servicedesk.operations.replays import LONGEST_KEY, digest_of, once
from servicedesk.operations.steps import act_on_ticket
from servicedesk.operations.tickets import submit
from servicedesk.rules.refusals import Conflict, Invalid, NotNow
from tests.cast import Cast
from tests.concurrency import at_once
from tests.factories import NOW, matter

BODY = matter()
DIGEST = digest_of("POST", "/tickets", BODY)


def submitting(by: Person, body: dict[str, Any] = BODY) -> Callable[[], dict[str, Any]]:
    return lambda: {"number": submit(by, NOW, body).number}


def count(model: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_the_same_key_answers_with_the_first_answer(cast: Cast) -> None:
    first = once(cast.enterprise, NOW, "k", DIGEST, submitting(cast.enterprise))
    again = once(cast.enterprise, NOW, "k", DIGEST, submitting(cast.enterprise))
    assert first == again
    assert (count(Ticket), count(Replay)) == (1, 1)


def test_two_at_the_same_moment_make_one_ticket(app: Flask, cast: Cast) -> None:
    who = cast.enterprise.id
    db.session.commit()

    def send() -> dict[str, Any]:
        by = db.session.get_one(Person, who)
        return once(by, NOW, "k", DIGEST, submitting(by))

    first, *others = at_once(app, *[send] * 4)
    assert others == [first] * 3
    assert set(first) == {"number"}
    db.session.expire_all()
    assert (count(Ticket), count(Replay)) == (1, 1)


def test_two_contents_under_one_key_at_the_same_moment_are_one_ticket_and_a_conflict(
    app: Flask, cast: Cast
) -> None:
    who = cast.enterprise.id
    db.session.commit()

    def send(title: str) -> Callable[[], dict[str, Any]]:
        def work() -> dict[str, Any]:
            by, body = db.session.get_one(Person, who), matter(title=title)
            return once(by, NOW, "k", digest_of(body), submitting(by, body))

        return work

    results = at_once(app, send("一件事"), send("另一件事"))
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "dict"]
    db.session.expire_all()
    assert count(Ticket) == 1


def test_another_content_under_the_same_key_is_a_conflict(cast: Cast) -> None:
    once(cast.enterprise, NOW, "k", DIGEST, submitting(cast.enterprise))
    other = matter(title="另一件事")
    with pytest.raises(Conflict):
        once(cast.enterprise, NOW, "k", digest_of(other), submitting(cast.enterprise, other))
    assert count(Ticket) == 1


def test_keys_are_each_persons_own(cast: Cast) -> None:
    for by in (cast.enterprise, cast.enterprise2):
        once(by, NOW, "k", DIGEST, submitting(by))
    assert count(Ticket) == 2


def test_without_a_key_every_request_is_done(cast: Cast) -> None:
    for key in (None, "", None):
        once(cast.enterprise, NOW, key, DIGEST, submitting(cast.enterprise))
    assert (count(Ticket), count(Replay)) == (3, 0)


def test_an_error_leaves_nothing_and_the_key_may_be_used_again(cast: Cast) -> None:
    events = count(Event)
    with pytest.raises(Invalid):
        once(cast.enterprise, NOW, "k", "wrong", submitting(cast.enterprise, matter(title="")))
    assert (count(Ticket), count(Replay), count(Event)) == (0, 0, events)
    once(cast.enterprise, NOW, "k", DIGEST, submitting(cast.enterprise))
    assert count(Ticket) == 1


def test_an_error_after_the_work_takes_the_work_back(cast: Cast) -> None:
    def fail() -> dict[str, Any]:
        submit(cast.enterprise, NOW, BODY)
        raise RuntimeError

    for key in ("k", None):
        with pytest.raises(RuntimeError):
            once(cast.enterprise, NOW, key, DIGEST, fail)
    assert (count(Ticket), count(Replay)) == (0, 0)
    # Not even the number is lost.
    assert submit(cast.enterprise, NOW, BODY).number == "QS20261123-0001"


def test_a_step_is_taken_once_and_its_repetition_is_not_refused(cast: Cast) -> None:
    ticket = cast.ticket("submitted")

    def accept() -> dict[str, Any]:
        return {"state": act_on_ticket(cast.officer, NOW, ticket.number, "accept").state}

    answers = [once(cast.officer, NOW, "k", "accept", accept) for _ in range(2)]
    assert answers == [{"state": "accepted"}] * 2
    with pytest.raises(NotNow):
        once(cast.officer, NOW, "another", "accept", accept)


def test_a_key_that_is_too_long_is_refused(cast: Cast) -> None:
    once(cast.enterprise, NOW, "k" * LONGEST_KEY, DIGEST, submitting(cast.enterprise))
    with pytest.raises(Invalid):
        once(cast.enterprise, NOW, "k" * (LONGEST_KEY + 1), DIGEST, submitting(cast.enterprise))


def test_the_digest_knows_content_and_not_its_order() -> None:
    assert digest_of("a", {"x": 1, "y": "二"}) == digest_of("a", {"y": "二", "x": 1})
    assert len({digest_of("a", {"x": 1}), digest_of("b", {"x": 1}), digest_of("a", {"x": "1"})}) == 3
