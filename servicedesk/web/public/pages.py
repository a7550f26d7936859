"""The way in, what is promised, and how it works."""

from flask import render_template

from servicedesk import reference
from servicedesk.languages import reads_chinese
from servicedesk.queries.limits import limits
from servicedesk.web import request_time
from servicedesk.web.desk_contact import DeskContact, desk_contact
from servicedesk.web.entries import entries
from servicedesk.web.forms.register import TrackForm
from servicedesk.web.promises import promises
from servicedesk.web.public import blueprint
from servicedesk.web.public.figures import are_public

# The legal ways that enterprises need most; all of them stand on the notice that fits.
COMMON_ROUTES = ("reconsideration", "civil_litigation", "labour_arbitration", "discipline_report", "petition")


@blueprint.get("/")
def home() -> str:
    """Four ways to begin, tracking, and what may be expected."""
    told = [promise for promise in promises(request_time.now()) if promise.on_home_page]
    return render_template(
        "public/home.html",
        entries=entries(),
        form=TrackForm(),
        promises=told,
        contact=_contact(),
        with_figures=are_public(request_time.now()),
    )


@blueprint.get("/promises", endpoint="promises")
def promises_page() -> str:
    """All limits, by kind of matter."""
    return render_template("public/promises.html", promises=promises(request_time.now()))


@blueprint.get("/help", endpoint="help")
def help_page() -> str:
    """How it works, in short plain words."""
    chinese = reads_chinese()
    routes = [
        {"name": route.zh if chinese else route.en, "text": route.text_zh if chinese else route.text_en}
        for route in reference.legal_routes()
        if route.code in COMMON_ROUTES
    ]
    return render_template("public/help.html", legal_routes=routes, contact=_contact())


def _contact() -> DeskContact:
    now = request_time.now()
    return desk_contact(limits(now).calendar, now)
