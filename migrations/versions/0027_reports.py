"""Reports, a person's words in them, corrections and schedules; mails that tell of a report.

Revision 0027, follows 0026.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("state IN ('waiting', 'making')")
NOT_MADE = sa.text("made_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "report_schedule",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("last_period", sa.String(24), nullable=True),
    )
    op.create_table(
        "report_recipient",
        sa.Column("schedule_id", sa.Integer(), sa.ForeignKey("report_schedule.id"), primary_key=True),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
    )
    _reports()
    with op.batch_alter_table("mail") as mail:
        mail.alter_column("ticket_id", existing_type=BIG, nullable=True)
        mail.alter_column("cycle", existing_type=sa.Integer(), nullable=True)
        mail.add_column(sa.Column("report_id", sa.Integer(), nullable=True))
        mail.create_foreign_key("fk_mail_report_id_report", "report", ["report_id"], ["id"])


def _reports() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("period", sa.String(24), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("as_of", sa.DateTime(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("openly", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("document", sa.JSON(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("schedule_id", sa.Integer(), sa.ForeignKey("report_schedule.id"), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=True),
        sa.Column("hash", sa.String(64), nullable=True),
        sa.Column("issued_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=True),
        sa.Column("issued_at", sa.DateTime(), nullable=True),
        sa.UniqueConstraint("kind", "year", "serial"),
    )
    op.create_index("ix_report_waiting", "report", ["id"], sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_index("ix_report_period", "report", ["first", "kind"])
    op.create_table(
        "report_edit",
        sa.Column("report_id", sa.Integer(), sa.ForeignKey("report.id"), primary_key=True),
        sa.Column("key", sa.String(60), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("replaced", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "report_correction",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("report_id", sa.Integer(), sa.ForeignKey("report.id"), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=True),
        sa.Column("then", sa.JSON(), nullable=False),
        sa.Column("now", sa.JSON(), nullable=False),
    )
    op.create_index("ix_report_correction_report_id", "report_correction", ["report_id"])
    op.create_index(
        "ix_report_correction_waiting",
        "report_correction",
        ["id"],
        sqlite_where=NOT_MADE,
        postgresql_where=NOT_MADE,
    )


def downgrade() -> None:
    with op.batch_alter_table("mail") as mail:
        mail.drop_constraint("fk_mail_report_id_report", type_="foreignkey")
        mail.drop_column("report_id")
        mail.alter_column("cycle", existing_type=sa.Integer(), nullable=False)
        mail.alter_column("ticket_id", existing_type=BIG, nullable=False)
    for table in ("report_correction", "report_edit", "report", "report_recipient", "report_schedule"):
        op.drop_table(table)
