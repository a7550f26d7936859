"""What everything refers to: categories, departments, policies, the calendar; limits explained; figures."""

from datetime import timedelta
from typing import Any

import pytest
from time_machine import Traveller

from servicedesk.operations.policies import store_version
from servicedesk.queries.limits import limits
from servicedesk.rules.policy_spec import write_policy
from tests.api.conftest import As
from tests.cast import Cast
from tests.factories import NOW


def body(caller: Any, path: str, **query: Any) -> Any:
    response = caller.get(path, **query)
    assert response.status_code == 200, response.text
    return response.get_json()


def test_categories_stand_in_two_levels_with_their_strands(as_: As) -> None:
    found = {one["code"]: one for one in body(as_("enterprise"), "/categories")["items"]}
    assert (found["05"]["name"], found["05"]["level"], found["05"]["parent"]) == ("用能要素", 1, None)
    assert (found["0501"]["name"], found["0501"]["parent"], found["0501"]["strand"]) == (
        "供电",
        "05",
        "project",
    )
    assert {one["strand"] for one in found.values()} == {
        "business_environment", "project", "financing", "talent", "amenities"
    }  # fmt: skip


def test_names_are_in_the_language_that_the_call_asks_for(as_: As) -> None:
    officer = as_("officer")
    english = officer.client.get(
        "/api/v1/departments", headers=officer.headers | {"Accept-Language": "en-GB"}
    )
    assert {one["code"]: one["name"] for one in english.get_json()["items"]}["jfj"] != "经济发展局"
    assert {one["code"]: one["name"] for one in body(officer, "/departments")["items"]}["jfj"] == "经济发展局"


def test_policies_say_how_much_time_each_clock_has(as_: As) -> None:
    found = {one["code"]: one for one in body(as_("officer"), "/policies")["items"]}
    assert found["standard"]["budgets"]["promise"] == {"unit": "working_days", "amount": 5}
    assert found["urgent"]["budgets"]["accept"] == {"unit": "natural_minutes", "amount": 10}


def test_policies_say_what_they_are_for_and_since_when(as_: As) -> None:
    found = {one["code"]: one for one in body(as_("officer"), "/policies")["items"]}
    urgent = found["urgent"]
    assert (urgent["name"], urgent["name_en"]) == ("紧急事项", "Urgent matters")
    assert (urgent["case"], urgent["categories"], urgent["version"]) == ("urgent", [], 1)
    assert (urgent["review"], urgent["callback"], urgent["extension"]) == (True, True, None)
    assert urgent["effective_from"] == "2000-01-01T08:00:00+08:00"
    assert urgent["ladder"][-1] == {
        "step": "red", "after": {"unit": "working_days", "amount": 1}, "to": ["leader"],
    }  # fmt: skip


def test_policies_of_another_moment(as_: As, cast: Cast) -> None:
    spec = write_policy(limits(NOW).policies["praise"])
    store_version(cast.admin, NOW, "praise", {**spec, "name_en": "Thanks"}, NOW + timedelta(days=2), 1)
    for at, name in (
        (None, "Praise"),
        ("2026-11-25T09:59+08:00", "Praise"),
        ("2026-11-25T10:00+08:00", "Thanks"),
    ):
        query = {"at": at} if at else {}
        (praise,) = [p for p in body(as_("officer"), "/policies", **query)["items"] if p["code"] == "praise"]
        assert (praise["name_en"], praise["version"]) == (name, 1 if name == "Praise" else 2)
    wrong = as_("officer").get("/policies", at="soon")
    assert (wrong.status_code, list(wrong.get_json()["errors"])) == (422, ["at"])


def test_the_limits_chosen_at_dispatch_move_the_promise(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("accepted")
    answer = as_("officer").act(ticket, "dispatch", lead="jfj", policy="complex")
    promise = next(clock for clock in answer.get_json()["clocks"] if clock["kind"] == "promise")
    assert promise["due_at"] == "2026-12-14T17:30:00+08:00"
    assert promise["original_due_at"] == "2026-11-30T17:30:00+08:00"
    refused = as_("officer").act(cast.ticket("accepted"), "dispatch", lead="jfj", policy="urgent")
    assert (refused.status_code, list(refused.get_json()["errors"])) == (422, ["policy"])


def test_the_calendar_knows_holidays_and_make_up_days(as_: As) -> None:
    answer = body(as_("officer"), "/calendar", **{"from": "2025-09-27", "to": "2025-10-02"})
    days = {day["date"]: day for day in answer["items"]}
    assert list(days) == ["2025-09-27", "2025-09-28", "2025-09-29", "2025-09-30", "2025-10-01", "2025-10-02"]
    assert [day["is_working_day"] for day in days.values()] == [False, True, True, True, False, False]
    assert days["2025-09-28"]["open"] == [["08:30", "12:00"], ["14:00", "17:30"]]
    assert days["2025-10-01"] == {"date": "2025-10-01", "open": [], "is_working_day": False, "known": True}
    assert answer["timezone"] == "Asia/Shanghai"


def test_the_calendar_begins_today_unless_said(as_: As) -> None:
    days = body(as_("officer"), "/calendar")["items"]
    assert (days[0]["date"], len(days)) == ("2026-11-23", 32)


def test_a_year_without_a_notice_is_not_known(as_: As) -> None:
    (day,) = body(as_("officer"), "/calendar", **{"from": "2090-06-01", "to": "2090-06-01"})["items"]
    assert day["known"] is False


@pytest.mark.parametrize(
    "query",
    [
        {"from": "soon"},
        {"to": "2026-11-01"},
        {"from": "2020-01-01", "to": "2026-01-01"},
        {"from": "0001-01-01"},
        {"from": "9999-12-31"},
        {"until": "2026-12-01"},
    ],
)
def test_the_calendar_refuses_what_it_cannot_answer(as_: As, query: dict[str, str]) -> None:
    refused = as_("officer").get("/calendar", **query)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "invalid")


def test_a_limit_explains_itself(as_: As, cast: Cast) -> None:
    ticket = cast.ticket()
    (clock,) = body(as_("enterprise"), f"/tickets/{ticket.number}")["clocks"]
    told = body(as_("enterprise"), f"/clocks/{clock['id']}/explain")
    assert told["due_at"] == "2026-11-23T12:00:00+08:00"
    (line,) = told["lines"]
    assert (line["date"], line["from"], line["to"], line["counted_seconds"]) == (
        "2026-11-23", "2026-11-23T10:00:00+08:00", "2026-11-23T12:00:00+08:00", 7200
    )  # fmt: skip
    assert line["note"]


def test_a_limit_inside_the_zone_is_not_explained_to_the_enterprise(as_: As, cast: Cast) -> None:
    ticket = cast.ticket("working")
    clocks = body(as_("officer"), f"/tickets/{ticket.number}")["clocks"]
    inside = next(clock for clock in clocks if clock["kind"] == "resolve")
    assert as_("enterprise").get(f"/clocks/{inside['id']}/explain").status_code == 404
    assert as_("handler").get(f"/clocks/{inside['id']}/explain").status_code == 200
    assert as_("handler2").get(f"/clocks/{inside['id']}/explain").status_code == 404


def figure(answer: Any, name: str, group: str | None = None) -> Any:
    return next(one for one in answer["figures"] if (one["name"], one["group"]) == (name, group))


def test_a_figure_has_its_base_and_leads_to_its_tickets(as_: As, cast: Cast, at_work: Traveller) -> None:
    signed, unsigned = cast.ticket("closed"), cast.ticket("to_sign")
    at_work.move_to(NOW + timedelta(days=2))
    answer = body(as_("leader"), "/figures", period="2026-11", by="department")
    assert answer["period"] == "2026-11"
    sign = figure(answer, "sign_on_time", "jfj")
    assert (sign["value"], sign["numerator"], sign["denominator"]) == (0.5, 1, 2)
    leader = as_("leader")
    listed = leader.client.get(sign["tickets"], headers=leader.headers).get_json()["items"]
    assert {item["number"] for item in listed} == {signed.number, unsigned.number}
    kept = leader.client.get(sign["tickets"] + "&part=numerator", headers=leader.headers).get_json()["items"]
    assert [item["number"] for item in kept] == [signed.number]


def test_a_figure_of_nothing_is_empty(as_: As) -> None:
    satisfied = figure(body(as_("leader"), "/figures"), "satisfaction_rate")
    assert (satisfied["value"], satisfied["denominator"]) == (None, 0)


def test_a_figure_by_what_was_known_then(as_: As, cast: Cast, at_work: Traveller) -> None:
    cast.ticket("closed", NOW)
    at_work.move_to(NOW + timedelta(days=1))
    then = body(as_("leader"), "/figures", as_of="2026-11-22")
    today = body(as_("leader"), "/figures", as_of="2026-11-23")
    assert figure(then, "sign_on_time")["denominator"] == 0
    assert figure(today, "sign_on_time")["denominator"] == 1
    assert today["as_of"] == "2026-11-24T00:00:00+08:00"


def test_figures_are_not_for_enterprises(as_: As) -> None:
    assert as_("enterprise").get("/figures").status_code == 403
    assert as_("enterprise").get("/tickets", figure="sign_on_time").status_code == 403


@pytest.mark.parametrize(
    "query", [{"period": "soon"}, {"period": "9999"}, {"by": "colour"}, {"as_of": "x"}, {"x": 1}]
)
def test_figures_refuse_what_they_do_not_know(as_: As, query: dict[str, Any]) -> None:
    refused = as_("leader").get("/figures", **query)
    assert (refused.status_code, list(refused.get_json()["errors"])) == (422, list(query))
