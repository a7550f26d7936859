"""Running the timetable: in threads of the web's process, or alone until the process is told to go.

Any number may run at once: the operations claim what they do, so that each thing is done by one of them.
"""

import logging
import signal
from functools import partial

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from servicedesk import wallclock
from servicedesk.extensions import db
from servicedesk.jobs.timetable import TIMETABLE, Line

log = logging.getLogger(__name__)
# A line that takes longer than to its next time is nothing to be warned of, least of all every second.
logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)


def start_inline(app: Flask) -> "Timetable":
    """Start the timetable in threads beside the web."""
    timetable = Timetable(app)
    timetable.start()
    return timetable


def run(app: Flask) -> None:
    """Run the timetable until SIGTERM or SIGINT; what is being done then is finished first."""
    # Waited for, not handled: a handler could strike while this thread holds a lock that it needs itself.
    told_to_go = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, told_to_go)
    timetable = start_inline(app)
    log.info("the timetable runs: %s", ", ".join(line.name for line in TIMETABLE))
    signal.sigwait(told_to_go)
    timetable.stop()
    log.info("the timetable has ended")


class Timetable:
    """Does each line at once, and then whenever its trigger says."""

    def __init__(self, app: Flask, lines: tuple[Line, ...] = TIMETABLE) -> None:
        zone = app.config["SERVICEDESK_TIMEZONE"]
        self._scheduler = BackgroundScheduler(
            timezone=zone,
            jobstores={"default": MemoryJobStore()},
            executors={"default": ThreadPoolExecutor(max_workers=len(lines))},
            # After a standstill one look is enough, however late it comes; and a line never overtakes itself.
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        for line in lines:
            self._scheduler.add_job(
                partial(look, app, line),
                line.trigger(zone),
                id=line.name,
                name=line.name,
                next_run_time=wallclock.now(),
            )

    @property
    def lines(self) -> list[str]:
        """The names of the lines."""
        return [job.id for job in self._scheduler.get_jobs()]

    def start(self) -> None:
        """Begin."""
        self._scheduler.start()

    def stop(self) -> None:
        """End, after what is being done now."""
        self._scheduler.shutdown(wait=True)


def look(app: Flask, line: Line) -> None:
    """Do a line's work once. An error is logged and ends nothing: the next look comes anyway."""
    with app.app_context():
        try:
            line.work(wallclock.now())
        except Exception:
            log.exception("%s failed; it is done again at its next time", line.name)
        finally:
            db.session.remove()
