"""People have deputies, and are away at times.

Revision 0018, follows 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0014"
branch_labels = None
depends_on = None

CURRENT = sa.text("ended_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("deputy_id", sa.Integer(), nullable=True))
        person.create_foreign_key(op.f("fk_person_deputy_id_person"), "person", ["deputy_id"], ["id"])
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.String(length=100), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_absence_ended_by_id_person")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["person.id"], name=op.f("fk_absence_entered_by_id_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index("ix_absence_person", "absence", ["person_id", "ends_at"])
    op.create_index(
        "ix_absence_current", "absence", ["ends_at"], sqlite_where=CURRENT, postgresql_where=CURRENT
    )


def downgrade() -> None:
    op.drop_table("absence")
    with op.batch_alter_table("person") as person:
        person.drop_constraint(op.f("fk_person_deputy_id_person"), type_="foreignkey")
        person.drop_column("deputy_id")
