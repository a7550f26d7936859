"""What everything else refers to: categories, departments, policies and the calendar."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from flask import Response

from servicedesk.api.answering import answer
from servicedesk.api.blueprint import blueprint
from servicedesk.api.bodies import query
from servicedesk.api.documents import problems, takes_query
from servicedesk.api.moments import zone
from servicedesk.api.reader import now
from servicedesk.api.schemas import reference as shapes
from servicedesk.languages import name_of, reads_chinese
from servicedesk.queries.categories import all_categories, all_departments
from servicedesk.queries.limits import limits
from servicedesk.rules.calendar_spec import write_hours
from servicedesk.rules.fields import Field, check
from servicedesk.rules.limits import StoredPolicy
from servicedesk.rules.policy_spec import write_policy
from servicedesk.rules.refusals import Invalid, invalid
from servicedesk.rules.text import text
from servicedesk.rules.working_time import Calendar

if TYPE_CHECKING:
    from servicedesk.models import Category, Department

MOST_DAYS = 800
"""Days of one answer: two years and some more."""
DAYS = 31
MOMENT = (Field("at", "moment", required=False),)
RANGE = (Field("from", "date", required=False), Field("to", "date", required=False))


@blueprint.get("/categories", tags=["reference data"])
@blueprint.response(200, shapes.CategoryList)
@problems()
def list_categories() -> Response:
    """List the categories of both levels."""
    query(())
    found = all_categories()
    codes = {category.id: category.code for category in found}
    return answer(
        shapes.CategoryList().dump({"items": [_category(one, codes) for one in found], "next": None})
    )


@blueprint.get("/departments", tags=["reference data"])
@blueprint.response(200, shapes.DepartmentList)
@problems()
def list_departments() -> Response:
    """List the departments."""
    query(())
    return answer(
        shapes.DepartmentList().dump({"items": [_department(one) for one in all_departments()], "next": None})
    )


@blueprint.get("/policies", tags=["reference data"])
@blueprint.response(200, shapes.PolicyList)
@problems(422)
@takes_query(MOMENT, at="The moment at which they are in force; now unless said.")
def list_policies() -> Response:
    """List the policies in force, each with the time that every clock has under it."""
    at = check(MOMENT, query(("at",)))["at"]
    found = limits(at or now()).held.values()
    return answer(shapes.PolicyList().dump({"items": [_policy(one) for one in found], "next": None}))


@blueprint.get("/calendar", tags=["reference data"])
@blueprint.response(200, shapes.Calendar)
@problems(422)
@takes_query(RANGE, from_="The first day; today unless said.", to_="The last day; 31 days later unless said.")
def read_calendar() -> Response:
    """Read which days are working days, and their open hours."""
    first, last = _range(query(("from", "to")))
    calendar = limits(now()).calendar
    days = [_day(calendar, first + timedelta(days=n)) for n in range((last - first).days + 1)]
    return answer(shapes.Calendar().dump({"timezone": calendar.timezone, "items": days, "next": None}))


def _range(given: dict[str, str]) -> tuple[date, date]:
    values = check(RANGE, given)
    first = values["from"] or now().astimezone(zone()).date()
    if not 1900 <= first.year <= 2999:
        raise invalid("from", text("This is too far from now."))
    last = values["to"] or first + timedelta(days=DAYS)
    if not first <= last <= first + timedelta(days=MOST_DAYS - 1):
        raise Invalid(
            {"to": [text("This must be from 0 to %(most)s days after the first day.", most=MOST_DAYS - 1)]}
        )
    return first, last


def _day(calendar: Calendar, day: date) -> dict[str, Any]:
    hours = calendar.hours.on(day)
    return {
        "date": day,
        "open": write_hours(hours),
        "is_working_day": bool(hours),
        "known": day.year in calendar.known_years,
    }


def _category(category: "Category", codes: dict[int, str]) -> dict[str, Any]:
    return {
        "code": category.code,
        "parent": codes.get(category.parent_id) if category.parent_id else None,
        "level": 2 if category.parent_id else 1,
        "name": name_of(category),
        "name_zh": category.name_zh,
        "name_en": category.name_en,
        "hint": category.hint_zh if reads_chinese() else category.hint_en,
        "strand": category.strand,
        "complex": category.complex,
        "entries": category.entries,
        "extra": category.fields,
        "national_code": category.national_code,
    }


def _department(department: "Department") -> dict[str, Any]:
    return {
        "code": department.code,
        "name": name_of(department),
        "name_zh": department.name_zh,
        "name_en": department.name_en,
        "full_name_zh": department.full_name_zh,
        "kind": department.kind,
        "outside": department.outside,
    }


def _policy(stored: StoredPolicy) -> dict[str, Any]:
    policy = stored.policy
    return {
        **write_policy(policy),
        "code": policy.code,
        "version": policy.version,
        "effective_from": stored.effective_from,
        "name": name_of(policy),
    }
