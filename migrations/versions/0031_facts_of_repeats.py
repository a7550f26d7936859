"""Daily facts keep which enterprises repeated their matters: all are made anew.

Revision 0031, follows 0030.
"""

from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("daily_fact", "folded_day", "stale_ticket"):
        op.execute(f"DELETE FROM {table}")


def downgrade() -> None:
    upgrade()
