"""The queue of calls: who stands in which list, for whom, and what is said of each."""

from datetime import datetime, timedelta

from servicedesk.models import Ticket
from servicedesk.queries.callbacks import callbacks
from servicedesk.rules.access import CALLING_ROLES
from tests.cast import Cast
from tests.factories import NOW, RESULT, make_person, standing_of
from tests.operations.matters import HAPPY, REASON, act, at

# The first moment of the earliest day whose time for judging has not passed, on Monday and on Wednesday.
SILENT, LATER = at("11-20 00:00"), at("11-24 00:00")
IN_VAIN = {"reached": False}


def numbers(cast: Cast, name: str, who: str = "officer", silent: datetime = SILENT) -> set[str]:
    found = callbacks(getattr(cast, who).actor(), name, silent)
    return {one.ticket.number for one in found.items}


def redone(cast: Cast) -> Ticket:
    """A matter whose second result has reached the enterprise."""
    ticket = cast.ticket("in_callback")
    act(cast, ticket, "enterprise", "judge", NOW, solved="no", satisfaction=1)
    act(cast, ticket, "officer", "redo", NOW, **REASON)
    act(cast, ticket, "handler", "finish", NOW, **RESULT)
    return act(cast, ticket, "officer", "pass_review", NOW)


def test_complaints_and_redos_are_called_at_once_and_the_silent_after_a_day(cast: Cast) -> None:
    plain = cast.ticket("in_callback")
    complaint, again = cast.ticket("in_callback", kind="complaint"), redone(cast)
    assert numbers(cast, "call") == {complaint.number, again.number}
    assert numbers(cast, "wait") == {plain.number}
    assert numbers(cast, "call", silent=LATER) == {plain.number, complaint.number, again.number}
    assert numbers(cast, "wait", silent=LATER) == set()


def test_who_has_answered_is_not_called_again_but_waits_for_a_decision(cast: Cast) -> None:
    ticket = cast.ticket("in_callback", kind="complaint")
    act(cast, ticket, "officer", "callback", at("11-23 11:00"), **IN_VAIN)
    (one,) = callbacks(cast.officer.actor(), "call", SILENT).items
    assert one.called.tries == [at("11-23 11:00")]
    assert one.result is not None
    assert one.clock is not None
    act(cast, ticket, "enterprise", "judge", at("11-23 11:30"), solved="no", satisfaction=2)
    assert (numbers(cast, "call"), numbers(cast, "decide")) == (set(), {ticket.number})
    assert numbers(cast, "decide", "supervisor") == set()
    act(cast, ticket, "officer", "close", at("11-23 11:40"), **REASON)
    assert numbers(cast, "decide") == set()


def test_what_was_judged_stands_nowhere(cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    act(cast, ticket, "enterprise", "judge", NOW, **HAPPY)
    assert not any(numbers(cast, name, silent=LATER) for name in ("call", "decide", "wait"))


def test_the_list_holds_what_one_may_call_oneself(cast: Cast) -> None:
    """Who handled never calls; what an office led somebody else calls about: as the workflow says."""
    also = make_person("supervisor", department="dcs")
    tickets = [cast.ticket("in_callback", kind="complaint")]
    for lead, by in (("qyfw", "officer"), ("dcs", "supervisor")):
        ticket = cast.ticket("accepted", kind="complaint")
        act(cast, ticket, "officer", "dispatch", NOW, lead=lead)
        act(cast, ticket, by, "finish", NOW, **RESULT)
        tickets.append(act(cast, ticket, "officer", "pass_review", NOW))
    kept = cast.ticket("accepted", kind="complaint", confidential=True)
    tickets.append(act(cast, kept, "officer", "answer", NOW, text="请到窗口领取。"))
    about = cast.ticket(kind="complaint", about_department="qyfw")
    tickets.append(act(cast, about, "supervisor", "answer", NOW, text="已核实。"))
    for person in (*cast.everybody().values(), also):
        mine = {one.ticket.number for one in callbacks(person.actor(), "call", SILENT).items}
        may = {
            ticket.number for ticket in tickets
            if "callback" in standing_of(ticket, person).ticket_actions()
        }  # fmt: skip
        assert mine == may, person.username
        assert not mine or person.roles & CALLING_ROLES


def test_a_second_page_goes_on_where_the_first_ended(cast: Cast) -> None:
    first = cast.ticket("in_callback", NOW - timedelta(days=7))
    second = cast.ticket("in_callback", NOW - timedelta(days=5))
    page = callbacks(cast.officer.actor(), "call", LATER)
    assert [one.ticket.number for one in page.items] == [first.number, second.number]
    assert page.next is None
