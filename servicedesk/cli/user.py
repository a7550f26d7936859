"""`flask user`: people's accounts."""

import click
from flask.cli import AppGroup

from servicedesk import wallclock
from servicedesk.cli import refusals_in_words

user = AppGroup("user", help="People's accounts.")


@user.command()
@click.argument("username")
@click.option("--name", required=True, help="How the person is called.")
@click.option(
    "--role", "roles", multiple=True, required=True, help="A role's code; may be given several times."
)
@click.option("--department", help="Code of the department in which they work.")
@click.option("--enterprise", help="Credit code of the enterprise that they speak for.")
@click.option("--enterprise-name", help="Its name, when it is not known yet.")
@click.option("--phone")
@click.option("--email")
@click.password_option(help="Asked for when not given, so that it stands in no history of commands.")
def create(username: str, roles: tuple[str, ...], **given: str | None) -> None:
    """Make an account USERNAME that can sign in at once."""
    from servicedesk.operations.people import create_person

    with refusals_in_words():
        person = create_person({"username": username, "roles": list(roles), **given}, wallclock.now())
    click.echo(f"{person.username} can sign in now.")


commands = [user]
