"""Serving the web with gunicorn, and the timetable in one of its processes."""

import gc

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from servicedesk.extensions import db

# A page takes milliseconds; what takes longer than this hangs.
SECONDS_FOR_A_REQUEST = 60
SECONDS_FOR_GOING = 10


class Server(BaseApplication):
    """gunicorn, told by our settings instead of a file or the command line."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        super().__init__()

    def load_config(self) -> None:
        """Our settings in gunicorn's words."""
        settings = self._app.config
        for name, value in {
            "bind": f"{settings['SERVICEDESK_HOST']}:{settings['SERVICEDESK_PORT']}",
            "workers": settings["SERVICEDESK_WORKERS"],
            "threads": settings["SERVICEDESK_THREADS"],
            "worker_class": "gthread",
            "timeout": SECONDS_FOR_A_REQUEST,
            "graceful_timeout": SECONDS_FOR_GOING,
            "keepalive": 5,
            "proc_name": "servicedesk",
            "control_socket_disable": True,
            "pre_fork": _give_timetable,
            "post_worker_init": self._begin_work,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, made before the workers are forked."""
        return self._app

    def _begin_work(self, worker: Worker) -> None:
        # What is loaded by now stays: looking through it for garbage holds up requests, and finds none.
        gc.collect()
        gc.freeze()
        if worker.has_timetable and self._app.config["SERVICEDESK_JOBS"] == "inline":
            from servicedesk import jobs

            jobs.start_inline(self._app)


def serve(app: Flask) -> None:
    """Serve until SIGINT or SIGTERM; running requests are finished first."""
    with app.app_context():
        # A connection must not be shared by processes: each worker opens its own.
        db.engine.dispose()
    Server(app).run()


def _give_timetable(arbiter: Arbiter, worker: Worker) -> None:
    """Before a worker is forked: the timetable is its task when no living worker has it."""
    worker.has_timetable = not any(other.has_timetable for other in arbiter.WORKERS.values())
