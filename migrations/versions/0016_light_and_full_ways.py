"""Judging by a signed link, heads named for redos, withdrawals asked about, and more decisions on paper.

Revision 0016, follows 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0018"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SAMPLED = sa.text("sampled_at IS NOT NULL")
WAITING = sa.text("next_at IS NOT NULL")
ON_PAPER = ("instruction", "whistle")


def upgrade() -> None:
    with op.batch_alter_table("judgement") as table:
        table.alter_column("by_id", existing_type=sa.Integer(), nullable=True)
    with op.batch_alter_table("assignment") as table:
        table.add_column(sa.Column("responsible_id", sa.Integer(), nullable=True))
        table.create_foreign_key("fk_assignment_responsible_id_person", "person", ["responsible_id"], ["id"])
    op.add_column("ticket", sa.Column("sampled_at", sa.DateTime(), nullable=True))
    op.add_column("ticket", sa.Column("withdrawal_check", sa.String(12), nullable=True))
    op.create_index(
        "ix_ticket_sampled", "ticket", ["sampled_at", "id"], sqlite_where=SAMPLED, postgresql_where=SAMPLED
    )
    for name in ON_PAPER:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("recorded_by_id", sa.Integer(), nullable=True))
            table.add_column(sa.Column("recorded_at", sa.DateTime(), nullable=True))
            table.add_column(sa.Column("paper_id", BIG_ID, nullable=True))
            table.create_foreign_key(f"fk_{name}_recorded_by_id_person", "person", ["recorded_by_id"], ["id"])
            table.create_foreign_key(f"fk_{name}_paper_id_attachment", "attachment", ["paper_id"], ["id"])
    op.create_table(
        "sampling_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.DateTime(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_sampling_version_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_sampling_version"),
    )
    op.create_table(
        "mail",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(254), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("error", sa.String(300), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_mail_ticket_id_ticket"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_mail_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_mail"),
    )
    op.create_index("ix_mail_ticket_id", "mail", ["ticket_id"])
    op.create_index("ix_mail_waiting", "mail", ["next_at"], sqlite_where=WAITING, postgresql_where=WAITING)


def downgrade() -> None:
    op.drop_table("mail")
    op.drop_table("sampling_version")
    for name in ON_PAPER:
        with op.batch_alter_table(name) as table:
            table.drop_constraint(f"fk_{name}_paper_id_attachment", type_="foreignkey")
            table.drop_constraint(f"fk_{name}_recorded_by_id_person", type_="foreignkey")
            for column in ("paper_id", "recorded_at", "recorded_by_id"):
                table.drop_column(column)
    op.drop_index("ix_ticket_sampled", table_name="ticket")
    op.drop_column("ticket", "withdrawal_check")
    op.drop_column("ticket", "sampled_at")
    with op.batch_alter_table("assignment") as table:
        table.drop_constraint("fk_assignment_responsible_id_person", type_="foreignkey")
        table.drop_column("responsible_id")
    # Who judged by a link without an account is nobody's judgement before.
    op.execute("UPDATE judgement SET by_id = (SELECT min(id) FROM person) WHERE by_id IS NULL")
    with op.batch_alter_table("judgement") as table:
        table.alter_column("by_id", existing_type=sa.Integer(), nullable=False)
