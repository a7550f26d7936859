"""Finding matters by number, title, enterprise, state, kind or department."""

from zoneinfo import ZoneInfo

from flask import render_template, request, url_for
from flask_login import current_user

from servicedesk.languages import name_of
from servicedesk.queries.categories import all_departments
from servicedesk.queries.limits import limits
from servicedesk.queries.queues import with_clocks
from servicedesk.queries.ticket_lists import ticket_list
from servicedesk.rules.refusals import Invalid
from servicedesk.rules.ticket_filters import Filters, read_filters
from servicedesk.web import request_time
from servicedesk.web.desk import blueprint
from servicedesk.web.forms.choice import NOTHING, SelectChoice
from servicedesk.web.forms.search import SearchForm
from servicedesk.web.listing import listed

PAGE = 25


@blueprint.get("/search")
def search() -> str | tuple[str, int]:
    """What the reader may see and what fits; newest first."""
    form = SearchForm(request.args, meta={"csrf": False})
    form.department.choices = [NOTHING, *(SelectChoice(d.code, name_of(d)) for d in all_departments())]
    in_force, actor = limits(request_time.now()), current_user.actor()
    given = {name: value for name, value in form.data.items() if value}
    status, page = 200, None
    try:
        filters = read_filters(given, ZoneInfo(in_force.calendar.timezone))
        if filters != Filters():
            page = ticket_list(
                actor, filters, request_time.now(), limit=PAGE, cursor=request.args.get("cursor")
            )
    except Invalid as wrong:
        form.refuse(wrong)
        status = 422
    rows = listed(with_clocks(page.items), in_force) if page else []
    return (
        render_template(
            "desk/search.html",
            form=form,
            asked=bool(given),
            rows=rows,
            next_url=url_for("desk.search", **given, cursor=page.next) if page and page.next else None,
            first_url=url_for("desk.search", **given) if request.args.get("cursor") else None,
        ),
        status,
    )
