"""Figures as of any moment: what matters were before, when limits were known to have ended, handling times.

Revision 0028, follows 0027.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENTS = ("taken_up_at", "first_reached_at", "redone_at", "since")


def upgrade() -> None:
    for name in _MOMENTS:
        op.add_column("ticket", sa.Column(name, sa.DateTime(), nullable=True))
    op.add_column("clock", sa.Column("ended_at", sa.DateTime(), nullable=True))
    op.add_column("result", sa.Column("worked_minutes", sa.Integer(), nullable=True))
    op.create_table(
        "ticket_past",
        sa.Column("id", _BIG, nullable=False),
        sa.Column("ticket_id", _BIG, nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("joined_to_id", _BIG, nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name="fk_ticket_past_ticket_id_ticket"),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name="fk_ticket_past_category_id_category"),
        sa.ForeignKeyConstraint(["lead_id"], ["department.id"], name="fk_ticket_past_lead_id_department"),
        sa.ForeignKeyConstraint(["joined_to_id"], ["ticket.id"], name="fk_ticket_past_joined_to_id_ticket"),
        sa.PrimaryKeyConstraint("id", name="pk_ticket_past"),
    )
    op.create_index("ix_ticket_past_ticket", "ticket_past", ["ticket_id", "until"])
    _fill()
    op.create_index("ix_ticket_taken_up_at", "ticket", ["taken_up_at"])
    op.create_index("ix_ticket_first_reached_at", "ticket", ["first_reached_at"])
    op.create_index("ix_result_submitted", "result", ["submitted_at"])


def _fill() -> None:
    """What was stored before these were kept, as far as it can be told from rows.

    What a matter was before it changed stands in its events alone; figures as of then are those of today.
    """
    answered = (
        "SELECT min(reached_at) FROM result WHERE result.ticket_id = ticket.id AND assignment_id IS NULL"
    )
    op.execute(f"UPDATE ticket SET taken_up_at = coalesce(dispatched_at, ({answered}))")
    op.execute(
        "UPDATE ticket SET first_reached_at = "
        "(SELECT min(reached_at) FROM result WHERE result.ticket_id = ticket.id)"
    )
    op.execute(
        "UPDATE ticket SET redone_at = "
        "(SELECT min(started_at) FROM clock WHERE clock.ticket_id = ticket.id AND clock.cycle = 2) "
        "WHERE cycle > 1"
    )
    reviewed = (
        "SELECT max(reached_at) FROM result WHERE result.ticket_id = clock.ticket_id "
        "AND result.cycle = clock.cycle AND result.submitted_at >= clock.stopped_at"
    )
    op.execute(
        f"UPDATE clock SET ended_at = CASE WHEN kind = 'resolve' AND state = 'met' "
        f"THEN coalesce(({reviewed}), stopped_at) ELSE stopped_at END WHERE stopped_at IS NOT NULL"
    )


def downgrade() -> None:
    op.drop_index("ix_result_submitted", table_name="result")
    op.drop_index("ix_ticket_first_reached_at", table_name="ticket")
    op.drop_index("ix_ticket_taken_up_at", table_name="ticket")
    op.drop_index("ix_ticket_past_ticket", table_name="ticket_past")
    op.drop_table("ticket_past")
    op.drop_column("result", "worked_minutes")
    op.drop_column("clock", "ended_at")
    for name in reversed(_MOMENTS):
        op.drop_column("ticket", name)
