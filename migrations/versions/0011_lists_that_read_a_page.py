"""Indexes for lists that read a page's rows, however many there are.

Revision 0011, follows 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OPEN = sa.text("state NOT IN ('closed', 'refused', 'withdrawn')")


def upgrade() -> None:
    op.create_index("ix_assignment_newest", "assignment", ["department_id", "state", "dispatched_at", "id"])
    op.create_index("ix_request_decided", "request", ["decided_by_id", "id"])
    op.create_index("ix_ticket_due", "ticket", ["next_due_at", "id"])
    op.create_index(
        "ix_ticket_urgent",
        "ticket",
        ["submitted_at", "id"],
        sqlite_where=sa.text("urgent IS 1"),
        postgresql_where=sa.text("urgent IS true"),
    )
    op.drop_index("ix_ticket_open_due", "ticket")


def downgrade() -> None:
    op.create_index(
        "ix_ticket_open_due", "ticket", ["next_due_at", "id"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.drop_index("ix_ticket_urgent", "ticket")
    op.drop_index("ix_ticket_due", "ticket")
    op.drop_index("ix_request_decided", "request")
    op.drop_index("ix_assignment_newest", "assignment")
