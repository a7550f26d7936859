"""What a whistle leaves behind: rung limits, minutes, chains, seals, and states rebuilt from events alone."""

import pytest
from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Call, Clock, Message
from servicedesk.operations.checking import check
from servicedesk.operations.seals import audit, seal_days
from servicedesk.operations.steps import act_on_assignment, act_on_ticket
from servicedesk.operations.sweep import sweep
from servicedesk.rules.refusals import Invalid, NotNow
from tests.cast import Cast
from tests.factories import NOW, standing_of, step
from tests.operations.matters import at, clocks_of, told
from tests.operations.whistles import CLOSING, blown, call_of, reported, whistle_step


def test_the_ladder_rings_day_and_night_for_those_who_are_called(cast: Cast) -> None:
    ticket = cast.ticket("working")
    night = at("11-23 22:00")
    stand = blown(cast, tickets=[ticket], now=night)
    sweep(at("11-23 22:31"))
    rung = db.session.scalars(select(Message).where(Message.kind.like("ring_%"), Message.ticket_id.is_(None)))
    found = list(rung)
    assert found
    assert {message.params["whistle"] for message in found} == {stand.whistle.number}
    assert {message.deliver_at for message in found} == {at("11-23 22:31")}
    breaches = select(Clock.breached_at).where(Clock.kind == "report_in")
    assert set(db.session.scalars(breaches)) == {at("11-23 22:30")}
    assert check(now=at("11-23 22:31")).differences == []


def test_a_meeting_is_held_and_its_minutes_are_kept(cast: Cast) -> None:
    ticket = cast.ticket("working")
    stand = blown(cast, "leader", "key", [ticket])
    minutes = [{"text": "出具用工方案。", "department": "rsj", "due_on": "2026-11-27"}]
    for wrong, field in (
        ([{"text": "", "department": "rsj", "due_on": "2026-11-27"}], "minutes.0.text"),
        ([{"text": "做。", "department": "nowhere", "due_on": "2026-11-27"}], "minutes.0.department"),
        ([{"text": "做。", "department": "rsj", "due_on": "2026-11-01"}], "minutes.0.due_on"),
        ("a text", "minutes"),
        ([], "minutes"),
    ):
        with pytest.raises(Invalid) as refused:
            whistle_step(cast, "leader", stand, "hold_meeting", at=at("11-23 15:00"), minutes=wrong)
        assert set(refused.value.errors) == {field}
    stand = whistle_step(
        cast, "officer", stand, "hold_meeting", at("11-24 09:00"), at=at("11-23 15:00"), minutes=minutes
    )
    assert (stand.whistle.state, stand.whistle.met_at) == ("blown", at("11-23 15:00"))
    assert (stand.clock("meeting").state, stand.clock("meeting").stopped_at) == ("met", at("11-23 15:00"))
    parts = {clock.department_id: clock for clock in clocks_of(ticket) if clock.kind == "part"}
    (part,) = parts.values()
    assert (part.due_at, part.started_at) == (at("11-27 17:30"), at("11-24 09:00"))
    assert told(ticket, "assist_asked") == {"handler2"}
    assert check(now=at("11-24 09:00")).differences == []


def test_what_a_meeting_gave_is_signed_submitted_and_keeps_its_date(cast: Cast) -> None:
    ticket = cast.ticket("working")
    stand = blown(cast, "leader", "key", [ticket])
    minutes = [
        {"text": "出具用工方案。", "department": "rsj", "due_on": "2026-12-12"},
        {"text": "提供名单。", "department": "rsj", "due_on": "2026-11-27"},
        {"text": "汇总。", "department": "jfj", "due_on": "2026-11-27"},
    ]
    whistle_step(
        cast, "leader", stand, "hold_meeting", at("11-23 16:00"), at=at("11-23 15:00"), minutes=minutes
    )
    (share,) = [one for one in standing_of(ticket, cast.officer).assignments if one.role == "assist"]
    # The twelfth is a Saturday; the lead's own limit does not shorten what was agreed.
    assert [clock.due_at for clock in clocks_of(ticket) if clock.kind == "part"] == [at("12-14 17:30")]
    assert (share.department.code, share.note) == ("rsj", "出具用工方案。\n提供名单。")
    number = ticket.number
    act_on_assignment(cast.handler2, at("11-23 16:30"), share.id, "sign")
    act_on_ticket(cast.officer, at("11-23 16:40"), number, "set_urgent", {"urgent": True, "reason": "停工。"})
    assert [clock.due_at for clock in clocks_of(ticket) if clock.kind == "part"] == [at("12-14 17:30")]
    again = [{"text": "再补充。", "department": "rsj", "due_on": "2026-11-30"}]
    whistle_step(
        cast, "leader", stand, "hold_meeting", at("11-24 10:00"), at=at("11-24 09:00"), minutes=again
    )
    assert len(standing_of(ticket, cast.officer).assignments) == 2
    assert check(now=at("11-24 10:00")).differences == []


@pytest.mark.database("sqlite")
def test_other_kinds_have_no_joint_meeting(cast: Cast) -> None:
    stand = blown(cast, tickets=[cast.ticket("working")])
    minutes = [{"text": "做。", "department": "rsj", "due_on": "2026-11-27"}]
    with pytest.raises(NotNow):
        whistle_step(cast, "officer", stand, "hold_meeting", at=NOW, minutes=minutes)


def test_a_whistle_goes_on_whatever_becomes_of_its_matter(cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    stand = blown(cast, tickets=[ticket])
    step(cast.enterprise, ticket, "withdraw", reason="不需要了。")
    live = {clock.kind for clock in clocks_of(ticket) if clock.state == "running"}
    assert live == {"report_in", "decide"}
    stand = whistle_step(cast, "officer", stand, "close", at("11-23 10:10"), text=CLOSING)
    # It was over before anybody was late.
    assert {clock.state for clock in stand.clocks if clock.kind == "report_in"} == {"cancelled"}
    assert check(now=NOW).differences == []


def test_chains_and_seals_cover_whistles(cast: Cast) -> None:
    stand = blown(cast, tickets=[cast.ticket("working")])
    seal_days(at("11-24 10:00"))
    assert list(audit()) == []
    whistle = stand.whistle
    whistle.event_count = 0
    db.session.commit()
    assert [found.where for found in audit()] == [whistle.number]


def test_what_differs_from_a_whistles_events_is_found_and_mended(cast: Cast) -> None:
    stand = blown(cast, tickets=[cast.ticket("working")])
    stand = reported(cast, "handler2", stand, "rsj")
    number = stand.whistle.number
    db.session.get_one(Call, call_of(stand, "rsj").id).state = "absent"
    db.session.commit()
    (found,) = check(now=NOW).differences
    assert (found.number, found.stored, found.rebuilt) == (number, "absent", "reported_in")
    check(mend=True, now=NOW)
    assert check(now=NOW).differences == []
