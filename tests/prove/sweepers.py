"""Processes that sweep beside each other, and are killed at random moments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from random import Random
from time import perf_counter, sleep

PATIENCE = 300
"""Seconds after which processes that do not come to an end are given up."""
_HELD_ELSEWHERE = 0.02


def sweep_all(settings: Mapping[str, str], batch: int, begun: Event) -> None:
    """What one process does: looks, as the timetable does, until nothing is due any more."""
    from servicedesk import create_app, wallclock
    from servicedesk.jobs.running import look
    from servicedesk.jobs.timetable import TIMETABLE
    from servicedesk.operations import sweep
    from servicedesk.queries.due import next_look

    app = create_app(dict(settings))
    sweep.BATCH = batch
    line = next(line for line in TIMETABLE if line.name == "sweep")
    begun.set()
    while True:
        look(app, line)
        with app.app_context():
            earliest = next_look()
        if earliest is None or earliest >= wallclock.now():
            return
        sleep(_HELD_ELSEWHERE)


@dataclass
class Sweepers:
    """Several such processes."""

    settings: Mapping[str, str]
    batch: int
    random: Random
    killed: int = 0
    alive: dict[BaseProcess, Event] = field(default_factory=dict)
    """With what tells that it has begun to sweep."""

    def run(self, processes: int, kills: int, pause: float) -> float:
        """Let them sweep, and kill so many, one after another at random moments some `pause` seconds apart.

        Each that was killed is followed by a new one; the kills are counted, so that there is an end. Answers
        how many seconds it took until nothing was due; raises RuntimeError where they break down.
        """
        begin = perf_counter()
        for _ in range(processes):
            self._start()
        while self.alive:
            connection.wait([one.sentinel for one in self.alive], self.random.uniform(0, 2 * pause))
            ended = [one for one in self.alive if one.exitcode is not None]
            if any(one.exitcode for one in ended) or perf_counter() - begin > PATIENCE:
                self._give_up()
            for one in ended:
                del self.alive[one]
            sweeping = [one for one, begun in self.alive.items() if begun.is_set()]
            if sweeping and not ended and self.killed < kills:
                self._kill(self.random.choice(sweeping))
        return perf_counter() - begin

    def _start(self) -> None:
        # Forked from a process that has the house in memory and no connection of its own.
        context = get_context("forkserver")
        context.set_forkserver_preload(["tests.prove.warm"])
        begun = context.Event()
        process = context.Process(target=sweep_all, args=(dict(self.settings), self.batch, begun))
        process.start()
        self.alive[process] = begun

    def _kill(self, victim: BaseProcess) -> None:
        victim.kill()
        victim.join()
        self.killed += 1
        del self.alive[victim]
        self._start()

    def _give_up(self) -> None:
        for one in self.alive:
            one.kill()
            one.join()
        raise RuntimeError(f"sweeping came to no good end: {[one.exitcode for one in self.alive]}")
