"""Instructions of leaders, and cards shown by hand.

Revision 0009, follows 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LIVE = "state IN ('running', 'paused') AND "
OF_NO_CALL = LIVE + (
    "assignment_id IS NULL AND request_id IS NULL AND call_id IS NULL AND whistle_id IS NULL"
)
OF_NO_INSTRUCTION = OF_NO_CALL + " AND instruction_id IS NULL"


def upgrade() -> None:
    op.create_table(
        "instruction",
        sa.Column("id", ID, nullable=False),
        sa.Column("ticket_id", ID, nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.DateTime(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_instruction_ticket_id_ticket")),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_instruction_department_id_department")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_instruction_by_id_person")),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["person.id"], name=op.f("fk_instruction_reported_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instruction")),
    )
    op.create_index(op.f("ix_instruction_ticket_id"), "instruction", ["ticket_id"])
    _index("ix_instruction_open", "instruction", ["due_on", "id"], "state = 'open'")
    _index("ix_instruction_reported", "instruction", ["reported_at", "id"], "state = 'reported'")
    op.create_index("ix_instruction_department", "instruction", ["department_id", "state", "due_on", "id"])

    # Columns without a value: neither database copies the table for them.
    op.add_column("ticket", sa.Column("instructed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("ticket", sa.Column("card", sa.String(length=10), nullable=True))
    op.add_column("ticket", sa.Column("card_at", sa.DateTime(), nullable=True))
    _index("ix_ticket_card", "ticket", ["card_at", "id"], "card IS NOT NULL")

    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(
        f"ALTER TABLE clock ADD COLUMN instruction_id {kind} "
        "CONSTRAINT fk_clock_instruction_id_instruction REFERENCES instruction (id)"
    )
    _index(
        "uq_clock_live_instruction", "clock", ["instruction_id", "kind"],
        LIVE + "instruction_id IS NOT NULL", unique=True,
    )  # fmt: skip
    _index("ix_clock_said", "clock", ["ticket_id"], LIVE + "steps_taken > 0")
    _of_the_ticket(OF_NO_INSTRUCTION)


def downgrade() -> None:
    _of_the_ticket(OF_NO_CALL)
    op.drop_index("ix_clock_said", "clock")
    op.drop_index("uq_clock_live_instruction", "clock")
    with op.batch_alter_table("clock") as batch_op:
        if op.get_context().dialect.name != "sqlite":  # there it goes with its column
            batch_op.drop_constraint(batch_op.f("fk_clock_instruction_id_instruction"), type_="foreignkey")
        batch_op.drop_column("instruction_id")
    op.drop_index("ix_ticket_card", "ticket")
    with op.batch_alter_table("ticket") as batch_op:
        for name in ("card_at", "card", "instructed"):
            batch_op.drop_column(name)
    op.drop_table("instruction")


def _of_the_ticket(where: str) -> None:
    op.drop_index("uq_clock_live_ticket", "clock")
    _index("uq_clock_live_ticket", "clock", ["ticket_id", "kind"], where, unique=True)


def _index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(
        name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )
