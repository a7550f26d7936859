"""Doing what a button or a form of these pages asks for, saying what came of it, and going back."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from servicedesk.languages import say
from servicedesk.operations.replays import digest_of, once
from servicedesk.rules.refusals import Invalid, NotAllowed, NotNow
from servicedesk.web import request_time


def press(do: Callable[[], str], back: str, refused: type[NotAllowed] = NotNow) -> Response:
    """Do what a button says: `do` answers what is told then; `refused` is told as well, instead of a page."""
    try:
        flash(do(), "success")
    except Invalid as wrong:
        flash(" ".join(say(one) for sentences in wrong.errors.values() for one in sentences), "danger")
    except refused as why:
        flash(say(why.sentence), "warning")
    return redirect(back, 303)


def enter(
    form: Any,
    given: Mapping[str, Any],
    do: Callable[[], dict[str, Any]],
    told: Callable[[dict[str, Any]], str],
    again: Callable[[], str],
    back: str,
    names: dict[str, str] | None = None,
) -> Response | tuple[str, int]:
    """Do once what a form says, and tell what `told` makes of the answer.

    What is refused stands beside its field on the page `again`, with all that was typed; `names` as in
    `Form.refuse`.
    """
    if not form.validate_on_submit():
        return again(), 422
    digest = digest_of(request.full_path, given)
    try:
        answer = once(current_user, request_time.now(), form.once.data, digest, do)
    except Invalid as wrong:
        form.refuse(wrong, names)
        return again(), 422
    flash(told(answer), "success")
    return redirect(back, 303)
