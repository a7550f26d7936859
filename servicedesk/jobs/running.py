"""Running the timetable: in a thread of the web's process, or alone until the process is told to go.

Any number may run at once: the operations claim what they do, so that each thing is done by one of them.
"""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from servicedesk import wallclock
from servicedesk.extensions import db
from servicedesk.jobs.timetable import TIMETABLE, Line

log = logging.getLogger(__name__)


def start_inline(app: Flask) -> BackgroundScheduler:
    """Start the timetable in threads beside the web; it ends with the process."""
    scheduler = make_scheduler(app)
    scheduler.start()
    return scheduler


def run(app: Flask) -> None:
    """Run the timetable until SIGTERM or SIGINT; what is being done then is finished first."""
    told_to_go = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_go.set())
    scheduler = start_inline(app)
    log.info("the timetable runs: %s", ", ".join(line.name for line in TIMETABLE))
    told_to_go.wait()
    scheduler.shutdown(wait=True)
    log.info("the timetable has ended")


def make_scheduler(app: Flask, lines: tuple[Line, ...] = TIMETABLE) -> BackgroundScheduler:
    """A scheduler with these lines, each run at once and then by its trigger; not started yet."""
    zone = app.config["SERVICEDESK_TIMEZONE"]
    scheduler = BackgroundScheduler(
        timezone=zone,
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(max_workers=len(lines))},
        # After a standstill one look is enough, however late it comes; and a line never overtakes itself.
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
    )
    for line in lines:
        scheduler.add_job(
            _looked_after(app, line, scheduler),
            line.trigger(zone),
            id=line.name,
            name=line.name,
            next_run_time=wallclock.now(),
        )
    return scheduler


def look(app: Flask, line: Line) -> datetime | None:
    """Do a line's work once and answer when it should be done again sooner than its trigger says.

    An error is logged and ends nothing: the next look comes anyway.
    """
    with app.app_context():
        try:
            line.work(wallclock.now())
            return line.sooner(wallclock.now())
        except Exception:
            log.exception("%s failed; it is done again at its next time", line.name)
            return None
        finally:
            db.session.remove()


def _looked_after(app: Flask, line: Line, scheduler: BackgroundScheduler) -> Callable[[], None]:
    def job() -> None:
        sooner = look(app, line)
        if sooner is None:
            return
        try:
            planned = scheduler.get_job(line.name)
            if planned and sooner < planned.next_run_time:
                scheduler.modify_job(line.name, next_run_time=sooner)
        except JobLookupError:
            log.debug("%s has left the timetable", line.name)

    return job
