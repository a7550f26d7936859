"""Reading SERVICEDESK_* variables: each is checked, and refused with a sentence that says the remedy."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"


class ConfigurationError(Exception):
    """A setting cannot be used; the sentence names the variable and says what would be right."""


class Reader:
    """The variables of one environment; every method raises ConfigurationError for a value it cannot take."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def text(self, name: str, default: str) -> str:
        """Any text; an empty one counts as not given."""
        return self._environ.get(f"SERVICEDESK_{name}", "").strip() or default

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """One of the given words."""
        value = self.text(name, default)
        if value not in choices:
            raise ConfigurationError(
                f"SERVICEDESK_{name} is {value!r}; it must be one of {', '.join(choices)}."
            )
        return value

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        value = self.text(name, str(default))
        if not re.fullmatch(r"\d{1,9}", value) or not least <= int(value) <= most:
            raise ConfigurationError(
                f"SERVICEDESK_{name} is {value!r}; it must be a whole number from {least} to {most}."
            )
        return int(value)

    def checked(self, name: str, default: str, check: Callable[[str], str]) -> str:
        """What `check` makes of the value, which is not repeated: an address may hold a password."""
        try:
            return check(self.text(name, default))
        except ValueError as wrong:
            raise ConfigurationError(f"SERVICEDESK_{name} cannot be used: {wrong}") from None


def database(value: str) -> str:
    """An address of SQLite (made absolute, its folder made) or of PostgreSQL through psycopg."""
    try:
        address = make_url(value)
    except ArgumentError:
        raise ValueError("it must be a database address such as sqlite:////data/desk.sqlite.") from None
    if address.drivername == "postgresql+psycopg":
        return value
    if address.get_backend_name() != "sqlite":
        raise ValueError("it must begin with sqlite:/// or postgresql+psycopg://.")
    if in_memory(value):
        return value
    path = (ROOT / str(address.database)).resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{path}"


def in_memory(database_url: str) -> bool:
    """Whether the database is gone when the process ends."""
    address = make_url(database_url)
    return address.get_backend_name() == "sqlite" and address.database in (None, "", ":memory:")


def timezone(value: str) -> str:
    """A zone that this machine knows."""
    try:
        return ZoneInfo(value).key
    except (OSError, ValueError, LookupError):
        raise ValueError("it must be a time zone such as Asia/Shanghai.") from None


def redis(value: str) -> str:
    """An address of Redis, or nothing."""
    if value and not re.match(r"(redis|rediss|unix)://", value):
        raise ValueError("it must begin with redis://, rediss:// or unix://.")
    return value


def public_address(value: str) -> str:
    """An address of the web, or nothing."""
    if value and not re.fullmatch(r"https?://[^\s?#]+", value):
        raise ValueError("it must be an address such as https://desk.zone.gov.cn.")
    return value


def storage(value: str) -> str:
    """A folder for files, as file:PATH."""
    if not value.startswith("file:") or value == "file:":
        raise ValueError("it must be a folder such as file:var/files.")
    return value
