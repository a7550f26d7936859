"""Making and reading the signed links for judging: the key is the app's own."""

from flask import current_app

from servicedesk.rules.judging_links import Link, read, signed
from servicedesk.rules.refusals import NotFound


def address_part(link: Link) -> str:
    """The link as it stands in an address."""
    return signed(link, _key())


def read_link(given: str) -> Link:
    """What a link says; raises NotFound where the desk never gave it out."""
    found = read(given, _key())
    if found is None:
        raise NotFound
    return found


def _key() -> str:
    return str(current_app.secret_key)
