"""Decisions recorded from paper.

Revision 0007, follows 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "attachment", sa.Column("internal", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    with op.batch_alter_table("request") as table:
        table.add_column(sa.Column("recorded_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("recorded_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("paper_id", BIG_ID, nullable=True))
        table.create_foreign_key("fk_request_recorded_by_id_person", "person", ["recorded_by_id"], ["id"])
        table.create_foreign_key("fk_request_paper_id_attachment", "attachment", ["paper_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("request") as table:
        table.drop_constraint("fk_request_paper_id_attachment", type_="foreignkey")
        table.drop_constraint("fk_request_recorded_by_id_person", type_="foreignkey")
        table.drop_column("paper_id")
        table.drop_column("recorded_at")
        table.drop_column("recorded_by_id")
    op.drop_column("attachment", "internal")
