"""Exclusions: tickets that stand in no figure.

Revision 0013, follows 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ticket", sa.Column("excluded_at", sa.DateTime(), nullable=True))
    op.add_column("ticket", sa.Column("excluded_reason", sa.String(length=20), nullable=True))


def downgrade() -> None:
    op.drop_column("ticket", "excluded_reason")
    op.drop_column("ticket", "excluded_at")
