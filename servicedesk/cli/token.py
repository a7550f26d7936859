"""`flask token`: bearer tokens, with which programs act for people."""

import click
from flask.cli import AppGroup

from servicedesk import wallclock
from servicedesk.cli import refusals_in_words

token = AppGroup("token", help="Bearer tokens, with which programs act for people.")


@token.command()
@click.argument("username")
def create(username: str) -> None:
    """Make a token of USERNAME; it is the last word printed, and is never shown again."""
    from servicedesk.operations.tokens import create_token

    with refusals_in_words():
        made = create_token(username, wallclock.now())
    click.echo(f"Keep this token safe, for whoever has it acts as {username}: {made}")


@token.command()
@click.argument("username")
def revoke(username: str) -> None:
    """End all tokens of USERNAME."""
    from servicedesk.operations.tokens import revoke_tokens

    with refusals_in_words():
        ended = revoke_tokens(username, wallclock.now())
    click.echo(f"Ended {ended} tokens of {username}.")


commands = [token]
