"""Who is there: departments, people, and which department leads what."""

from flask import render_template, request, url_for

from servicedesk import reference
from servicedesk.languages import reads_chinese
from servicedesk.queries.administration import (
    LOOK_BACK,
    categories_with_routing,
    departments_with_people,
    last_sign_ins,
    people_page,
    routing_use,
)
from servicedesk.web import request_time
from servicedesk.web.admin import blueprint
from servicedesk.web.admin.tabs import admin_tabs
from servicedesk.web.admin.words import DEPARTMENT_KINDS


@blueprint.get("/departments")
def departments() -> str:
    """All departments with their names, what they are, and how many accounts they have."""
    return render_template(
        "admin/departments.html", tabs=admin_tabs(), rows=departments_with_people(), kinds=DEPARTMENT_KINDS
    )


@blueprint.get("/people")
def people() -> str:
    """Accounts, the newest first."""
    cursor = request.args.get("cursor")
    page = people_page(cursor)
    return render_template(
        "admin/people.html",
        tabs=admin_tabs(),
        rows=page.items,
        sign_ins=last_sign_ins(page.items, request_time.now()),
        look_back=LOOK_BACK.days,
        next_url=url_for("admin.people", cursor=page.next) if page.next else None,
        first_url=url_for("admin.people") if cursor else None,
    )


@blueprint.get("/categories")
def categories() -> str:
    """Both levels, with strand, lead and assists of the routing table."""
    rows = categories_with_routing()
    return render_template(
        "admin/categories.html",
        tabs=admin_tabs(),
        rows=rows,
        strands={strand.code: strand.zh if reads_chinese() else strand.en for strand in reference.strands()},
        offices={department.code: department for department, _ in departments_with_people()},
    )


@blueprint.get("/routing")
def routing() -> str:
    """How often each line of the routing table was followed, and how often the matter came back."""
    rows = routing_use()
    return render_template(
        "admin/routing.html", tabs=admin_tabs(), rows=rows, returned=any(row.returned for row in rows)
    )
