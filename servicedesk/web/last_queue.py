"""The queue that somebody looks at, so that the way back from a matter leads to it again.

It is kept in the session for each place where people work: whoever takes sixty matters a day from one queue
is not led to another one after each of them.
"""

from flask import session, url_for

_KEPT = "queues"


def remember_queue(endpoint: str, asked: str | None) -> None:
    """Keep which queue this page was asked for; asked for none, the page chooses one again."""
    queues = dict(session.get(_KEPT, {}))
    if asked:
        queues[endpoint] = asked
    else:
        queues.pop(endpoint, None)
    if queues != session.get(_KEPT, {}):
        session[_KEPT] = queues


def back_to_queue(endpoint: str) -> str:
    """The address of the queue that was looked at last in `desk.inbox` or `department.home`."""
    return url_for(endpoint, queue=session.get(_KEPT, {}).get(endpoint))
