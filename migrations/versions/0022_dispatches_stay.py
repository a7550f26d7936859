"""A share of a lead keeps when it was dispatched, whatever is done again.

Revision 0022, follows 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("assignment", sa.Column("handed_at", sa.DateTime(), nullable=True))
    # The first signature was waited for from the dispatch on; later ones, from being done again.
    op.execute(
        "UPDATE assignment SET handed_at = coalesce((SELECT min(started_at) FROM clock "
        "WHERE clock.assignment_id = assignment.id AND clock.kind = 'sign'), dispatched_at) "
        "WHERE role = 'lead'"
    )
    op.create_index("ix_assignment_handed_at", "assignment", ["handed_at"])


def downgrade() -> None:
    op.drop_index("ix_assignment_handed_at", table_name="assignment")
    op.drop_column("assignment", "handed_at")
