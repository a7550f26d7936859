"""The real server, as a process of its own, for tests that look at it through a browser."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flask import Flask

from servicedesk.environment import ROOT

SECONDS_TO_COME_UP = 60
SECONDS_TO_GO = 20
_LOOK_AGAIN = 0.05


@dataclass
class Live:
    """A server that answers, and an app on the same database for what a test prepares or looks up."""

    address: str
    settings: dict[str, str]
    log: Path

    @cached_property
    def _app(self) -> Flask:
        from servicedesk import create_app

        return create_app(dict(self.settings))

    @contextmanager
    def house(self) -> Iterator[Flask]:
        """The app's context, in which operations and models may be used; what was done is committed."""
        from servicedesk.extensions import db

        with self._app.app_context():
            try:
                yield self._app
                db.session.commit()
            finally:
                db.session.remove()
                db.engine.dispose()


def settings_in(folder: Path, **more: str) -> dict[str, str]:
    """Settings of a server that keeps everything in `folder`."""
    return {
        "SERVICEDESK_ENV": "demo",
        "SERVICEDESK_SECRET_KEY": "a key of these tests alone, for one run",
        "SERVICEDESK_DATABASE_URL": f"sqlite:///{folder / 'desk.sqlite'}",
        "SERVICEDESK_STORAGE_URL": f"file:{folder / 'files'}",
        "SERVICEDESK_JOBS": "off",
        **{f"SERVICEDESK_{name.upper()}": value for name, value in more.items()},
    }


def settings_of(app: Flask) -> dict[str, str]:
    """Settings with which another process works on the same things as an app."""
    names = ("ENV", "DATABASE_URL", "STORAGE_URL", "JOBS")
    return {f"SERVICEDESK_{name}": str(app.config[f"SERVICEDESK_{name}"]) for name in names}


def prepare(settings: dict[str, str], *commands: tuple[str, ...]) -> None:
    """Run commands of `flask` with these settings, in order; raises when one fails."""
    for command in commands:
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", *command],
            cwd=ROOT,
            env=environment(settings),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"flask {' '.join(command)} failed:\n{done.stderr or done.stdout}")


@contextmanager
def serving(settings: dict[str, str], folder: Path, program: tuple[str, ...] = ("app.py",)) -> Iterator[Live]:
    """`python app.py` on a free port until the end of the block; raises when it does not come up."""
    port = free_port()
    log = folder / "server.log"
    with log.open("w") as written:
        server = subprocess.Popen(
            [sys.executable, *program],
            cwd=ROOT,
            env=environment({**settings, "SERVICEDESK_PORT": str(port)}),
            stdout=written,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_it_answers(server, port, log)
            yield Live(f"http://127.0.0.1:{port}", settings, log)
        finally:
            _end(server)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(settings: dict[str, str]) -> dict[str, str]:
    """The environment of a process with these settings, and no others of ours."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("SERVICEDESK_")}
    return {**others, **settings}


def _wait_until_it_answers(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    for _ in range(int(SECONDS_TO_COME_UP / _LOOK_AGAIN)):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        with suppress(subprocess.TimeoutExpired):
            server.wait(_LOOK_AGAIN)
            break
    raise RuntimeError(f"the server did not come up:\n{log.read_text()}")


def _end(server: "subprocess.Popen[bytes]") -> None:
    server.terminate()
    try:
        server.wait(SECONDS_TO_GO)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
