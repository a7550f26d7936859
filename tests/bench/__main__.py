"""`python -m tests.bench --tickets N --database sqlite|postgresql`: a JSON line for each case."""

import argparse
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from time import perf_counter
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sqlalchemy import select

from servicedesk.extensions import db
from servicedesk.models import Ticket
from servicedesk.operations.facts import fold
from servicedesk.operations.tokens import create_token
from servicedesk.wallclock import now
from tests import databases
from tests.bench import bare, calls, sweep, worktime
from tests.bench.asking import Asker, line, timed
from tests.bench.serve import MEMORY
from tests.factories import credit_code
from tests.live import Live, prepare, serving, settings_in

SECONDS = 8.0
"""For each case, beside as much for its limit."""
SMALL = 1_000
A_MONTH, MONTHS = 25_000, 4
"""Larger numbers are a longer past at as many matters a month, not a busier zone."""
SOME_DAYS = timedelta(days=7)
"""Figures of a month that has gone on for a while, the present one if it has."""
QUEUE = "/desk/?queue=in_progress"


@contextmanager
def desk(kind: str, tickets: int, folder: Path) -> Iterator[tuple[Live, float]]:
    """A served desk with so many tickets, and how many of them the demo's writer made a second."""
    home = folder / str(tickets)
    home.mkdir()
    with databases.empty(kind, home, f"bench_{tickets}") as address:
        settings = settings_in(home, database_url=address)
        prepare(settings, ("db", "upgrade"), ("init",), ("demo", "--tickets", "0"))
        begin = perf_counter()
        months = max(MONTHS, -(-tickets // A_MONTH))
        prepare(settings, ("demo", "--tickets", str(tickets), "--months", str(months)))
        made = tickets / (perf_counter() - begin)
        with serving(settings, home, ("-m", "tests.bench.serve")) as live:
            yield live, made


def page(live: Live, case: str, path: str, username: str = "officer") -> dict[str, object]:
    """A page as somebody asks for it, beside an answer of its size from memory."""
    reader = Asker(live.address)
    reader.sign_in(username)
    size = len(reader.get(path))
    spent = timed(lambda: reader.get(path), SECONDS)
    return line(case, spent, timed(lambda: reader.get(f"{MEMORY}{size}"), SECONDS / 2))


def figures(live: Live, case: str, period: str) -> dict[str, object]:
    """All figures of a period as a program asks for them in a leader's name."""
    with live.house():
        token = create_token("leader", now())
    program, path = Asker(live.address), f"/api/v1/figures?period={period}"
    size = len(program.get(path, token))
    spent = timed(lambda: program.get(path, token), SECONDS)
    return line(case, spent, timed(lambda: program.get(f"{MEMORY}{size}"), SECONDS / 2))


def make_facts(live: Live) -> None:
    """The daily facts, which the timetable of a real desk makes within minutes."""
    with live.house() as app:
        fold(now(), ZoneInfo(app.config["SERVICEDESK_TIMEZONE"]))


def some_ticket(live: Live) -> str:
    """A closed matter with its whole history."""
    with live.house():
        return str(db.session.scalars(select(Ticket.number).where(Ticket.state == "closed").limit(1)).one())


def create(live: Live) -> dict[str, object]:
    """Matters that come in through the API one after the other, beside their bare rows."""
    with live.house():
        token = create_token("officer", now())
    program, serial = Asker(live.address), count(1)

    def submit() -> None:
        enterprise = {"credit_code": credit_code(1), "name": "样例基准测试有限公司"}
        matter = {"kind": "request", "category": "停车", "title": f"厂区停车困难 {next(serial)}"}
        body = {**matter, "description": "员工车辆无处停放。", "channel": "phone", "enterprise": enterprise}
        program.post_json("/api/v1/tickets", body, token)

    spent = timed(submit, SECONDS)
    with live.house() as app:
        return line("create", spent, timed(bare.OneByOne(app), SECONDS / 2))


def bulk_demo(live: Live, made: float) -> dict[str, object]:
    """The demo's writer (with the start of its process), beside the same rows without rules."""
    with live.house():
        limit = bare.tickets_per_second(bare.rows_of_tickets())
    each = round(1000 / made, 3)
    return {
        "case": "bulk_demo",
        "p50_ms": each,
        "p95_ms": each,
        "per_second": round(made, 1),
        "limit_per_second": round(limit, 1),
        "ratio": round(made / limit, 4),
    }


def main() -> None:
    """Run every case of what is built, and print its line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--tickets", type=int, default=100_000)
    parser.add_argument("--database", choices=databases.KINDS, default="sqlite")
    asked = parser.parse_args()

    def tell(found: dict[str, object], tickets: int) -> None:
        case = found.pop("case")
        print(json.dumps({"case": case, "tickets": tickets, "database": asked.database, **found}), flush=True)

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.tickets != SMALL:
            with desk(asked.database, SMALL, folder) as (live, _):
                tell(page(live, "queue_page", QUEUE), SMALL)
        with desk(asked.database, asked.tickets, folder) as (live, made):
            tell(page(live, "queue_page", QUEUE), asked.tickets)
            tell(page(live, "ticket_page", f"/desk/t/{some_ticket(live)}"), asked.tickets)
            tell(page(live, "whistle_board", calls.refresh(live)), asked.tickets)
            tell(page(live, "search", f"/desk/search?q={quote('停车')}"), asked.tickets)
            make_facts(live)
            month = f"{now() - SOME_DAYS:%Y-%m}"
            tell(figures(live, "figures_month", month), asked.tickets)
            tell(figures(live, "figures_year", month[:4]), asked.tickets)
            tell(page(live, "board_page", "/board/", "leader"), asked.tickets)
            tell(bulk_demo(live, made), asked.tickets)
            tell(create(live), asked.tickets)
            with live.house():
                tell(sweep.run(), asked.tickets)
        tell(worktime.run(SECONDS), 0)


if __name__ == "__main__":
    main()
