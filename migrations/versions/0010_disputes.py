"""Returns are disputed and ruled on.

Revision 0010, follows 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dispute",
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("refused_by_id", sa.Integer(), nullable=False),
        sa.Column("refused_at", sa.DateTime(), nullable=False),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_dispute_by_id_person")),
        sa.ForeignKeyConstraint(
            ["refused_by_id"], ["person.id"], name=op.f("fk_dispute_refused_by_id_person")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_dispute_request_id_request")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_dispute")),
    )
    op.add_column("request", sa.Column("basis", sa.Text(), nullable=True))
    op.add_column("clock", sa.Column("budget", sa.String(length=20), nullable=True))
    op.create_index("ix_assignment_routing", "assignment", ["routing_id", "state"])


def downgrade() -> None:
    op.drop_index("ix_assignment_routing", table_name="assignment")
    op.drop_column("clock", "budget")
    op.drop_column("request", "basis")
    op.drop_table("dispute")
