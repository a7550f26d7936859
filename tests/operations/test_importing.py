"""Past tickets come in with their own moments and limits, once, and nothing rings for them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from servicedesk.models import Assignment, Clock, Enterprise, Mail, Message, Ticket
from servicedesk.operations.calendars import change_calendars, follow
from servicedesk.operations.sampling import make_up
from servicedesk.operations.sweep import sweep
from servicedesk.queries.calendars import is_behind
from servicedesk.queries.figures import figures, question
from servicedesk.queries.report_lists import overdue
from servicedesk.rules.calendar_change import days_set
from servicedesk.rules.figure_question import Asked
from servicedesk.rules.figures import NO_GROUP, Figure
from servicedesk.rules.periods import parse
from tests.cast import Cast
from tests.factories import (
    NOW,
    RESULT,
    assignment_of,
    credit_code,
    department_of,
    events_of,
    last_administration,
    make_enterprise,
)
from tests.importing import (
    CITY,
    CITY_MAP,
    ROWS,
    TEMPLATE,
    TEMPLATE_MAP,
    counts,
    left,
    lines_of,
    row,
    sound,
    taken_in,
    ticket_of,
    written,
)
from tests.operations.matters import ZONE, act, at, clocks_of, outcomes

BOSTON = ZoneInfo("America/New_York")


def all_figures(cast: Cast, period: str, by: str | None = None) -> Mapping[tuple[str, str | None], Figure]:
    asked = question(cast.leader.actor(), Asked(parse(period), by, NOW), ZONE)
    return {(figure.name, figure.group): figure for figure in figures(asked)}


def overdue_in_reports(cast: Cast) -> Sequence[str | None]:
    """The departments of what a report calls still overdue."""
    found = overdue(question(cast.leader.actor(), Asked(parse("2026-11"), None, NOW), ZONE))
    return [one.department.name_zh if one.department else None for one in found]


def test_moments_limit_department_and_words_are_kept(db: SQLAlchemy, cast: Cast) -> None:
    assert counts(taken_in(NOW, TEMPLATE)) == (4, 0, 0, 0)
    ticket = ticket_of("2025-0001")
    assert ticket.number == "QS20250303-0001"
    assert (ticket.state, ticket.lead_id) == ("closed", department_of("zrj").id)
    assert ticket.submitted_at == at("2025-03-03 09:12")
    assert ticket.dispatched_at == at("2025-03-03 10:05")
    assert (ticket.reached_at, ticket.closed_at) == (at("2025-03-06 15:40"), at("2025-03-07 09:00"))
    assert outcomes(ticket) == {"promise": "met", "resolve": "met"}
    assert outcomes(ticket_of("2025-0002")) == {"promise": "missed", "resolve": "missed"}
    assert outcomes(ticket_of("2025-0004")) == {}
    promise = clocks_of(ticket)[0]
    assert (promise.due_at, promise.stopped_at) == (at("2025-03-10 17:30"), at("2025-03-06 15:40"))
    assert promise.counted_at == promise.stopped_at
    story = [(event.payload["moment"], event.at, event.action) for event in events_of(ticket)]
    assert story == [
        ("submitted", at("2025-03-03 09:12"), "import_ticket"),
        ("dispatched", at("2025-03-03 10:05"), "import_ticket"),
        ("result", at("2025-03-06 15:40"), "import_ticket"),
        ("closed", at("2025-03-07 09:00"), "import_ticket"),
    ]
    assert events_of(ticket)[2].texts == {"text": "已对接平台公司，现场看房并签约。"}
    assert sound()


def test_an_open_one_waits_where_it_is_and_nothing_rings(db: SQLAlchemy, cast: Cast) -> None:
    rows = [ROWS[2], ROWS[2] | {"编号": "led", "部门": "经济发展局", "交办时间": "2025-03-05 15:00"}]
    taken_in(NOW, written(rows))
    waits, led = ticket_of("2025-0003"), ticket_of("led")
    assert (waits.state, led.state) == ("accepted", "in_progress")
    assert outcomes(led) == {"promise": "running", "resolve": "running"}
    for clock in (*clocks_of(waits), *clocks_of(led)):
        assert (clock.next_at, clock.breached_at) == (None, at("2025-03-12 17:30"))
    assert db.session.scalars(select(Assignment)).one().state == "to_sign"
    swept = sweep(NOW + timedelta(days=60))
    assert (swept.judged, swept.fired) == (0, 0)
    for kind in (Message, Mail):
        assert db.session.scalar(select(func.count()).select_from(kind)) == 0
    assert sound()


def test_no_timetable_finds_past_matters(db: SQLAlchemy, cast: Cast) -> None:
    last_month = {"提出时间": "2026-10-12 09:00", "办结时间": "2026-10-13 09:00", "办理时限": ""}
    gone = row(编号="gone", 状态="撤回", 答复时间="", 交办时间="", **last_month)
    taken_in(NOW, written([gone, ROWS[2]]))
    assert make_up(NOW) == 0
    change_calendars(None, NOW, days_set(date(2026, 11, 24), date(2026, 11, 24), ()))
    assert follow(NOW) == 0
    assert not is_behind()
    assert sweep(NOW + timedelta(days=1)).fired == 0
    assert sound()


def test_an_open_one_is_taken_up_like_any_other_and_its_limit_stays(db: SQLAlchemy, cast: Cast) -> None:
    taken_in(NOW, written([ROWS[2]]))
    ticket = ticket_of("2025-0003")
    act(cast, ticket, "officer", "recategorise", NOW, category="0103", reason="分类有误。")
    act(cast, ticket, "officer", "dispatch", NOW, lead="jfj", assists=["rsj"])
    promise, resolve = clocks_of(ticket)[:2]
    assert {promise.due_at, resolve.due_at} == {at("2025-03-12 17:30")}
    assert {promise.next_at, resolve.next_at} == {None}
    act(cast, ticket, "handler", "sign", NOW)
    act(cast, ticket, "handler", "submit", NOW, **RESULT, without_assists="已当面办结。")
    act(cast, ticket, "officer", "pass_review", NOW)
    act(cast, ticket, "officer", "callback", NOW, reached=True, solved="yes", satisfaction=5)
    assert ticket.state == "closed"
    assert {promise.state, resolve.state} == {"missed"}
    assert sound()


def test_the_limit_of_one_that_waited_to_be_dispatched_is_its_leads_from_then_on(
    db: SQLAlchemy, cast: Cast
) -> None:
    taken_in(NOW, written([ROWS[2]]))
    ticket = ticket_of("2025-0003")
    assert overdue_in_reports(cast) == [None]
    act(cast, ticket, "officer", "dispatch", NOW, lead="jfj")
    share = assignment_of(ticket)
    (resolve,) = [clock for clock in clocks_of(ticket) if clock.kind == "resolve"]
    assert (resolve.assignment_id, resolve.department_id) == (share.id, department_of("jfj").id)
    assert (resolve.due_at, resolve.next_at) == (at("2025-03-12 17:30"), None)
    assert share.next_due_at == resolve.due_at
    assert overdue_in_reports(cast) == ["经济发展局"]
    assert all_figures(cast, "2025", by="department")["resolved_on_time", "jfj"].denominator == 1
    assert sound()


def test_what_was_withdrawn_or_refused_stands_in_no_denominator(db: SQLAlchemy, cast: Cast) -> None:
    gone = [row(编号=state, 状态=state, 答复时间="", 交办时间="") for state in ("撤回", "不予受理")]
    taken_in(NOW, written(gone))
    assert outcomes(ticket_of("撤回")) == {"promise": "cancelled", "resolve": "cancelled"}
    assert outcomes(ticket_of("不予受理")) == {}
    assert all_figures(cast, "2025")["promise_kept_rate", None].denominator == 0
    assert sound()


def test_repeating_adds_nothing_and_a_changed_row_is_reported(db: SQLAlchemy, cast: Cast) -> None:
    taken_in(NOW, TEMPLATE)
    assert counts(taken_in(NOW, TEMPLATE)) == (0, 4, 0, 0)
    again = taken_in(NOW, written([row(标题="改过的标题"), *ROWS[1:], row(编号="new")]))
    assert counts(again) == (1, 4, 1, 0)
    assert "what was imported stays" in left(again)[2]
    assert ticket_of("2025-0001").title == "标准化厂房租赁"
    # Numbers go on after those of the day.
    assert ticket_of("new").number == "QS20250303-0002"
    # The same reference of another system is another ticket.
    assert counts(taken_in(NOW, TEMPLATE, TEMPLATE_MAP | {"source": "hotline"})) == (4, 0, 0, 0)
    assert last_administration().payload["source"] == "hotline"
    assert sound()


def test_enterprises_are_found_by_code_or_name_or_are_not_known(db: SQLAlchemy, cast: Cast) -> None:
    firm = make_enterprise("海川化工有限公司")
    code, other = credit_code(9_000_001), credit_code(9_000_002)
    rows = [
        row(编号="by code", 信用代码=firm.credit_code),
        row(编号="by name", 企业名称=firm.name, 联系人=""),
        row(编号="new", 信用代码=code, 企业名称="新来有限公司"),
        row(编号="nameless", 信用代码=other),
        row(编号="nobody", 企业名称="从未听说有限公司", 联系人=""),
    ]
    run = taken_in(NOW, written(rows))
    assert left(run) == {5: "This enterprise is not known yet: please give its name."}
    owners = {
        ticket.external_ref: owner.name
        for ticket, owner in db.session.execute(select(Ticket, Enterprise).join(Ticket.enterprise))
    }
    assert owners == {
        "by code": firm.name, "by name": firm.name, "new": "新来有限公司", "nobody": "企业不详",
    }  # fmt: skip
    assert ticket_of("nobody").contact_name == "从未听说有限公司"
    found = all_figures(cast, "2025", by="enterprise")
    assert found["promise_kept_rate", NO_GROUP].denominator == 1
    assert found["promise_kept_rate", firm.credit_code].denominator == 2
    assert sound()


@pytest.mark.skipif(not CITY.exists(), reason="the city's file does not lie beside the project")
@pytest.mark.database("sqlite")
def test_the_citys_own_flags_are_found_row_by_row(db: SQLAlchemy, cast: Cast) -> None:
    content = CITY.read_bytes()
    rows = {one["case_enquiry_id"]: one for one in lines_of(content)}
    assert counts(taken_in(NOW, content, CITY_MAP)) == (len(rows), 0, 0, 0)
    clocks: dict[str, list[Clock]] = {}
    for reference, clock in db.session.execute(
        select(Ticket.external_ref, Clock).join(Clock, Clock.ticket_id == Ticket.id)
    ):
        clocks.setdefault(reference, []).append(clock)
    with_target = {reference for reference, one in rows.items() if one["sla_target_dt"]}
    assert clocks.keys() == with_target
    for reference in with_target:
        one = rows[reference]
        due = datetime.fromisoformat(one["sla_target_dt"]).replace(tzinfo=BOSTON).astimezone(UTC)
        for clock in clocks[reference]:
            assert clock.due_at == due
            assert (clock.state == "met") == (one["on_time"] == "ONTIME"), reference
    kept = sum(rows[reference]["on_time"] == "ONTIME" for reference in with_target)
    found = all_figures(cast, "2013-01-01..2015-12-31")
    for name in ("promise_kept_rate", "resolved_on_time"):
        assert (found[name, None].numerator, found[name, None].denominator) == (kept, len(with_target))
    assert (kept, len(with_target)) == (4558, 5241)
    assert counts(taken_in(NOW, content, CITY_MAP)) == (0, len(rows), 0, 0)
    assert sweep(NOW).fired == 0
    assert sound()
