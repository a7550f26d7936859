"""The pages of reports: made, read, written in, issued and fetched in the browser."""

import io

import docx
import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from werkzeug.test import TestResponse

from servicedesk.documents.speaking import spoken
from servicedesk.models import Report
from servicedesk.operations.report_queue import make_waiting
from servicedesk.operations.reports import ask
from tests.cast import Cast
from tests.factories import NOW
from tests.operations.reporting import DAYS
from tests.statements import MOST, counted
from tests.web.pages import ENGLISH, sign_in, words

pytestmark = [pytest.mark.database("sqlite"), pytest.mark.usefixtures("at_work")]
OWN = "本期重点推进并联审批。"


def made(cast: Cast, who: str = "leader", *, openly: bool = True) -> Report:
    report = ask(getattr(cast, who), NOW, {"period": "2026-11"}, DAYS, openly=openly)
    make_waiting(NOW, DAYS, spoken)
    return report


def post(client: FlaskClient, address: str, **given: object) -> TestResponse:
    return client.post(address, data=given, headers=ENGLISH, follow_redirects=True)


def test_before_issuing_it_is_said_what_nobody_has_written(
    client: FlaskClient, cast: Cast, db: SQLAlchemy
) -> None:
    report = ask(cast.leader, NOW, {"period": "2026-H2"}, DAYS)
    make_waiting(NOW, DAYS, spoken)
    sign_in(client, "leader")
    address = f"/board/reports/{report.id}"
    assert "“下一步工作安排” is not written yet" in words(client.get(f"{address}/issue", headers=ENGLISH))
    post(client, f"{address}/paragraphs/next", text=OWN)
    assert "is not written yet" not in words(client.get(f"{address}/issue", headers=ENGLISH))


def test_a_leader_makes_reads_edits_and_issues_a_report(
    client: FlaskClient, cast: Cast, db: SQLAlchemy
) -> None:
    cast.ticket("closed")
    sign_in(client, "leader")
    waiting = post(client, "/board/reports", period="2026-11", kind="", language="zh", openly="y")
    assert "The report is being made" in words(waiting)
    make_waiting(NOW, DAYS, spoken)
    report = db.session.query(Report).one()
    page = words(client.get(f"/board/reports/{report.id}", headers=ENGLISH))
    assert "2026年11月企业服务保障情况通报" in page
    assert "一、诉求受理情况" in page
    edited = post(client, f"/board/reports/{report.id}/paragraphs/late", text=OWN)
    assert OWN in words(edited)
    asked_once = words(client.get(f"/board/reports/{report.id}/issue", headers=ENGLISH))
    assert "An issued report never changes" in asked_once
    issued = words(post(client, f"/board/reports/{report.id}/issue"))
    assert "通报〔2026〕1号" in issued
    db.session.refresh(report)
    assert report.hash in issued
    file = client.get(f"/board/reports/{report.id}/files/docx")
    assert file.headers["Content-Disposition"] == "attachment; filename=circular-2026-11.docx"
    assert OWN in [one.text for one in docx.Document(io.BytesIO(file.data)).paragraphs]


@pytest.mark.parametrize("format_", ["docx", "xlsx", "md", "csv"])
def test_a_report_is_fetched_in_each_format(client: FlaskClient, cast: Cast, format_: str) -> None:
    report = made(cast)
    sign_in(client, "desk_lead")
    assert client.get(f"/board/reports/{report.id}/files/{format_}").status_code == 200
    assert client.get(f"/board/reports/{report.id}/files/exe").status_code == 404


def test_what_cannot_be_made_is_said_beside_its_field_and_kept(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "leader")
    answer = post(client, "/board/reports", period="soon", kind="", language="zh")
    assert answer.status_code == 422
    assert 'value="soon"' in answer.text
    assert "Please give a period such as" in words(answer)


def test_corrections_stand_beside_an_issued_report(client: FlaskClient, cast: Cast) -> None:
    report = made(cast)
    sign_in(client, "leader")
    post(client, f"/board/reports/{report.id}/issue")
    cast.ticket("submitted")
    assert "Is being reckoned" in words(post(client, f"/board/reports/{report.id}/check"))
    make_waiting(NOW, DAYS, spoken)
    page = words(client.get(f"/board/reports/{report.id}", headers=ENGLISH))
    assert "Reckoned again" in page


def test_a_department_reads_what_was_issued_for_the_zone_and_nothing_else(
    client: FlaskClient, cast: Cast
) -> None:
    own, draft = made(cast, openly=False), made(cast, "desk_lead")
    sign_in(client, "handler")
    assert "There are no reports yet" in words(client.get("/board/reports", headers=ENGLISH))
    for report in (own, draft):
        for way in ("", "/issue", "/paragraphs/late", "/files/docx"):
            assert client.get(f"/board/reports/{report.id}{way}").status_code == 404
        assert post(client, f"/board/reports/{report.id}/issue").status_code == 404


@pytest.mark.parametrize("username", ["enterprise", "admin"])
def test_reports_are_not_for_others(client: FlaskClient, cast: Cast, username: str) -> None:
    sign_in(client, username)
    assert client.get("/board/reports").status_code == 403


def test_a_schedule_is_made_and_ended(client: FlaskClient, cast: Cast) -> None:
    sign_in(client, "supervisor")
    given = {"kind": "weekly", "weekday": "0", "hour": "8", "language": "zh"}
    refused = post(client, "/board/reports/schedules", **given)
    assert refused.status_code == 422
    done = words(post(client, "/board/reports/schedules", **given, recipients=["leader", "handler"]))
    assert "Monday, 08:00" in done
    assert "Nothing is scheduled" in words(post(client, "/board/reports/schedules/1/end"))


def test_the_pages_of_reports_cost_few_statements(client: FlaskClient, cast: Cast, db: SQLAlchemy) -> None:
    report = made(cast)
    sign_in(client, "leader")
    post(client, f"/board/reports/{report.id}/issue")
    for address in ("/board/reports", f"/board/reports/{report.id}", "/board/reports/schedules"):
        client.get(address)
        with counted(db) as statements:
            assert client.get(address).status_code == 200
        assert len(statements) <= MOST, (address, statements)
