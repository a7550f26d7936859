"""Requests about a ticket as a whole.

Revision 0005, follows 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ONE_PENDING = sa.text("state = 'pending' AND assignment_id IS NULL")


def upgrade() -> None:
    op.create_index(
        "uq_request_pending_ticket",
        "request",
        ["ticket_id", "kind"],
        unique=True,
        sqlite_where=ONE_PENDING,
        postgresql_where=ONE_PENDING,
    )


def downgrade() -> None:
    op.drop_index("uq_request_pending_ticket", table_name="request")
