"""Daily facts keep handling times apart from other counts, all are made anew; repeated matters are found fast.

Revision 0034, follows 0033.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _forget()
    with op.batch_alter_table("daily_fact") as table:
        table.add_column(sa.Column("times", sa.JSON(), nullable=False))
    op.create_index(
        "ix_ticket_repeated",
        "ticket",
        ["enterprise_id", "category_id", "submitted_at", "id"],
        sqlite_where=sa.text("sensitive IS 0"),
        postgresql_where=sa.text("sensitive IS false"),
    )


def downgrade() -> None:
    op.drop_index("ix_ticket_repeated", table_name="ticket")
    _forget()
    with op.batch_alter_table("daily_fact") as table:
        table.drop_column("times")


def _forget() -> None:
    for table in ("daily_fact", "folded_day", "stale_ticket"):
        op.execute(f"DELETE FROM {table}")
