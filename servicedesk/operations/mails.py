"""Mails that ask for a judgement or tell of a report: written down with it, and sent by the timetable."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from email.message import EmailMessage

from servicedesk.adapters import mail
from servicedesk.extensions import db
from servicedesk.models import Mail, Report, Ticket
from servicedesk.operations.transaction import transaction
from servicedesk.queries.judging_links import linked
from servicedesk.queries.mails import mail_addresses, next_mail
from servicedesk.rules.judging_links import Link

# How long after each try in vain the next one follows; then it is given up.
PATIENCE = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
LEASE = timedelta(minutes=15)
"""For so long a mail is one process's to send."""

log = logging.getLogger(__name__)


def ask_by_mail(ticket: Ticket, people: Collection[int], now: datetime) -> None:
    """Write down a mail for each of these members who has an address, and for the contact of the matter.

    Nothing where no mail server is set. Takes part in the transaction of its caller.
    """
    if mail.server() is None:
        return
    to: dict[str, int | None] = dict(mail_addresses(people))
    if ticket.contact_email:
        to.setdefault(ticket.contact_email, None)
    db.session.add_all(
        Mail(
            ticket_id=ticket.id, cycle=ticket.cycle, person_id=person, address=address, created_at=now,
            next_at=now,
        )
        for address, person in to.items()
    )  # fmt: skip


def tell_by_mail(report: Report, people: Collection[int], now: datetime) -> None:
    """Write down a mail for each of these people who has an address, that a report is there.

    Nothing where no mail server is set. Takes part in the transaction of its caller.
    """
    if mail.server() is None:
        return
    db.session.add_all(
        Mail(report_id=report.id, person_id=person, address=address, created_at=now, next_at=now)
        for address, person in mail_addresses(people).items()
    )


def send_mails(now: datetime) -> int:
    """Send every mail whose moment has come; answers how many were sent. Commits each by itself.

    What a server does not take is tried again later, and given up after the last try; what is no use any more
    (it was judged meanwhile) is not sent. A process that is killed between sending and writing so sends once
    more.
    """
    server, sent = mail.server(), 0
    while server is not None and (done := _send_one(server, now)) is not None:
        sent += done
    db.session.rollback()
    return sent


def _send_one(server: mail.Server, now: datetime) -> bool | None:
    """Whether the next one was sent; None: none waits."""
    with transaction():
        one = next_mail(now)
        if one is None:
            return None
        # Nobody else takes it meanwhile, and should this process die, it is tried again after a while.
        id_, message = one.id, _words_of(one, now)
        one.next_at = now + LEASE if message else None
        one.tries += message is not None
    if message is None:
        return False
    try:
        server.send(message)
    except mail.NotSent as refused:
        wrong = str(refused)
    else:
        wrong = ""
    with transaction():
        tried = db.session.get_one(Mail, id_)
        _note(tried, wrong, now)
    return not wrong


def _words_of(one: Mail, now: datetime) -> EmailMessage | None:
    """The mail itself; None where it is of no use any more."""
    language = one.person.locale if one.person else None
    if one.report is not None:
        return mail.tell_of_report(one.address, language, one.report.id, one.report.document or {})
    assert one.ticket is not None
    assert one.cycle is not None
    link = Link(one.ticket.number, one.cycle, one.person_id)
    found = linked(link, now)
    if found.use != "open":
        return None
    matter = {"title": "" if one.ticket.sensitive else one.ticket.title, "due": found.due}
    return mail.ask_for_judgement(one.address, language, link, matter)


def _note(tried: Mail, wrong: str, now: datetime) -> None:
    tried.error = wrong or None
    if not wrong:
        tried.sent_at, tried.next_at = now, None
    elif tried.tries <= len(PATIENCE):
        tried.next_at = now + PATIENCE[tried.tries - 1]
    else:
        tried.next_at = None
        log.error("mail %d is given up: %s", tried.id, wrong)
