"""When we look: one timetable, run inside a web process or in a process of its own."""

from servicedesk.jobs.running import run, start_inline

__all__ = ["run", "start_inline"]
