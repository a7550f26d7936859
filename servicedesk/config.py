"""The settings of one process: all of them here, with their defaults, checked together at start."""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from servicedesk import environment
from servicedesk.database import engine_options
from servicedesk.environment import ROOT, VAR, ConfigurationError, Reader
from servicedesk.languages import LANGUAGES
from servicedesk.secret import secret_key

# The most that one request may bring: a matter's files together, and the text beside them.
LONGEST_REQUEST = 64 * 1024 * 1024
LONGEST_FORM_TEXT = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """Each is read from the variable SERVICEDESK_ and its name in capitals."""

    env: str
    database_url: str
    secret_key: str
    host: str
    port: int
    workers: int
    threads: int
    nodes: int
    """How many machines serve the web; they cannot share counters in memory or a database file."""
    proxies: int
    """How many reverse proxies stand before us, whose X-Forwarded-* headers are believed."""
    session_minutes: int
    """After how many idle minutes one has to sign in again."""
    timezone: str
    locale: str
    jobs: str
    redis_url: str | None
    storage_url: str
    mail_url: str | None
    public_url: str
    """Under which address enterprises open the pages; links in mails begin with it."""
    demo_tickets: int
    month_ends_on: int
    """The day with which the zone's months end in figures and reports; 31: with their own last day."""
    document_prefix: str
    """What the document numbers of papers begin with."""
    desk_phone: str
    """The desk's own number; until it is named, the government service line that answers everywhere."""
    duty_phone: str
    """Whoever is on duty for urgent matters, day and night."""
    desk_address: str
    inspector_phone: str
    inspector_address: str


def load(environ: Mapping[str, str]) -> Settings:
    """The settings from the environment; raises ConfigurationError for a value that cannot be used."""
    reader = Reader(environ)
    env = reader.choice("ENV", "demo", ("demo", "production", "test"))
    settings = Settings(
        env=env,
        database_url=reader.checked(
            "DATABASE_URL", f"sqlite:///{VAR / 'servicedesk.sqlite'}", environment.database
        ),
        secret_key=secret_key(reader.text("SECRET_KEY", ""), env),
        host=reader.text("HOST", "127.0.0.1"),
        port=reader.number("PORT", 8000, 1, 65535),
        workers=reader.number("WORKERS", 1, 1, 64),
        threads=reader.number("THREADS", 8, 1, 256),
        nodes=reader.number("NODES", 1, 1, 100),
        proxies=reader.number("PROXIES", 0, 0, 10),
        session_minutes=reader.number("SESSION_MINUTES", 60, 5, 24 * 60),
        timezone=reader.checked("TIMEZONE", "Asia/Shanghai", environment.timezone),
        locale=reader.choice("LOCALE", "zh_CN", tuple(LANGUAGES)),
        jobs=reader.choice("JOBS", "inline", ("inline", "off")),
        redis_url=reader.checked("REDIS_URL", "", environment.redis) or None,
        storage_url=reader.checked("STORAGE_URL", "file:var/files", environment.storage),
        mail_url=reader.text("MAIL_URL", "") or None,
        public_url=reader.checked("PUBLIC_URL", "", environment.public_address) or _own_address(reader),
        demo_tickets=reader.number("DEMO_TICKETS", 300, 0, 1_000_000),
        month_ends_on=reader.number("MONTH_ENDS_ON", 31, 1, 31),
        document_prefix=reader.text("DOCUMENT_PREFIX", "开企服"),
        desk_phone=reader.text("DESK_PHONE", "12345"),
        duty_phone=reader.text("DUTY_PHONE", reader.text("DESK_PHONE", "12345")),
        desk_address=reader.text("DESK_ADDRESS", ""),
        # The nationwide line of the discipline inspection.
        inspector_phone=reader.text("INSPECTOR_PHONE", "12388"),
        inspector_address=reader.text("INSPECTOR_ADDRESS", ""),
    )
    _refuse_what_does_not_fit_together(settings)
    return settings


def _own_address(reader: Reader) -> str:
    return f"http://{reader.text('HOST', '127.0.0.1')}:{reader.number('PORT', 8000, 1, 65535)}"


def flask_config(config: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Flask's configuration.

    SERVICEDESK_* names in `config` count before the environment; its other names before Flask's. Each
    setting also stands in the result under its SERVICEDESK_ name.
    """
    given = dict(config or {})
    ours = {name: str(value) for name, value in given.items() if name.startswith("SERVICEDESK_")}
    others = {name: value for name, value in given.items() if name not in ours}
    settings = load({**os.environ, **ours})
    named = {f"SERVICEDESK_{name.upper()}": value for name, value in asdict(settings).items()}
    return {**named, **_of_extensions(settings), **_of_sessions(settings), **others}


def _of_extensions(settings: Settings) -> dict[str, Any]:
    return {
        "TESTING": settings.env == "test",
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_url, settings.threads),
        "BABEL_DEFAULT_LOCALE": settings.locale,
        "BABEL_DEFAULT_TIMEZONE": settings.timezone,
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "servicedesk" / "translations"),
        "RATELIMIT_STORAGE_URI": settings.redis_url or "memory://",
        "RATELIMIT_STRATEGY": "moving-window",
        "MAX_CONTENT_LENGTH": LONGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": LONGEST_FORM_TEXT,
        # A form lives as long as its session: nobody loses a long text to a timer of its own.
        "WTF_CSRF_TIME_LIMIT": None,
    }


def _of_sessions(settings: Settings) -> dict[str, Any]:
    production = settings.env == "production"
    return {
        "PERMANENT_SESSION_LIFETIME": timedelta(minutes=settings.session_minutes),
        # The __Host- name makes browsers refuse the cookie unless it is secure and of this host alone.
        "SESSION_COOKIE_NAME": "__Host-servicedesk" if production else "servicedesk",
        "SESSION_COOKIE_SECURE": production,
        "SESSION_COOKIE_HTTPONLY": True,
        # Lax, not Strict: a link in a mail or a chat must find its reader still signed in. No GET changes
        # a matter, and every POST carries a token.
        "SESSION_COOKIE_SAMESITE": "Lax",
    }


def _refuse_what_does_not_fit_together(settings: Settings) -> None:
    several = settings.nodes > 1 or settings.workers > 1
    if settings.env == "production" and several and settings.redis_url is None:
        raise ConfigurationError(
            "SERVICEDESK_REDIS_URL must be set where several workers or nodes serve: counters in the memory "
            "of each would give somebody who guesses passwords as many times more tries."
        )
    if settings.nodes > 1 and settings.database_url.startswith("sqlite"):
        raise ConfigurationError(
            "SERVICEDESK_DATABASE_URL is a SQLite file, which several nodes cannot share; "
            "use postgresql+psycopg://… or set SERVICEDESK_NODES to 1."
        )
    if settings.env != "test" and environment.in_memory(settings.database_url):
        raise ConfigurationError(
            "SERVICEDESK_DATABASE_URL is in memory only, so everything would be lost at the end; name a file."
        )
