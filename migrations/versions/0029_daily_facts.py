"""Daily facts of the figures.

Revision 0029, follows 0028.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "daily_fact",
        sa.Column("by", sa.String(length=10), nullable=False),
        sa.Column("grain", sa.String(length=5), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("group_code", sa.String(length=60), nullable=False),
        sa.Column("sight", sa.String(length=40), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("by", "grain", "day", "group_code", "sight", name="pk_daily_fact"),
    )
    op.create_table(
        "folded_day",
        sa.Column("grain", sa.String(length=5), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("folded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("grain", "day", name="pk_folded_day"),
    )
    op.create_table(
        "stale_ticket",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("ticket_id", _BIG, nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_stale_ticket_ticket_id_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_stale_ticket"),
    )
    op.create_index("ix_ticket_about_desk", "ticket", ["submitted_at"], **_where("about_desk"))


def _where(column: str) -> dict[str, sa.TextClause]:
    return {"sqlite_where": sa.text(f"{column} IS 1"), "postgresql_where": sa.text(f"{column} IS true")}


def downgrade() -> None:
    op.drop_index("ix_ticket_about_desk", table_name="ticket")
    op.drop_table("stale_ticket")
    op.drop_table("folded_day")
    op.drop_table("daily_fact")
