"""A department's own figures are found by indexes that know the department.

Revision 0033, follows 0032.
"""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_result_submitted", "result", "submitted_at", "department_id"),
    ("ix_assignment_handed_at", "assignment", "handed_at", "department_id"),
    ("ix_ticket_taken_up_at", "ticket", "taken_up_at", "lead_id"),
    ("ix_ticket_first_reached_at", "ticket", "first_reached_at", "lead_id"),
)


def upgrade() -> None:
    for name, table, moment, department in INDEXES:
        op.drop_index(name, table_name=table)
        op.create_index(name, table, [moment, department])


def downgrade() -> None:
    for name, table, moment, _ in INDEXES:
        op.drop_index(name, table_name=table)
        op.create_index(name, table, [moment])
