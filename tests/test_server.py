"""Serving: it comes up, goes in order, and exactly one process has the timetable."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from servicedesk.environment import ROOT

WITH_TIMETABLE_THAT_SAYS_SO = """
import os
from servicedesk import create_app, jobs, server
jobs.start_inline = lambda app: print(os.getpid(), flush=True)
server.serve(create_app())
"""
Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a server with these settings and wait until it listens; it is ended after the test."""
    begun = []

    def starting(*program: str, **settings: object) -> subprocess.Popen[str]:
        environ = {
            "PATH": os.environ["PATH"],
            "SERVICEDESK_ENV": "test",
            "SERVICEDESK_DATABASE_URL": f"sqlite:///{tmp_path / 'desk.sqlite'}",
            "SERVICEDESK_STORAGE_URL": f"file:{tmp_path / 'files'}",
            **{f"SERVICEDESK_{name.upper()}": str(value) for name, value in settings.items()},
        }
        server = subprocess.Popen(
            [sys.executable, *program],
            cwd=ROOT,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(server)
        assert server.stderr
        said = []
        for line in server.stderr:
            said.append(line)
            if "Listening at" in line:
                return server
        raise AssertionError("".join(said))

    yield starting
    for server in begun:
        server.kill()
        server.communicate(timeout=20)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_and_goes_in_order_when_told_to(start: Start, sign: signal.Signals) -> None:
    port = free_port()
    server = start("app.py", port=port, jobs="off")
    with urlopen(f"http://127.0.0.1:{port}/static/css/tokens.css", timeout=20) as answer:
        assert answer.status == 200
    server.send_signal(sign)
    assert server.wait(timeout=20) == 0


def test_one_of_several_workers_has_the_timetable_and_another_takes_it_over(start: Start) -> None:
    server = start("-c", WITH_TIMETABLE_THAT_SAYS_SO, port=free_port(), workers=2)
    assert server.stdout
    first = int(server.stdout.readline())
    os.kill(first, signal.SIGKILL)
    second = int(server.stdout.readline())
    assert second != first
    server.terminate()
    assert server.stdout.read() == "", "more than one worker has the timetable"


def test_where_the_timetable_runs_elsewhere_no_worker_has_it(start: Start) -> None:
    port = free_port()
    server = start("-c", WITH_TIMETABLE_THAT_SAYS_SO, port=port, jobs="off")
    with urlopen(f"http://127.0.0.1:{port}/static/css/tokens.css", timeout=20) as answer:
        assert answer.status == 200
    server.terminate()
    assert server.stdout
    assert server.stdout.read() == ""
