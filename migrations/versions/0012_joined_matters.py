"""Matters can be joined to a main one.

Revision 0012, follows 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JOINED = sa.text("state = 'joined'")


def upgrade() -> None:
    with op.batch_alter_table("ticket") as ticket:
        ticket.add_column(
            sa.Column("joined_to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        ticket.create_foreign_key(op.f("fk_ticket_joined_to_id_ticket"), "ticket", ["joined_to_id"], ["id"])
    op.create_index(
        "ix_ticket_joined", "ticket", ["joined_to_id", "id"], sqlite_where=JOINED, postgresql_where=JOINED
    )


def downgrade() -> None:
    op.drop_index("ix_ticket_joined", table_name="ticket")
    with op.batch_alter_table("ticket") as ticket:
        ticket.drop_constraint(op.f("fk_ticket_joined_to_id_ticket"), type_="foreignkey")
        ticket.drop_column("joined_to_id")
