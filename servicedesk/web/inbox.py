"""Everybody's messages: the list, and marking as read. Hangs its pages on the blueprint `account`."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_required

from servicedesk.operations.inbox import read_all, read_message
from servicedesk.queries.duty_rings import rings_by_id
from servicedesk.queries.inbox import PAGE, Letter, letters
from servicedesk.rules.judging_links import Link
from servicedesk.rules.requests import DECIDING_ROLES
from servicedesk.web import notices, request_time
from servicedesk.web.account import blueprint
from servicedesk.web.duty_now import ring_line
from servicedesk.web.judging_links import address_part

# Where a message leads that is about no matter; the others lead to the reader's own account.
ABOUT = {"notice_missed": "admin.load_notice", "clock_aside": "admin.home"}
ABOUT |= dict.fromkeys(("deputy_named", "absence_entered", "absence_ended", "away_entered"), "duty.office")
ABOUT |= dict.fromkeys(("shift_handed_over", "shift_taken_over"), "duty.handover")


@blueprint.get("/account/messages")
@login_required
def messages() -> ResponseReturnValue:
    """The reader's messages, newest first."""
    before = request.args.get("before", type=int)
    found = letters(current_user, before)
    shown = found[:PAGE]
    further = url_for("account.messages", before=shown[-1].message.id) if len(found) > PAGE else None
    rung = rings_by_id({one.message.params["ring"] for one in shown if "ring" in one.message.params})
    return render_template(
        "account/messages.html",
        letters=shown,
        notices=notices,
        further=further,
        begun=before is None,
        judge_address=_judge_address,
        rings={id_: ring_line(ring) for id_, ring in rung.items()},
    )


def _judge_address(letter: Letter) -> str:
    """The signed link with which the reader judges the result that a message is about."""
    link = Link(letter.number or "", letter.message.params["cycle"], current_user.id)
    return url_for("public.judge", link=address_part(link))


@blueprint.get("/account/messages/<int:message_id>")
@login_required
def open_message(message_id: int) -> ResponseReturnValue:
    """Mark a message as read and go to what it is about."""
    message = read_message(current_user, message_id, request_time.now())
    number = request.args.get("number", "")
    if message.kind in notices.TO_DECIDE and current_user.roles & DECIDING_ROLES:
        return redirect(url_for("decisions.decision", request_id=message.params["request"]))
    if "report" in message.params:
        return redirect(url_for("board.report", report_id=message.params["report"]))
    if "whistle" in message.params:
        return redirect(url_for("whistles.whistle", whistle=message.params["whistle"]))
    if message.ticket_id is not None:
        return redirect(url_for("matter.show", number=number) if number else url_for("account.messages"))
    return redirect(url_for(ABOUT.get(message.kind, "account.profile")))


@blueprint.post("/account/messages")
@login_required
def read_messages() -> ResponseReturnValue:
    """Mark all as read."""
    read_all(current_user, request_time.now())
    return redirect(url_for("account.messages"))
