"""How migrations run: on the app's own engine, with the app's own models."""

from alembic import context
from flask import current_app

from servicedesk.database import migrating
from servicedesk.extensions import UTCDateTime, db

config = context.config


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:
    """Migrations name no class of ours, so that they run for ever: a moment is a plain date and time."""
    return "sa.DateTime()" if kind == "type" and isinstance(item, UTCDateTime) else False


def run() -> None:
    """Run the migrations that are asked for, in one transaction."""
    with migrating(db.engine) as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render_item,
            transactional_ddl=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("migrations need the database: they run online only")
run()
