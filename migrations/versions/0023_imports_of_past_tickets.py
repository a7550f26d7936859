"""Past tickets come in from other systems, each once.

Revision 0023, follows 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0015"
branch_labels = None
depends_on = None

WAITS = sa.text("state IN ('checking', 'running')")
COUNTS = ("rows", "done", "added", "repeated", "changed", "refused")


def upgrade() -> None:
    op.create_table(
        "ticket_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("file_key", sa.String(length=40), nullable=True),
        sa.Column("map", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("trouble", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_ticket_import_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_import")),
    )
    op.create_index(
        "ix_ticket_import_waits", "ticket_import", ["id"], sqlite_where=WAITS, postgresql_where=WAITS
    )
    op.create_table(
        "import_line",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["ticket_import.id"], name=op.f("fk_import_line_import_id_ticket_import")
        ),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_import_line")),
    )
    op.create_table(
        "imported_ticket",
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_imported_ticket_ticket_id_ticket")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["ticket_import.id"], name=op.f("fk_imported_ticket_import_id_ticket_import")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_imported_ticket")),
        sa.UniqueConstraint("source", "reference", name=op.f("uq_imported_ticket_source_reference")),
    )
    op.create_index("ix_imported_ticket_import_id", "imported_ticket", ["import_id"])


def downgrade() -> None:
    op.drop_table("imported_ticket")
    op.drop_table("import_line")
    op.drop_table("ticket_import")
