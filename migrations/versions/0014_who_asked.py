"""Requests are found by who asked.

Revision 0014, follows 0013.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_request_asked_by", "request", ["asked_by_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_request_asked_by", table_name="request")
