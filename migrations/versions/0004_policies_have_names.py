"""Policies have names.

Revision 0004, follows 0003.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# What was known of the shipped policies by their codes alone.
NAMES = {
    "consultation": ("咨询", "Consultation"),
    "standard": ("需求、服务和建议", "Requests, services and suggestions"),
    "complex": ("复杂事项", "Complex matters"),
    "complaint": ("投诉和举报", "Complaints and reports"),
    "urgent": ("紧急事项", "Urgent matters"),
    "redo": ("重办事项", "Matters done again"),
    "praise": ("表扬", "Praise"),
}
CASES = ("complex", "redo", "urgent")


def upgrade() -> None:
    for id_, code, spec in _rows():
        name_zh, name_en = NAMES.get(code, (code, code))
        case = code if code in CASES else "ordinary"
        _write(id_, {"name_zh": name_zh, "name_en": name_en, "case": case} | spec)


def downgrade() -> None:
    for id_, code, spec in _rows():
        case = code if code in CASES else "ordinary"
        gone = {"name_zh", "name_en"} | ({"case"} if spec.get("case") == case else set())
        _write(id_, {name: part for name, part in spec.items() if name not in gone})


def _rows() -> list[tuple[int, str, dict[str, Any]]]:
    rows = op.get_bind().execute(sa.text("SELECT id, code, spec FROM policy_version")).all()
    return [
        (row.id, row.code, json.loads(row.spec) if isinstance(row.spec, str) else row.spec) for row in rows
    ]


def _write(id_: int, spec: dict[str, Any]) -> None:
    table = sa.table("policy_version", sa.column("id", sa.Integer), sa.column("spec", sa.JSON))
    op.execute(table.update().where(table.c.id == id_).values(spec=spec))
