"""What figures are grouped by: departments, categories, strands, kinds, enterprises, parks, channels."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal_column, select

from servicedesk.extensions import db
from servicedesk.models import Category, Department, Enterprise, Ticket
from servicedesk.rules.enterprise import NOT_KNOWN
from servicedesk.rules.facts import ALL, INTAKE
from servicedesk.rules.figures import NO_GROUP
from servicedesk.rules.text import Named

_GROUPS: Mapping[str, Any] = {
    "department": Department.code,
    "category": Category.code,
    "strand": Category.strand,
    "enterprise": func.nullif(Enterprise.credit_code, NOT_KNOWN),
    "park": Enterprise.park,
    "channel": Ticket.channel,
    INTAKE: literal_column(f"'{ALL}'"),
}


def grouped(rows: Select[Any], by: Collection[str], holder: Any, category_id: Any) -> Select[Any]:
    """The rows with the tables that groupings read; `holder` is the department they are attributed to."""
    if "department" in by:
        rows = rows.outerjoin(Department, Department.id == holder)
    if {"category", "strand"} & set(by):
        rows = rows.join(Category, Category.id == category_id)
    if {"enterprise", "park"} & set(by):
        rows = rows.join(Enterprise, Enterprise.id == Ticket.enterprise_id)
    return rows


def group_of(by: str, kind: Any) -> ColumnElement[Any]:
    """The code of a row's group; NO_GROUP for what has none, so that the groups add up to the whole."""
    return func.coalesce(kind if by == "kind" else _GROUPS[by], literal_column(f"'{NO_GROUP}'"))


def names_of_groups(by: str | None, codes: Collection[str]) -> Mapping[str, Named | str]:
    """The names of those groups that have one stored, by code; at most one statement."""
    match by:
        case "department" | "category":
            table: Any = Department if by == "department" else Category
            rows = db.session.execute(
                select(table.code, table.name_zh, table.name_en).where(table.code.in_(codes))
            )
            return {row.code: Named(row.name_zh, row.name_en) for row in rows}
        case "enterprise":
            found = select(Enterprise.credit_code, Enterprise.name).where(Enterprise.credit_code.in_(codes))
            return {row.credit_code: row.name for row in db.session.execute(found)}
    return {}
