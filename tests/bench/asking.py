"""Asking a server over one open connection, and how long its answers take."""

import json
import re
from collections.abc import Callable
from http.client import HTTPConnection
from statistics import quantiles
from time import perf_counter
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.factories import PASSWORD


class Asker:
    """A browser (or program) that keeps its connection and its cookies."""

    def __init__(self, address: str) -> None:
        self.connection = HTTPConnection(str(urlsplit(address).netloc), timeout=60)
        self.cookies: dict[str, str] = {}

    def get(self, path: str, token: str | None = None) -> bytes:
        """The body of a page, or of the API's answer to a token; raises unless it is answered with 200."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self._ask("GET", path, None, headers, 200)

    def sign_in(self, username: str) -> None:
        """Through the form, as people do."""
        found = re.search(rb'name="csrf_token"[^>]*value="([^"]+)"', self.get("/login"))
        assert found
        fields = {"username": username, "password": PASSWORD, "csrf_token": found[1].decode()}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self._ask("POST", "/login", urlencode(fields).encode(), headers, 302)

    def post_json(self, path: str, body: dict[str, Any], token: str) -> dict[str, Any]:
        """The JSON that a call answers; raises unless it is 201."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        answer: dict[str, Any] = json.loads(self._ask("POST", path, json.dumps(body).encode(), headers, 201))
        return answer

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str], status: int) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, {**headers, **({"Cookie": cookies} if cookies else {})})
        answer = self.connection.getresponse()
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status != status:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {content[:300]!r}")
        return content


def timed(work: Callable[[], object], seconds: float, least: int = 20) -> list[float]:
    """How long each call took, in seconds, for as many calls as fit into the time."""
    work()
    spent: list[float] = []
    end = perf_counter() + seconds
    while len(spent) < least or perf_counter() < end:
        begin = perf_counter()
        work()
        spent.append(perf_counter() - begin)
    return spent


def line(case: str, spent: list[float], limit: list[float]) -> dict[str, object]:
    """The benchmark's line without tickets and database; `limit` are the times of the stack's own answer."""
    twentieths = quantiles(spent, n=20)
    per_second, limit_per_second = len(spent) / sum(spent), len(limit) / sum(limit)
    return {
        "case": case,
        "p50_ms": round(twentieths[9] * 1000, 3),
        "p95_ms": round(twentieths[18] * 1000, 3),
        "per_second": round(per_second, 1),
        "limit_per_second": round(limit_per_second, 1),
        "ratio": round(per_second / limit_per_second, 4),
    }
