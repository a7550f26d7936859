"""The flask commands, one file per noun.

Each module exposes `commands`, a list of click commands or groups; `register` hangs all of them on the app.
Modules are found by their place in this folder, so a new noun needs no line here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pkgutil import iter_modules
from zoneinfo import ZoneInfo

import click
from flask import Flask, current_app

from servicedesk.rules.periods import Days
from servicedesk.rules.refusals import Invalid, Refusal


def register(app: Flask) -> None:
    """Add every command of every module in this folder to `flask --app app …`."""
    for module in iter_modules(__path__):
        for command in import_module(f"{__name__}.{module.name}").commands:
            app.cli.add_command(command)


def days() -> Days:
    """How the zone counts days."""
    config = current_app.config
    return Days(ZoneInfo(config["SERVICEDESK_TIMEZONE"]), config["SERVICEDESK_MONTH_ENDS_ON"])


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Let a command that is refused end with a line for each reason, in English, and exit code 1."""
    try:
        yield
    except Invalid as wrong:
        lines = [f"{name}: {sentence}" for name, found in wrong.errors.items() for sentence in found]
        raise click.ClickException("\n".join(lines)) from None
    except Refusal as refused:
        raise click.ClickException(str(refused.sentence)) from None
