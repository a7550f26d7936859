"""Over what the maker of a report might see when it was made.

Revision 0032, follows 0031.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

KINDS = {
    "d": ("officer", "desk_lead"),
    "l": ("leader",),
    "s": ("supervisor",),
    "i": ("inspector",),
    "h": ("officer", "desk_lead", "handler", "department_head", "supervisor", "inspector"),
}


def upgrade() -> None:
    op.add_column("report", sa.Column("made_over", sa.String(30), nullable=False, server_default=""))
    # Of those from before, what their makers may see now.
    letters = " || ".join(
        "CASE WHEN EXISTS (SELECT 1 FROM person_role WHERE person_role.person_id = report.made_by_id "
        f"AND role IN ({', '.join(repr(role) for role in roles)})) THEN '{letter}' ELSE '' END"
        for letter, roles in KINDS.items()
    )
    office = (
        "coalesce((SELECT department.code FROM person JOIN department "
        "ON department.id = person.department_id WHERE person.id = report.made_by_id), '')"
    )
    op.execute(f"UPDATE report SET made_over = {letters} || ':' || {office}")
    with op.batch_alter_table("report") as table:
        table.alter_column("made_over", existing_type=sa.String(30), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("report") as table:
        table.drop_column("made_over")
