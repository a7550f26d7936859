"""The read log; clues of misconduct are known by themselves; what the inspector's office has is found.

Revision 0015, follows 0020.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0020"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
HANDED_OVER = sa.text("state = 'handed_over'")


def upgrade() -> None:
    with op.batch_alter_table("ticket") as ticket:
        ticket.add_column(sa.Column("misconduct", sa.Boolean(), server_default=sa.false(), nullable=False))
    ticket, category = (
        sa.table("ticket", sa.column("misconduct"), sa.column("kind"), sa.column("category_id")),
        sa.table("category", sa.column("id"), sa.column("code")),
    )
    clues = sa.select(category.c.id).where(category.c.code == "1406").scalar_subquery()
    is_clue = sa.or_(ticket.c.kind == "report", ticket.c.category_id == clues)
    op.execute(sa.update(ticket).where(is_clue).values(misconduct=sa.true()))
    op.create_index(
        "ix_ticket_handed_over",
        "ticket",
        ["closed_at", "id"],
        sqlite_where=HANDED_OVER,
        postgresql_where=HANDED_OVER,
    )
    op.create_table(
        "reading",
        sa.Column("id", BIG, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", BIG, nullable=True),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reading_person_id_person")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_reading_ticket_id_ticket")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading")),
    )
    op.create_index("ix_reading_person", "reading", ["person_id", "id"])
    op.create_index("ix_reading_ticket", "reading", ["ticket_id", "id"])
    op.create_index("ix_reading_at", "reading", ["at", "id"])


def downgrade() -> None:
    op.drop_table("reading")
    op.drop_index("ix_ticket_handed_over", table_name="ticket")
    with op.batch_alter_table("ticket") as ticket:
        ticket.drop_column("misconduct")
