"""What a zone decides about its figures.

Revision 0030, follows 0029.
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

NUMBERS = (
    "response", "resolution", "satisfaction", "least_answers", "first_band", "second_band", "least_due"
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "figure_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.DateTime(), nullable=False),
        sa.Column("composite", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in NUMBERS),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_figure_version_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_figure_version"),
    )


def downgrade() -> None:
    op.drop_table("figure_version")
