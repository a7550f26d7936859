"""Loading the reference data: departments, categories, routing, policies, calendar. Safe to repeat."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from servicedesk import reference
from servicedesk.extensions import db
from servicedesk.models import Category, Department, PolicyVersion, Routing, WhistleKind
from servicedesk.operations import events
from servicedesk.operations.calendars import add_version
from servicedesk.operations.transaction import transaction
from servicedesk.queries.calendars import newest_version
from servicedesk.queries.categories import category_ids, department_ids
from servicedesk.rules.chinese_calendar import zone_calendar
from servicedesk.rules.limits import ZONE

# The defaults hold for whatever the past may bring in.
FROM_THE_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


def load(now: datetime) -> dict[str, int]:
    """Add what is missing and leave alone what is there (an administrator may have changed it).

    Answers how many rows of each kind were added. Commits.
    """
    with transaction():
        added = {
            "departments": _departments(),
            "categories": _categories(),
            "routing": _routing(),
            "policies": _policies(),
            "calendars": _calendar(now),
            "whistle kinds": _whistle_kinds(),
        }
        if any(added.values()):
            events.append_administration(None, "reference_loaded", now, dict(added))
    return added


def _departments() -> int:
    known = department_ids()
    new = [d for d in reference.departments() if d.code not in known]
    db.session.add_all(
        Department(
            code=d.code,
            name_zh=d.name_zh,
            name_en=d.name_en,
            full_name_zh=d.full_name_zh,
            kind=d.kind,
            outside=d.outside,
        )
        for d in new
    )
    db.session.flush()
    return len(new)


def _categories() -> int:
    known = {category.code: category for category in db.session.scalars(select(Category))}
    added = 0
    for c in reference.categories():
        if c.code in known:
            continue
        known[c.code] = Category(
            code=c.code,
            parent=known[c.parent] if c.parent else None,
            name_zh=c.name_zh,
            name_en=c.name_en,
            hint_zh=c.hint_zh or "",
            hint_en=c.hint_en or "",
            strand=c.strand,
            complex=c.complex,
            entries=list(c.entries),
            keywords=[*c.keywords_zh, *c.keywords_en],
            fields=[_field(field) for field in c.fields],
            national_code=c.national_code,
        )
        db.session.add(known[c.code])
        added += 1
    db.session.flush()
    return added


def _field(field: reference.FieldData) -> dict[str, Any]:
    return {
        "code": field.code,
        "label_zh": field.label_zh,
        "label_en": field.label_en,
        "type": field.type,
        "required": field.required,
        "choices": [{"code": c.code, "zh": c.zh, "en": c.en} for c in field.choices],
    }


def _routing() -> int:
    if db.session.scalar(select(Routing.id).limit(1)) is not None:
        return 0
    categories, departments = category_ids(), department_ids()
    rows = [
        Routing(
            category_id=categories[row.category],
            lead_id=departments[row.lead],
            assist_codes=list(row.assists),
        )
        for row in reference.routing()
    ]
    db.session.add_all(rows)
    return len(rows)


def _policies() -> int:
    known = set(db.session.scalars(select(PolicyVersion.code)))
    new = [policy for policy in reference.policies() if policy.code not in known]
    db.session.add_all(
        PolicyVersion(code=p.code, version=1, effective_from=FROM_THE_BEGINNING, spec=dict(p.spec))
        for p in new
    )
    return len(new)


def _whistle_kinds() -> int:
    known = set(db.session.scalars(select(WhistleKind.code)))
    new = [kind for kind in reference.whistle_kinds() if kind.code not in known]
    db.session.add_all(
        WhistleKind(code=k.code, version=1, effective_from=FROM_THE_BEGINNING, spec=dict(k.spec)) for k in new
    )
    return len(new)


def _calendar(now: datetime) -> int:
    if newest_version(ZONE):
        return 0
    add_version(ZONE, 1, zone_calendar(), now)
    return 1
