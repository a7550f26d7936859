"""The sweep counts its days.

Revision 0003, follows 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sweep_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("judged", sa.Integer(), nullable=False),
        sa.Column("fired", sa.Integer(), nullable=False),
        sa.Column("max_lag_seconds", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_sweep_day")),
    )


def downgrade() -> None:
    op.drop_table("sweep_day")
