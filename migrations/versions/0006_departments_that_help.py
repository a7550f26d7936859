"""Departments that help give a part, within a limit of its own.

Revision 0006, follows 0005.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PART = {"unit": "working_days", "amount": 3}


def upgrade() -> None:
    op.add_column("assignment", sa.Column("part", sa.Text(), nullable=True))
    for id_, spec in _general():
        _write(id_, spec | {"budgets": {"part": PART} | spec["budgets"]})


def downgrade() -> None:
    for id_, spec in _general():
        _write(id_, spec | {"budgets": {c: given for c, given in spec["budgets"].items() if c != "part"}})
    op.drop_column("assignment", "part")


def _general() -> list[tuple[int, dict[str, Any]]]:
    """The policies from which a matter gets what no other gives: those of ordinary matters that are solved."""
    rows = op.get_bind().execute(sa.text("SELECT id, spec FROM policy_version")).all()
    specs = [(row.id, json.loads(row.spec) if isinstance(row.spec, str) else row.spec) for row in rows]
    return [(id_, spec) for id_, spec in specs if spec["case"] == "ordinary" and "resolve" in spec["budgets"]]


def _write(id_: int, spec: dict[str, Any]) -> None:
    table = sa.table("policy_version", sa.column("id", sa.Integer), sa.column("spec", sa.JSON))
    op.execute(table.update().where(table.c.id == id_).values(spec=spec))
