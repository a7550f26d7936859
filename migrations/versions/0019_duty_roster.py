"""A roster says who answers urgent matters, and rings go down it until somebody confirms.

Revision 0019, follows 0016.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0016"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PLANNED = sa.text("cancelled_at IS NULL")
DUE = sa.text("next_at IS NOT NULL")
UNCONFIRMED = sa.text("confirmed_at IS NULL AND over_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "duty_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_rule")),
    )
    op.create_table(
        "duty_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(), nullable=True),
        *(_reference("duty_turn", column, table) for column, table in (
            ("department_id", "department"), ("person_id", "person"), ("entered_by_id", "person"),
        )),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_turn")),
    )  # fmt: skip
    op.create_index(
        "ix_duty_turn_planned",
        "duty_turn",
        ["ends_at", "department_id"],
        sqlite_where=PLANNED,
        postgresql_where=PLANNED,
    )
    _rings()


def _rings() -> None:
    op.create_table(
        "duty_ring",
        sa.Column("id", BIG, nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("ticket_id", BIG, nullable=False),
        sa.Column("whistle_id", BIG, nullable=True),
        sa.Column("clock_id", BIG, nullable=True),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("over_at", sa.DateTime(), nullable=True),
        *(_reference("duty_ring", column, table) for column, table in (
            ("department_id", "department"), ("ticket_id", "ticket"), ("whistle_id", "whistle"),
            ("clock_id", "clock"), ("confirmed_by_id", "person"),
        )),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_ring")),
        sa.UniqueConstraint("source", name=op.f("uq_duty_ring_source")),
    )  # fmt: skip
    op.create_index(op.f("ix_duty_ring_ticket_id"), "duty_ring", ["ticket_id"])
    op.create_index(op.f("ix_duty_ring_whistle_id"), "duty_ring", ["whistle_id"])
    op.create_index("ix_duty_ring_next", "duty_ring", ["next_at"], sqlite_where=DUE, postgresql_where=DUE)
    op.create_index(
        "ix_duty_ring_open",
        "duty_ring",
        ["department_id", "id"],
        sqlite_where=UNCONFIRMED,
        postgresql_where=UNCONFIRMED,
    )
    op.create_table(
        "duty_call",
        sa.Column("ring_id", BIG, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("for_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        *(_reference("duty_call", column, table) for column, table in (
            ("ring_id", "duty_ring"), ("person_id", "person"), ("for_id", "person"),
        )),
        sa.PrimaryKeyConstraint("ring_id", "place", name=op.f("pk_duty_call")),
        sa.UniqueConstraint("ring_id", "person_id", name=op.f("uq_duty_call_ring_id_person_id")),
    )  # fmt: skip


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def downgrade() -> None:
    for table in ("duty_call", "duty_ring", "duty_turn", "duty_rule"):
        op.drop_table(table)
