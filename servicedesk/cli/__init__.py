"""The flask commands, one file per noun.

Each module exposes `commands`, a list of click commands or groups; `register` hangs all of them on the app.
Modules are found by their place in this folder, so a new noun needs no line here.
"""

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask


def register(app: Flask) -> None:
    """Add every command of every module in this folder to `flask --app app …`."""
    for module in iter_modules(__path__):
        for command in import_module(f"{__name__}.{module.name}").commands:
            app.cli.add_command(command)
