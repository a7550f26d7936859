"""One request with all that the decision on it needs, on one page."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from flask import render_template
from flask_login import current_user

from servicedesk.languages import name_of
from servicedesk.queries import redacted
from servicedesk.queries.asked_before import asked_before
from servicedesk.queries.deciders import deciders, papers
from servicedesk.queries.finding import ticket_of_request
from servicedesk.queries.limits import limits
from servicedesk.queries.results import results_of
from servicedesk.queries.standing import Standing, standing
from servicedesk.rules.paper import may_record
from servicedesk.rules.refusals import NotFound
from servicedesk.rules.requests import WAITING_STATES
from servicedesk.rules.trials import if_extended, if_suspended
from servicedesk.web import request_time
from servicedesk.web.asked import asked
from servicedesk.web.foresight import EXTENDED, Moved, day_choices, held_up, if_tracked, moved, of_share
from servicedesk.web.forms.choice import SelectChoice
from servicedesk.web.forms.decision import DecidingForm, DecisionForm
from servicedesk.web.forms.paper import PaperForm
from servicedesk.web.matter_view import chip_of
from servicedesk.web.return_decision import hangs_on_it, leads, return_form

if TYPE_CHECKING:
    from servicedesk.models import Assignment, Clock, Person, Request, Result


@dataclass(frozen=True, slots=True)
class Found:
    """A request with its matter, as they stand now."""

    request: "Request"
    share: "Assignment | None"
    stand: Standing

    @property
    def limit(self) -> "Clock | None":
        """The limit of the share's result."""
        return self.stand.limit_of(self.request.assignment_id)

    @property
    def waits(self) -> bool:
        """Whether nobody has decided yet."""
        return self.request.state in WAITING_STATES


def find(request_id: int) -> Found:
    """A request with its matter; raises NotFound without sight of it."""
    now = request_time.now()
    ticket = ticket_of_request(request_id, current_user.actor())
    stand = standing(ticket, current_user, limits(now), now)
    stand = redacted.standing_of(stand)
    one = next((one for one in stand.requests if one.id == request_id), None)
    if one is None:
        raise NotFound
    return Found(one, stand.share(one.assignment_id), stand)


def page_of(
    found: Found, form: DecidingForm | None = None, refused: str = "", paper: PaperForm | None = None
) -> str:
    """The page of a request; its forms as they were filled in, or fresh."""
    form = form or form_of(found, fresh=True)
    one, stand, now = found.request, found.stand, request_time.now()
    is_return = one.kind == "return" and found.share is not None
    clock = next((clock for clock in stand.live_clocks if clock.request_id == one.id), None)
    return render_template(
        "decisions/request.html",
        is_return=is_return,
        share=found.share,
        came=hangs_on_it(found.share, stand) if found.share and is_return else None,
        asked=asked(one, found.share, chip=chip_of(clock, stand.limits, now) if clock else None),
        ticket=stand.ticket,
        request_id=one.id,
        lead=stand.lead,
        form=form,
        paper=paper or (paper_form(found, fresh=True) if may_record_here(found) else None),
        paper_filled=paper is not None,
        refused=refused,
        actions=stand.request_actions(one, now),
        waits=found.waits,
        mine=one.asked_by_id == current_user.id,
        moved=_moved(found) if found.waits else [],
        foreseen=if_tracked(found.stand) if one.kind == "tracking" and found.waits else [],
        original=found.limit.original_due_at if found.limit else None,
        earlier=[asked(before, found.share) for before in reversed(stand.requests) if before.id < one.id],
        office=_office(one),
        before=[
            (asked(before, before.assignment), before.ticket.number, _title(before))
            for before in asked_before(one, current_user.actor())
        ],
        # Whether a matter is taken up again, or stands in the figures, depends on what came of it.
        result=_result(stand) if one.kind in ("reopening", "exclusion") else None,
        judgement=next((said for said in reversed(stand.judgements) if said.satisfaction), None),
    )


def _title(request: "Request") -> str:
    return redacted.title_of(request.ticket, current_user.actor())


def _office(request: "Request") -> str:
    asker = request.asked_by
    return name_of(asker.department) if asker.department else asker.name


def _result(stand: Standing) -> "Result | None":
    if stand.ticket.reached_at is None:
        return None
    reached = [result for result in results_of(stand.ticket) if result.reached_at]
    return reached[-1] if reached else None


def form_of(found: Found, *, fresh: bool = False) -> DecidingForm:
    """The form of the decision, as it was filled in or `fresh`."""
    filled: dict[str, Any] = {"formdata": None} if fresh else {}
    if found.request.kind == "return" and found.share is not None:
        return return_form(found.request, found.share, found.stand, data=_start(found), **filled)
    form = DecisionForm(data=_start(found), **filled)
    form.offers(found.request.kind, choices(found))
    return form


def may_record_here(found: Found) -> bool:
    """Whether the reader may record what somebody decided on paper."""
    return found.waits and may_record(found.stand.relations, current_user.roles)


def paper_form(found: Found, *, fresh: bool = False, **start: Any) -> PaperForm:
    """The form for recording what was decided on paper, as it was filled in or `fresh`."""
    form = PaperForm(prefix="paper-", data=_start(found), **({"formdata": None} if fresh else {}))
    form.offers(found.request.kind, choices(found))
    form.rules(leads(found.request, found.share) if found.request.state == "disputed" and found.share else ())
    form.names(
        [SelectChoice(one.username, _named(one)) for one in deciders(found.stand, found.request)],
        # At first the scan is added with the form; what was added already can be chosen afterwards.
        [] if fresh else [SelectChoice(str(file.id), file.name) for file in papers(found.stand)],
    )
    for name, value in start.items():
        form[name].data = str(value)
    return form


def _start(found: Found) -> dict[str, Any]:
    return {"once": uuid4().hex, "days": str(found.request.params.get("days", ""))}


def _named(person: "Person") -> str:
    return f"{name_of(person.department)} {person.name}" if person.department else str(person.name)


def _moved(found: Found) -> list[Moved]:
    """The limits as they are and as they would become if all is granted that is asked for."""
    one, limits_, now = found.request, found.stand.limits, request_time.now()
    if one.kind in ("reopening", "return", "exclusion", "tracking"):
        return []
    if one.kind == "extension":
        clocks = of_share(found.stand, found.share, EXTENDED)
        return moved(clocks, lambda clock: if_extended(clock, limits_, one.params["days"], now))
    until = max(now, datetime.fromisoformat(one.params["until"]))
    clocks = of_share(found.stand, found.share, held_up(found.share))
    return moved(clocks, lambda clock: if_suspended(clock, limits_, now, until))


def choices(found: Found) -> list[SelectChoice]:
    """The days that may be granted, each with the limit that it gives; nothing for a suspension."""
    if found.request.kind != "extension" or found.limit is None:
        return []
    return day_choices(found.limit, found.stand.limits, found.request.params["days"])
