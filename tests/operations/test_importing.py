"""Past tickets come in with their own moments and limits, once, and nothing rings for them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from servicedesk import extensions
from servicedesk.models import Assignment, Clock, Enterprise, Event, ImportedTicket, Mail, Message, Ticket
from servicedesk.operations import ticket_import
from servicedesk.operations.calendars import change_calendars, follow, is_behind
from servicedesk.operations.checking import check
from servicedesk.operations.sampling import make_up
from servicedesk.operations.seals import audit
from servicedesk.operations.sweep import sweep
from servicedesk.queries.figures import figures, question
from servicedesk.rules.calendar_change import days_set
from servicedesk.rules.figure_question import Asked
from servicedesk.rules.figures import NO_GROUP, Figure
from servicedesk.rules.periods import parse
from servicedesk.rules.refusals import Invalid
from tests.cast import Cast
from tests.factories import (
    NOW,
    RESULT,
    credit_code,
    department_of,
    events_of,
    last_administration,
    make_enterprise,
)
from tests.importing import (
    CITY,
    CITY_MAP,
    TEMPLATE,
    TEMPLATE_MAP,
    counts,
    in_excel,
    left,
    lines_of,
    taken_in,
    written,
)
from tests.operations.matters import ZONE, act, at, clocks_of, outcomes

ROWS = lines_of(TEMPLATE)
BOSTON = ZoneInfo("America/New_York")


def row(**changes: str) -> dict[str, str]:
    """The template's first row with other cells."""
    return ROWS[0] | changes


def ticket_of(reference: str) -> Ticket:
    return extensions.db.session.scalars(select(Ticket).where(Ticket.external_ref == reference)).one()


def sound(now: datetime = NOW) -> bool:
    """Whether chains, states and limits are what the events say."""
    return not list(audit()) and not check(now=now).differences


def all_figures(cast: Cast, period: str, by: str | None = None) -> Mapping[tuple[str, str | None], Figure]:
    asked = question(cast.leader.actor(), Asked(parse(period), by, NOW), ZONE)
    return {(figure.name, figure.group): figure for figure in figures(asked)}


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


def test_lines_that_cannot_be_taken_are_named_and_the_rest_comes_in(db: SQLAlchemy, cast: Cast) -> None:
    rows = [
        row(),
        row(),
        row(编号="b", 分类="没有这一类"),
        row(编号="c", 提出时间="三月三日"),
        row(编号="d", 信用代码="91340200MA0000000X"),
        row(编号="e", 标题="两行\n标题"),
        row(编号="f", 办结时间="2025-03-01 09:00"),
    ]
    run = taken_in(NOW, written(rows))
    assert counts(run) == (2, 0, 0, 5)
    said = left(run)
    # The line is that of the file: one row stands on two.
    assert sorted(said) == [3, 4, 5, 6, 9]
    assert said[3] == "Its reference stands on line 2 already."
    assert said[4] == "The map does not translate “没有这一类” in column “分类”."
    assert "“三月三日” in column “提出时间” is no date" in said[5]
    assert "check digit" in said[6]
    assert last_administration().payload | {"import": 0} == {
        "import": 0, "source": "old-desk", "sha256": run.sha256, "rows": 7, "added": 2, "repeated": 0,
        "changed": 0, "refused": 5, "digests": last_administration().payload["digests"],
    }  # fmt: skip


def test_an_import_that_is_broken_off_goes_on_where_it_stood(
    db: SQLAlchemy, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_import, "BATCH", 3)
    run = ticket_import.propose(cast.desk_lead, NOW, "past.csv", TEMPLATE, TEMPLATE_MAP)
    ticket_import.go_on(NOW)
    ticket_import.confirm(cast.desk_lead, NOW, run.id)
    with monkeypatch.context() as broken:
        broken.setattr(ticket_import, "write_tickets", once_only(ticket_import.write_tickets))
        with pytest.raises(RuntimeError):
            ticket_import.go_on(NOW)
    # Nothing of the second batch is there, all of the first is.
    assert (run.state, run.done, run.added) == ("running", 3, 3)
    assert db.session.scalar(select(func.count()).select_from(Ticket)) == 3
    ticket_import.go_on(NOW)
    assert (run.state, counts(run)) == ("done", (4, 0, 0, 0))
    assert last_administration().actor_id == cast.desk_lead.id
    assert sound()


def once_only(write: Any) -> Any:
    """Writes once, and fails the next time."""
    calls = iter([write])

    def writing(*given: Any) -> None:
        found = next(calls, None)
        if found is None:
            raise RuntimeError("the power is off")
        found(*given)

    return writing


def test_gb18030_and_excel_say_the_same_as_utf8(db: SQLAlchemy, cast: Cast) -> None:
    taken_in(NOW, TEMPLATE)
    assert counts(taken_in(NOW, written(ROWS, "gb18030"))) == (0, 4, 0, 0)
    assert counts(taken_in(NOW, written(ROWS, "utf-8-sig"))) == (0, 4, 0, 0)
    moments = ("提出时间", "办理时限")
    sheet = [one | {name: datetime.fromisoformat(one[name]) for name in moments if one[name]} for one in ROWS]
    assert counts(taken_in(NOW, in_excel(sheet))) == (0, 4, 0, 0)


@pytest.mark.database("sqlite")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"\xff\xfe\x00\xff\xff", "neither UTF-8 nor GB 18030"),
        (b"PK\x03\x04 no book", "This Excel file cannot be read"),
        ("编号,编号\n1,2\n".encode(), "These columns stand twice: 编号."),
        ("编号,标题\n".encode(), "The file has no rows."),
        ("编号,标题\n1,x\n".encode(), "the file has no column “性质”"),
        ('编号,标题\n1,"x\n'.encode() * 3 + b'"' + b"x" * 140_000, "cannot be read"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_as_a_whole(db: SQLAlchemy, content: bytes, said: str) -> None:
    with pytest.raises(Invalid) as wrong:
        taken_in(NOW, content)
    assert said in " ".join(str(one) for found in wrong.value.errors.values() for one in found)


def test_a_dry_run_writes_nothing(db: SQLAlchemy, cast: Cast) -> None:
    tables = (Ticket, Event, ImportedTicket, Enterprise)
    before = [db.session.scalar(select(func.count()).select_from(table)) for table in tables]
    _, batches = ticket_import.try_out(NOW, TEMPLATE, TEMPLATE_MAP)
    assert [len(found.new) for found in batches] == [4]
    assert [db.session.scalar(select(func.count()).select_from(table)) for table in tables] == before


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
