"""What production refuses when it starts to serve, beyond single settings."""

import os

from flask import Flask
from sqlalchemy.exc import DBAPIError

from servicedesk.environment import ConfigurationError


def refuse_demo_accounts(app: Flask) -> None:
    """Raises ConfigurationError when somebody can sign in to production with the demo's password.

    The flask commands are let through: they are how such accounts are closed, and how tables are made.
    """
    if app.config["SERVICEDESK_ENV"] != "production" or os.environ.get("FLASK_RUN_FROM_CLI") == "true":
        return
    from servicedesk.operations.accounts import open_demo_accounts

    with app.app_context():
        try:
            found = open_demo_accounts()
        except DBAPIError:
            # No tables yet, or no database: then nobody can sign in, and pages say that it is not there.
            return
    if found:
        raise ConfigurationError(
            f"SERVICEDESK_ENV is production, but these demo accounts still have the demo's password: "
            f"{', '.join(found)}. Close them or give them other passwords first."
        )
