"""The OpenAPI document describes all of it, and the answers are as it says."""

import re
from typing import Any

import pytest
from flask import Flask

from servicedesk.rules import workflow
from servicedesk.rules.call_workflow import CALL
from servicedesk.rules.whistle_workflow import WHISTLE
from tests.api.answers import faults, resolved
from tests.api.conftest import As
from tests.cast import STAGES, Cast
from tests.factories import assignment_of, matter

PREFIX = "/api/v1"
LISTS = ["/categories", "/departments", "/policies", "/calendar", "/figures", "/requests", "/whistles"]

SUBJECTS = {
    "/tickets/{number}": workflow.TICKET,
    "/assignments/{assignment_id}": workflow.ASSIGNMENT,
    "/requests/{request_id}": workflow.REQUEST,
    "/whistles/{whistle}": WHISTLE,
    "/calls/{call_id}": CALL,
}


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    response = app.test_client().get(f"{PREFIX}/openapi.json")
    assert response.status_code == 200
    return dict(response.get_json())


def answered(document: dict[str, Any], path: str, method: str = "get", status: str = "200") -> dict[str, Any]:
    """The schema of an answer."""
    content = document["paths"][PREFIX + path][method]["responses"][status]["content"]
    return dict(next(iter(content.values()))["schema"])


@pytest.mark.database("sqlite")
def test_every_call_is_described_and_nothing_else(app: Flask, document: dict[str, Any]) -> None:
    described = {(path, method.upper()) for path, methods in document["paths"].items() for method in methods
                 if method != "parameters"}  # fmt: skip
    calls = set()
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("api."):
            path = re.sub(r"<(?:[^:>]+:)?(\w+)>", r"{\1}", rule.rule)
            calls |= {(path, method) for method in rule.methods - {"HEAD", "OPTIONS"}}
    assert described == calls


@pytest.mark.database("sqlite")
def test_every_call_says_who_may_and_which_problems_it_answers_with(document: dict[str, Any]) -> None:
    assert document["security"] == [{"token": []}]
    assert document["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if method == "parameters":
                continue
            problem = operation["responses"]["401"]["content"]["application/problem+json"]["schema"]
            assert problem["$ref"].endswith("/Problem"), path
            assert operation["summary"], path
            assert operation["tags"] != ["api"], path


@pytest.mark.database("sqlite")
@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_action_of_the_workflow_stands_there_with_its_fields(
    document: dict[str, Any], subject: str
) -> None:
    # What has no steps that others could miss has no version.
    beside = {"version"} if subject.startswith(("/tickets", "/assignments")) else set()
    for action in {row.action for row in SUBJECTS[subject]}:
        rows = [row for row in SUBJECTS[subject] if row.action == action]
        operation = document["paths"][f"{PREFIX}{subject}/actions/{action}"]["post"]
        body = operation["requestBody"]["content"]["application/json"]["schema"]
        assert set(body["properties"]) == {field.name for row in rows for field in row.fields} | beside
        # What only some must give (the lead, but not who helps) need not be given by everybody.
        needed = [{field.name for field in row.fields if field.required} for row in rows]
        assert set(body.get("required", ())) == set.intersection(*needed)


@pytest.mark.database("sqlite")
def test_every_reference_in_the_document_leads_somewhere(document: dict[str, Any]) -> None:
    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if "$ref" in part else []
            return own + [found for one in part.values() for found in references(one)]
        return [found for one in part for found in references(one)] if isinstance(part, list) else []

    assert all(resolved(document, {"$ref": found}) for found in references(document))


@pytest.mark.database("sqlite")
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("reader", ["enterprise", "officer", "leader"])
def test_tickets_are_answered_as_described(
    as_: As, cast: Cast, document: dict[str, Any], stage: str, reader: str
) -> None:
    ticket = cast.ticket(stage)
    for path, described in (
        (f"/tickets/{ticket.number}", "/tickets/{number}"),
        (f"/tickets/{ticket.number}/events", "/tickets/{number}/events"),
        ("/tickets", "/tickets"),
    ):
        body = as_(reader).get(path).get_json()
        assert faults(document, answered(document, described), body) == []


@pytest.mark.database("sqlite")
def test_what_calls_do_is_answered_as_described(as_: As, cast: Cast, document: dict[str, Any]) -> None:
    new = as_("enterprise").post("/tickets", matter()).get_json()
    assert faults(document, answered(document, "/tickets", "post", "201"), new) == []
    ticket = cast.ticket("to_sign")
    signed = as_("handler").post(f"/assignments/{assignment_of(ticket).id}/actions/sign").get_json()
    described = answered(document, "/assignments/{assignment_id}/actions/sign", "post")
    assert faults(document, described, signed) == []
    refused = as_("officer").act(ticket, "accept", version=1)
    problem = answered(document, "/tickets/{number}/actions/accept", "post", "409")
    assert faults(document, problem, refused.get_json()) == []


@pytest.mark.database("sqlite")
@pytest.mark.parametrize("path", LISTS)
def test_lists_are_answered_as_described(as_: As, cast: Cast, document: dict[str, Any], path: str) -> None:
    cast.ticket("closed")
    assert faults(document, answered(document, path), as_("officer").get(path).get_json()) == []


@pytest.mark.database("sqlite")
def test_the_explanation_of_a_limit_is_answered_as_described(
    as_: As, cast: Cast, document: dict[str, Any]
) -> None:
    ticket = cast.ticket("in_review")
    clocks = as_("officer").get(f"/tickets/{ticket.number}").get_json()["clocks"]
    for clock in clocks:
        body = as_("officer").get(f"/clocks/{clock['id']}/explain").get_json()
        assert faults(document, answered(document, "/clocks/{clock_id}/explain"), body) == []
        assert body["due_at"] == clock["due_at"]
