"""Changing the calendars: what is said beforehand is what happens, and the clocks follow once."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from servicedesk.models import CalendarVersion, Clock, Ticket
from servicedesk.operations.calendars import add_calendar, add_version, change_calendars, follow
from servicedesk.operations.checking import check
from servicedesk.operations.sweep import sweep
from servicedesk.queries import calendar_moves
from servicedesk.queries.calendar_moves import moves
from servicedesk.queries.calendars import find_calendar, newest_versions
from servicedesk.queries.limits import limits
from servicedesk.rules.calendar_change import CalendarChange, days_set, notice_loaded, week_set
from servicedesk.rules.holiday_notice import HolidayNotice
from servicedesk.rules.refusals import Invalid, NotNow
from tests.cast import Cast
from tests.factories import NOW, events_of, last_administration, step, submitted
from tests.operations.matters import act, at, clock_of, clocks_of

NEXT_YEAR = HolidayNotice(2027, frozenset(date(2027, 1, n) for n in (1, 2, 3)), frozenset({date(2027, 1, 9)}))
NOTICE = notice_loaded(NEXT_YEAR)
SNOW = days_set(date(2026, 11, 24), date(2026, 11, 25), ())
YEARS_END = at("12-30 10:00")


def apply(cast: Cast, change: CalendarChange, now: datetime = NOW, **more: Any) -> int:
    """Change the calendars and let the clocks follow; how many limits that changed."""
    change_calendars(cast.admin, now, change, **more)
    return follow(now)


def changes_of(ticket: Ticket) -> Sequence[Any]:
    """What its chain says about moved limits."""
    return [event.payload for event in events_of(ticket) if event.action == "calendar_changed"]


def test_the_moves_said_beforehand_are_the_moves_that_happen(db: SQLAlchemy, cast: Cast) -> None:
    for stage in ("submitted", "accepted", "to_sign", "working", "in_review", "awaiting_info", "closed"):
        cast.ticket(stage)
    before = {clock.id: clock.due_at for clock in db.session.scalars(select(Clock))}
    said = moves(NOW, SNOW)
    assert {clock.due_at for clock in db.session.scalars(select(Clock))} == set(before.values())
    assert said.moved > 5
    assert apply(cast, SNOW) == said.moved + said.settled
    happened = [
        (ticket.number, clock.kind, before[clock.id], clock.due_at)
        for clock, ticket in db.session.execute(select(Clock, Ticket).join(Ticket))
        if clock.due_at != before[clock.id]
    ]
    assert sorted((m.number, m.kind, m.before, m.after) for m in said.listed) == sorted(happened)


def test_a_notice_moves_limits_and_takes_their_mark_away(db: SQLAlchemy, cast: Cast) -> None:
    ticket = cast.ticket("working", YEARS_END)
    promise, contact = clock_of(ticket, "promise"), clock_of(ticket, "contact")
    assert (promise.due_at, promise.provisional) == (at("2027-01-06 17:30"), True)
    said = moves(YEARS_END, NOTICE)
    apply(cast, NOTICE, YEARS_END)
    assert (promise.due_at, promise.provisional) == (at("2027-01-07 17:30"), False)
    assert not contact.provisional
    assert ("promise", at("2027-01-06 17:30")) in {(move.kind, move.before) for move in said.listed}
    assert {"clock": "promise", "calendar": "zone"}.items() <= changes_of(ticket)[0].items()


def test_a_limit_that_stays_loses_its_mark_all_the_same(db: SQLAlchemy, cast: Cast) -> None:
    ticket = cast.ticket("accepted", YEARS_END)
    promise = clock_of(ticket, "promise")
    nothing = notice_loaded(HolidayNotice(2027, frozenset({date(2027, 1, 2)}), frozenset()))
    said = moves(YEARS_END, nothing)
    assert (said.moved, said.settled, promise.provisional) == (0, 1, True)
    before = promise.due_at
    assert apply(cast, nothing, YEARS_END) == 1
    assert (promise.due_at, promise.provisional) == (before, False)


def test_an_amendment_of_a_known_year_works_the_same_way(cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    known = limits(NOW).calendar.notices[2026]
    more = HolidayNotice(2026, known.off | {date(2026, 11, 26)}, known.work | {date(2026, 11, 28)})
    assert clock_of(ticket, "promise").due_at == at("11-30 17:30")
    said = moves(NOW, notice_loaded(more))
    assert said.moved == 0
    dropped = HolidayNotice(2026, more.off, known.work)
    assert [move.after for move in moves(NOW, notice_loaded(dropped)).listed] == [at("12-01 17:30")]
    apply(cast, notice_loaded(dropped))
    assert clock_of(ticket, "promise").due_at == at("12-01 17:30")


def test_a_breach_stays_when_its_limit_moves(cast: Cast) -> None:
    ticket = cast.ticket("to_sign")
    late = at("11-24 09:00")
    sweep(late)
    sign = clock_of(ticket, "sign")
    breached = sign.breached_at
    assert breached == at("11-23 16:00")
    apply(cast, days_set(date(2026, 11, 23), date(2026, 11, 23), ()), late)
    assert sign.due_at > breached
    assert (sign.breached_at, sign.counted_at) == (breached, breached)


def test_a_paused_clock_is_reckoned_anew_and_still_rings_nothing(cast: Cast) -> None:
    ticket = cast.ticket("in_review")
    resolve = clock_of(ticket, "resolve")
    assert resolve.state == "paused"
    (said,) = [move for move in moves(NOW, SNOW).listed if move.kind == "resolve"]
    assert said.paused
    apply(cast, SNOW)
    assert (resolve.due_at, resolve.next_at, resolve.state) == (said.after, None, "paused")
    act(cast, ticket, "officer", "send_back", at("11-23 11:00"), reason="缺少办结时间。")
    assert said.after == at("12-02 17:30")
    assert resolve.due_at == at("12-03 17:30")  # the hour in review is given back, and rounded up


def test_a_limit_never_moves_into_the_past(cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    now = at("11-27 10:00")
    opened = days_set(date(2026, 11, 28), date(2026, 11, 29), ((0, 86_400),))
    assert apply(cast, SNOW) > 0
    apply(cast, opened, now)
    apply(cast, days_set(date(2026, 11, 24), date(2026, 11, 25), None), now)
    assert clock_of(ticket, "promise").due_at >= now


def test_what_has_ended_does_not_move(cast: Cast) -> None:
    ticket = cast.ticket("closed")
    before = [(clock.due_at, clock.calendar_id) for clock in clocks_of(ticket)]
    assert apply(cast, SNOW) == 0
    assert [(clock.due_at, clock.calendar_id) for clock in clocks_of(ticket)] == before


def test_a_long_list_is_counted_in_full_and_listed_in_part(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        cast.ticket("accepted")
    whole = moves(NOW, SNOW)
    monkeypatch.setattr(calendar_moves, "LISTED", 3)
    cut = moves(NOW, SNOW)
    assert (len(cut.listed), cut.moved, cut.unlisted) == (3, whole.moved, whole.moved - 3)
    assert cut.listed == whole.listed[:3]


def test_every_calendar_follows_the_notice_and_the_record_says_so(db: SQLAlchemy, cast: Cast) -> None:
    add_calendar(cast.admin, NOW, "qyfw")
    assert last_administration().payload == {"calendars": {"qyfw": 1}}
    versions = change_calendars(cast.admin, NOW, NOTICE)
    assert versions == {"zone": 2, "qyfw": 2} == newest_versions()
    for name in versions:
        calendar = find_calendar(name)
        assert calendar is not None
        assert calendar.notices[2027] == NEXT_YEAR
    event = last_administration()
    assert (event.action, event.actor_id, event.payload["year"]) == ("notice_loaded", cast.admin.id, 2027)
    assert event.payload["calendars"] == versions
    assert event.payload["work"] == ["2027-01-09"]


def test_loading_the_same_notice_again_changes_nothing(cast: Cast) -> None:
    apply(cast, NOTICE)
    last = last_administration().seq
    assert moves(NOW, NOTICE).calendars == []
    assert change_calendars(cast.admin, NOW, NOTICE) == {}
    assert last_administration().seq == last


def test_a_department_with_a_calendar_of_its_own_counts_by_it(cast: Cast) -> None:
    before = cast.ticket("working")
    add_calendar(cast.admin, NOW, "jfj")
    saturdays = week_set((*[((30600, 43200), (50400, 63000))] * 6, ()))
    assert moves(NOW, saturdays, ["jfj"]).moved == 0
    apply(cast, saturdays, names=["jfj"])
    after = cast.ticket("working")
    assert clock_of(before, "resolve").due_at == at("11-30 17:30")
    assert clock_of(after, "resolve").due_at == at("11-28 17:30")
    assert clock_of(after, "promise").due_at == at("11-30 17:30")
    assert [move.number for move in moves(NOW, SNOW, ["jfj"]).listed] == [after.number] * 2


@pytest.mark.parametrize("code", ["jfj", "zone", "nobody", ""])
def test_a_calendar_is_added_once_and_for_a_department_that_there_is(cast: Cast, code: str) -> None:
    add_calendar(cast.admin, NOW, "jfj")
    with pytest.raises(Invalid) as refused:
        add_calendar(cast.admin, NOW, code)
    assert set(refused.value.errors) == {"department"}


def test_who_was_slower_is_told(cast: Cast) -> None:
    seen = newest_versions()
    change_calendars(cast.admin, NOW, SNOW, ["zone"], seen)
    with pytest.raises(NotNow, match="Somebody has changed this calendar"):
        change_calendars(cast.admin, NOW, NOTICE, ["zone"], seen)
    assert newest_versions() == {"zone": 2}


def test_clocks_that_another_process_started_by_an_old_calendar_catch_up(db: SQLAlchemy, cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    apply(cast, SNOW)
    promise = clock_of(ticket, "promise")
    newest, due = promise.calendar_id, promise.due_at
    old = db.session.scalars(select(CalendarVersion.id).order_by(CalendarVersion.id)).first()
    promise.calendar_id, promise.due_at = old, at("11-30 17:30")
    db.session.commit()
    assert follow(NOW) == 1
    assert (promise.calendar_id, promise.due_at) == (newest, due)
    assert follow(NOW) == 0


def test_a_page_leaves_what_is_too_much_to_the_timetable(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("servicedesk.operations.calendars.BATCH", 2)
    for _ in range(5):
        cast.ticket("accepted")
    said = moves(NOW, SNOW)
    change_calendars(cast.admin, NOW, SNOW)
    first = follow(NOW, most=1)
    assert 0 < first < said.moved
    assert first + follow(NOW) == said.moved


def test_an_old_calendar_without_notices_takes_an_amendment(db: SQLAlchemy, cast: Cast) -> None:
    spec = limits(NOW).calendar.to_spec() | {"notices": {}, "known_years": [2026]}
    spec["days"] = {"2026-11-25": [], "2026-11-28": spec["weekly"]["mon"]}
    add_version("zone", 2, spec, NOW)
    db.session.commit()
    apply(cast, notice_loaded(HolidayNotice(2026, frozenset({date(2026, 11, 26)}), frozenset())))
    calendar = limits(NOW).calendar
    works = [calendar.is_working_day(date(2026, 11, day)) for day in (25, 26, 28)]
    assert works == [True, False, False]


def test_what_follows_a_calendar_follows_from_the_events(db: SQLAlchemy, cast: Cast) -> None:
    """Also where only a reminder moves: before a hotline's limit, or after one that has passed."""
    firm = cast.enterprise.enterprise
    assert firm
    hotline = {
        "enterprise": {"credit_code": firm.credit_code, "name": firm.name},
        "channel": "hotline",
        "external_due": at("11-26 17:00").isoformat(),
    }
    later = at("11-23 16:30")
    with time_machine.travel(NOW, tick=False):
        step(cast.officer, submitted(cast.officer, **hotline), "accept")
        late = cast.ticket("to_sign")
    with time_machine.travel(later, tick=False):
        sweep(later)
        assert clock_of(late, "sign").next_at == at("11-24 17:30")
        said = moves(later, SNOW)
        change_calendars(cast.admin, later, SNOW)
        assert follow(later) == said.moved + said.settled
        assert said.settled > 0
        assert clock_of(late, "sign").next_at == at("11-26 17:30")
        sweep(at("11-27 12:00"))
        assert check(now=later).differences == []
