"""Judging by a signed link: what it opens, for how long, whose judgement it is; and the mail with it."""

import smtplib
from typing import Any

import pytest
from flask import Flask

from servicedesk.adapters import mail
from servicedesk.models import Event, Judgement, Mail, Ticket
from servicedesk.operations.judging import judge_by_link
from servicedesk.operations.mails import send_mails
from servicedesk.queries.judging_links import linked
from servicedesk.rules.judging_links import Link, read, signed, use_of
from servicedesk.rules.refusals import NotFound, NotNow
from tests.cast import Cast
from tests.factories import NOW, submitted
from tests.operations.matters import HAPPY, REASON, act, at, outcomes, told

KEY = "k" * 40
UNHAPPY = {"solved": "no", "satisfaction": 1}


def link_of(ticket: Ticket, cast: Cast | None = None) -> Link:
    """The link of the ticket's present result, for its contact or for `enterprise`."""
    return Link(ticket.number, ticket.cycle, cast.enterprise.id if cast else None)


def test_only_what_the_desk_signed_is_read() -> None:
    link = Link("QS20261123-0001", 2, 7)
    written = signed(link, KEY)
    assert read(written, KEY) == link
    for wrong in (written[:-1], written + "A", "", "a.b", "é", written * 9, signed(link, "other")):
        assert read(wrong, KEY) is None


@pytest.mark.parametrize(
    ("changes", "use"),
    [
        ({}, "open"),
        ({"cycle": 2}, "superseded"),
        ({"judged": True}, "used"),
        ({"judged": True, "state": "closed"}, "used"),
        ({"state": "closed"}, "ended"),
        ({"now": at("11-26 17:30")}, "open"),
        ({"now": at("11-26 17:31")}, "expired"),
    ],
)
def test_what_a_link_is_good_for(changes: dict[str, Any], use: str) -> None:
    facts: dict[str, Any] = {"cycle": 1, "state": "in_callback", "judged": False, "now": NOW}
    facts["due"] = at("11-26 17:30")
    assert use_of(Link("QS20261123-0001", 1), **(facts | changes)) == use


def test_a_tap_is_the_enterprises_own_judgement_and_closes(cast: Cast, db: Any) -> None:
    ticket = cast.ticket("in_callback")
    judge_by_link(link_of(ticket, cast), at("11-23 11:00"), HAPPY)
    said = db.session.query(Judgement).one()
    assert (said.source, said.by_id, said.satisfaction) == ("judge", cast.enterprise.id, 4)
    assert (ticket.state, outcomes(ticket)["callback"], told(ticket, "judge")) == (
        "closed",
        "met",
        {"officer"},
    )
    event = db.session.query(Event).filter_by(ticket_id=ticket.id, action="judge").one()
    assert event.payload["through"] == "link"


def test_a_contact_without_an_account_judges_as_the_contact(cast: Cast, db: Any) -> None:
    ticket = cast.ticket("in_callback")
    judge_by_link(link_of(ticket), at("11-23 11:00"), UNHAPPY)
    assert (ticket.state, db.session.query(Judgement).one().by_id) == ("in_callback", None)


def test_a_link_opens_once_and_for_its_own_result_only(cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    link = link_of(ticket)
    judge_by_link(link, at("11-23 11:00"), UNHAPPY)
    with pytest.raises(NotNow, match="judged already"):
        judge_by_link(link, at("11-23 11:01"), HAPPY)
    act(cast, ticket, "officer", "redo", at("11-23 14:00"), **REASON)
    with pytest.raises(NotNow, match="taken up again"):
        judge_by_link(link, at("11-23 15:00"), HAPPY)
    assert ticket.state == "in_progress"


def test_a_link_expires_with_the_limit_of_the_callback(cast: Cast) -> None:
    ticket = cast.ticket("in_callback")
    due = linked(link_of(ticket), NOW).due
    assert due == at("11-26 17:30")
    with pytest.raises(NotNow, match="time for judging"):
        judge_by_link(link_of(ticket), at("11-26 17:31"), HAPPY)


def test_who_is_no_member_any_more_judges_nothing(cast: Cast, db: Any) -> None:
    ticket = cast.ticket("in_callback")
    for stranger in (cast.enterprise2.id, cast.officer.id, 987654):
        with pytest.raises(NotFound):
            judge_by_link(Link(ticket.number, 1, stranger), at("11-23 11:00"), HAPPY)
    cast.enterprise.active = False
    db.session.commit()
    with pytest.raises(NotFound):
        judge_by_link(link_of(ticket, cast), at("11-23 11:00"), HAPPY)


class Post:
    """A mail server that keeps what it is given, or refuses it."""

    def __init__(self) -> None:
        self.kept: list[Any] = []
        self.broken = False

    def __call__(self, host: str, port: int, timeout: int) -> "Post":
        if self.broken:
            raise smtplib.SMTPConnectError(421, "busy")
        return self

    def __enter__(self) -> "Post":
        return self

    def __exit__(self, *unused: object) -> None:
        """Nothing to let go."""

    def send_message(self, message: Any) -> None:
        self.kept.append(message)


@pytest.fixture
def post(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Post:
    """The app has a mail server."""
    found = Post()
    monkeypatch.setattr(smtplib, "SMTP", found)
    server = mail.Server.from_url("smtp://mail.zone.test?from=desk@zone.test&plain=1")
    monkeypatch.setitem(app.extensions, mail.BOUND, server)
    return found


def to_callback(cast: Cast, **changes: Any) -> Ticket:
    """A matter that the desk answers at once."""
    ticket = submitted(cast.enterprise, **changes)
    return act(cast, ticket, "officer", "answer", NOW, text="请到窗口领取。")


def test_members_and_contact_get_a_mail_with_their_own_link(cast: Cast, post: Post, db: Any) -> None:
    cast.enterprise.email = "chen@firm.cn"
    db.session.commit()
    ticket = to_callback(cast, contact={"name": "王工", "phone": "13812345678", "email": "wang@firm.cn"})
    assert (send_mails(NOW), send_mails(NOW)) == (2, 0)
    assert [one["To"] for one in post.kept] == ["chen@firm.cn", "wang@firm.cn"]
    words = [one.get_content() for one in post.kept]
    assert all(ticket.title in said and "/j/" in said for said in words)
    assert words[0] != words[1]


def test_the_mail_of_a_confidential_matter_says_no_more_than_its_number(
    cast: Cast, post: Post, db: Any
) -> None:
    cast.enterprise.email = "chen@firm.cn"
    db.session.commit()
    ticket = to_callback(cast, confidential=True)
    send_mails(NOW)
    said = str(post.kept[0]["Subject"]) + post.kept[0].get_content()
    assert ticket.number in said
    assert ticket.title not in said


def test_a_server_that_is_away_is_tried_again_and_what_was_judged_is_not_sent(
    cast: Cast, post: Post, db: Any
) -> None:
    cast.enterprise.email = "chen@firm.cn"
    db.session.commit()
    ticket = to_callback(cast)
    post.broken = True
    assert send_mails(NOW) == 0
    one = db.session.query(Mail).one()
    assert (one.tries, one.sent_at, one.next_at) == (1, None, at("11-23 10:01"))
    assert "SMTPConnectError" in one.error
    post.broken = False
    act(cast, ticket, "enterprise", "judge", at("11-23 10:01"), **HAPPY)
    assert send_mails(at("11-23 10:02")) == 0
    assert (one.next_at, one.sent_at, post.kept) == (None, None, [])


def test_without_a_server_nothing_is_written_down(cast: Cast, db: Any) -> None:
    cast.enterprise.email = "chen@firm.cn"
    to_callback(cast)
    assert db.session.query(Mail).count() == 0
