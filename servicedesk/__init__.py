"""The enterprise-service desk of an economic development zone."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

from servicedesk import database, extensions, production
from servicedesk.adapters import mail, storage
from servicedesk.config import flask_config
from servicedesk.environment import ROOT, VAR


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The application: configuration, extensions, blueprints, commands; nothing else.

    `config` may hold SERVICEDESK_* names, which count before the environment, and Flask's own names.
    Raises ConfigurationError when a setting cannot be used.
    """
    from servicedesk import api, cli, models, web  # noqa: F401 - models: all tables are known from here on

    app = Flask(
        __name__,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=str(VAR),
    )
    app.config.from_mapping(flask_config(config))

    database.init_app(app)
    storage.init_app(app)
    mail.init_app(app)
    extensions.migrate.init_app(app, extensions.db, directory=str(ROOT / "migrations"), render_as_batch=True)
    extensions.csrf.init_app(app)
    extensions.limiter.init_app(app)

    web.register(app)
    api.register(app)
    cli.register(app)
    production.refuse_demo_accounts(app)
    return app
