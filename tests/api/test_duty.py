"""People on duty through the API: who answers, what rings, and confirming it; handing a share over."""

from servicedesk.operations.ringing import ring_on
from servicedesk.operations.roster import plan
from tests.api.conftest import As
from tests.api.test_main_line import ok
from tests.cast import Cast
from tests.factories import NOW, assignment_of, make_person

WEEK = {"week": "2026-11-23", "people": ["officer"], "pattern": "whole_day", "day_begins": "08:00"}


def test_a_ring_is_confirmed_by_whoever_is_of_the_office(as_: As, cast: Cast) -> None:
    plan(cast.desk_lead, NOW, "qyfw", WEEK)
    ticket = cast.ticket("submitted", urgent=True)
    ring_on(NOW)
    (on_duty,) = ok(as_("officer2").get("/duty"))["items"]
    assert (on_duty["name"], on_duty["place"]) == ("周敏", 1)
    (ring,) = ok(as_("officer2").get("/rings"))["items"]
    assert (ring["ticket"], ring["kind"]) == (ticket.number, "submit_ticket")
    assert [call["name"] for call in ring["calls"]] == ["周敏"]
    assert ok(as_("handler").get("/rings"))["items"] == []
    address = f"/rings/{ring['id']}/actions/confirm"
    assert as_("handler").post(address).status_code == 404
    assert ok(as_("officer2").post(address))["confirmed_by"] == "吴倩"
    assert as_("officer").post(address).status_code == 409
    assert ok(as_("officer").get("/rings"))["items"] == []


def test_a_share_is_handed_over(as_: As, cast: Cast) -> None:
    make_person("handler", username="colleague", name="王敏", department="jfj")
    share = assignment_of(cast.ticket("working"))
    address = f"/assignments/{share.id}/actions/hand_over"
    done = ok(as_("handler").post(address, {"person": "colleague"}))
    assert done["assignments"][0]["handler"] == "王敏"
    assert as_("handler").post(address, {"person": "handler2"}).status_code == 422
