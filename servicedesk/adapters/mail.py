"""Mail, where SERVICEDESK_MAIL_URL names a server; without it nothing is sent."""

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from flask import Flask, current_app
from flask_babel import force_locale

from servicedesk.environment import ConfigurationError
from servicedesk.rules.judging_links import Link, signed

BOUND = "servicedesk.mail"
TIMEOUT = 20
"""Seconds that a server has to answer."""
PORTS: Mapping[str, int] = {"smtp": 587, "smtps": 465}
NOT_AN_ADDRESS = (
    "SERVICEDESK_MAIL_URL must look like smtp://user:password@host:587?from=desk@zone.gov.cn "
    "(smtps:// for TLS from the start, ?plain=1 for a server without TLS)."
)


class NotSent(Exception):
    """The server did not take the mail; says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over, and as whom."""

    scheme: str
    host: str
    port: int
    user: str | None
    password: str
    sender: str
    plain: bool

    @classmethod
    def from_url(cls, url: str) -> "Server":
        """From the setting; raises ConfigurationError, which does not repeat the password."""
        try:
            parts = urlsplit(url)
            return cls._of(parts, {name: values[-1] for name, values in parse_qs(parts.query).items()})
        except (ValueError, KeyError):
            raise ConfigurationError(NOT_AN_ADDRESS) from None

    @classmethod
    def _of(cls, parts: SplitResult, asked: Mapping[str, str]) -> "Server":
        if not parts.hostname:
            raise ValueError(parts.scheme)
        return cls(
            scheme=parts.scheme,
            host=parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password or ""),
            sender=asked["from"],
            plain=asked.get("plain") == "1",
        )

    def send(self, message: EmailMessage) -> None:
        """Hand a mail over; raises NotSent."""
        message["From"] = self.sender
        kind = smtplib.SMTP_SSL if self.scheme == "smtps" else smtplib.SMTP
        try:
            with kind(self.host, self.port, timeout=TIMEOUT) as server:
                if self.scheme == "smtp" and not self.plain:
                    server.starttls()
                if self.user is not None:
                    server.login(self.user, self.password)
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as wrong:
            raise NotSent(f"{type(wrong).__name__}: {wrong}"[:300]) from wrong


def init_app(app: Flask) -> None:
    """Bind the server of SERVICEDESK_MAIL_URL to the app; raises ConfigurationError."""
    url = app.config["SERVICEDESK_MAIL_URL"]
    app.extensions[BOUND] = Server.from_url(url) if url else None


def server() -> Server | None:
    """The server of the app that runs; None where there is none."""
    bound: Server | None = current_app.extensions[BOUND]
    return bound


def ask_for_judgement(to: str, language: str | None, link: Link, matter: Mapping[str, Any]) -> EmailMessage:
    """The mail that asks for a judgement by its signed link, in the reader's language.

    `matter` holds what the mail may say of it: `title` (empty where it is kept at the desk), `due`.
    """
    address = f"{_base()}/j/{signed(link, str(current_app.secret_key))}"
    return _written("judge", to, language, {"number": link.number, "address": address, **matter})


def tell_of_report(to: str, language: str | None, report_id: int, report: Mapping[str, Any]) -> EmailMessage:
    """The mail that says that a report is there, with its address; one has to sign in to read it."""
    address = f"{_base()}/board/reports/{report_id}"
    return _written("report", to, language, {"title": report["title"], "address": address})


def _base() -> str:
    return str(current_app.config["SERVICEDESK_PUBLIC_URL"]).rstrip("/")


def _written(name: str, to: str, language: str | None, said: Mapping[str, Any]) -> EmailMessage:
    """A mail of a template, whose first line is the subject."""
    message = EmailMessage()
    with force_locale(language or str(current_app.config["BABEL_DEFAULT_LOCALE"])):
        words = current_app.jinja_env.get_template(f"messages/{name}.txt").render(**said)
    subject, _, body = words.partition("\n")
    message["Subject"], message["To"] = subject.strip(), to
    message.set_content(body.lstrip("\n"))
    return message
