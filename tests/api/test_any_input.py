"""Whatever a program sends, it gets an answer that the contract knows, never a failure."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from servicedesk.api import tickets
from servicedesk.rules import workflow
from tests.api.conftest import As
from tests.cast import Cast
from tests.factories import assignment_of

ANSWERS = {200, 201, 400, 403, 404, 409, 413, 422}
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(
        ["request", "0103", "jfj", "yes", "phone", "2026-11-23", "2026-11-23T10:00+08:00", "\x00", "\ud800"]
    ),
    st.datetimes().map(lambda moment: moment.isoformat() + "+08:00"),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["credit_code", "name", "phone", "x"]), inner, max_size=3),
    ),
    max_leaves=5,
)
ROWS = (*workflow.TICKET, *workflow.ASSIGNMENT, *workflow.REQUEST)
NAMES = sorted(
    {
        field.name
        for row in (*workflow.TICKET, *workflow.ASSIGNMENT, *workflow.REQUEST)
        for field in row.fields
    }
    | {"kind", "category", "title", "description", "urgent", "channel", "external_due", "external_ref"}
    | {"contact", "enterprise", "fields", "about_department", "version"}
)
BODIES = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=12)
SETTINGS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("stage", ["submitted", "accepted", "working", "in_callback"])
def test_any_body_of_any_step_is_answered(as_: As, cast: Cast, stage: str) -> None:
    ticket = cast.ticket(stage)
    paths = [f"/tickets/{ticket.number}/actions/{action}" for action in workflow.actions(workflow.TICKET)]
    if stage == "working":
        share = assignment_of(ticket).id
        paths = [f"/assignments/{share}/actions/{one}" for one in workflow.actions(workflow.ASSIGNMENT)]
        more = {"days": 1, "reason": "须等批复。", "for_enterprise": "答复顺延。"}
        as_("handler").post(f"/assignments/{share}/actions/request_extension", more)
        asked = as_("officer").get("/requests").get_json()["items"][0]["id"]
        paths += [f"/requests/{asked}/actions/{one}" for one in workflow.actions(workflow.REQUEST)]
    callers = [as_("enterprise"), as_("officer"), as_("handler"), as_("desk_lead")]

    @SETTINGS
    @given(path=st.sampled_from(paths), caller=st.sampled_from(callers), body=BODIES)
    def answered(path: str, caller: Any, body: dict[str, Any]) -> None:
        assert caller.post(path, body).status_code in ANSWERS

    answered()


def test_any_submission_is_answered(as_: As) -> None:
    callers = [as_("enterprise"), as_("officer")]

    @SETTINGS
    @given(caller=st.sampled_from(callers), body=BODIES)
    def answered(caller: Any, body: dict[str, Any]) -> None:
        good = {"kind": "request", "category": "0103", "title": "a", "description": "b"}
        assert caller.post("/tickets", good | body).status_code in ANSWERS

    answered()


def test_any_query_is_answered(as_: As, cast: Cast) -> None:
    cast.ticket("working")
    officer = as_("officer")
    names = sorted({*tickets.NAMES, "from", "to", "colour"})
    some = st.sampled_from(
        ["due", "sign_on_time", "2026-11", "department", "9999-12-31", "0001-01-01..9999-12-31"]
    )

    @SETTINGS
    @given(query=st.dictionaries(st.sampled_from(names), st.one_of(st.text(max_size=12), some), max_size=4))
    def answered(query: dict[str, str]) -> None:
        for path in ("/tickets", "/figures", "/calendar"):
            assert officer.get(path, **query).status_code in ANSWERS

    answered()
