"""Filling a database with the demo: people, enterprises, and matters with their whole histories."""

import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context

from sqlalchemy import select

from servicedesk.demo.accounts import make_accounts
from servicedesk.demo.bulk import Writer
from servicedesk.demo.files import give_files
from servicedesk.demo.plan import Spec, make_plan
from servicedesk.demo.playing import Played, Stage, play_all
from servicedesk.demo.present import Present
from servicedesk.demo.records import Attachment
from servicedesk.demo.world import read_world
from servicedesk.extensions import db
from servicedesk.models import NumberSeries
from servicedesk.operations import events, facts
from servicedesk.operations.transaction import transaction
from servicedesk.rules.batches import in_batches

BATCH = 500
# From so many matters on it is worth starting processes for playing them.
SEVERAL = 4000
MOST_PROCESSES = 4


@dataclass(frozen=True)
class Loaded:
    """What was made."""

    people: int
    tickets: int
    states: dict[str, int]


def load(now: datetime, tickets: int, months: int, seed: int) -> Loaded:
    """Make the demo's accounts and so many matters of the last months, all or nothing; commits.

    The same seed on the same day of the zone gives the same numbers, states and texts, whatever the hour; the
    hours of that day's own steps follow `now`, and nothing lies after it. Another load adds to what is there,
    under the numbers that come next. Steps of ladders that running limits owe are left to the sweep. Needs
    the reference data.
    """
    people = make_accounts(now)
    states: Counter[str] = Counter()
    if tickets:
        with transaction():
            states = _load_tickets(now, tickets, months, seed)
    return Loaded(people, tickets, dict(sorted(states.items())))


def _load_tickets(now: datetime, tickets: int, months: int, seed: int) -> Counter[str]:
    writer = Writer()
    writer.keep_others_out()
    world = read_world(now)
    stage = Stage(world, Present.of(now, world.limits.calendar), writer.dialect)
    series = {row.day: row for row in db.session.scalars(select(NumberSeries))}
    specs = make_plan(world, stage.present, tickets, months, seed, {day: s.last for day, s in series.items()})
    states: Counter[str] = Counter()
    with ExitStack() as storage:
        specs = give_files(random.Random(f"{seed} files"), specs, world.last_ids[Attachment], storage)
        with _played(stage, specs) as batches:
            for played in batches:
                writer.write(played.parcel)
                states += played.states
        writer.catch_up()
        writer.take_stock()
        _count_on(specs, series)
        facts.forget()
        events.append_administration(
            None, "demo_tickets_made", now, {"tickets": tickets, "months": months, "seed": seed}
        )
    return states


def _count_on(specs: Sequence[Spec], series: dict[str, NumberSeries]) -> None:
    """Let the numbers of each day go on after ours."""
    for spec in specs:
        day, serial = spec.number[2:].split("-")
        if day not in series:
            series[day] = NumberSeries(day=day, last=0)
            db.session.add(series[day])
        series[day].last = max(series[day].last, int(serial))


@contextmanager
def _played(stage: Stage, specs: Sequence[Spec]) -> Iterator[Iterator[Played]]:
    """The plan played batch by batch, in order; large plans by several processes."""
    parts = in_batches(specs, BATCH)
    if len(specs) < SEVERAL:
        yield (play_all(stage, part, part[0].place) for part in parts)
        return
    processes = max(1, min(MOST_PROCESSES, os.cpu_count() or 1))
    # Fresh processes: they must not share the connection that writes.
    with get_context("spawn").Pool(processes, _enter, (stage,)) as pool:
        yield pool.imap(_play_part, parts)


_stage: Stage


def _enter(stage: Stage) -> None:
    """Come on stage, once in each process."""
    global _stage
    _stage = stage


def _play_part(part: list[Spec]) -> Played:
    return play_all(_stage, part, part[0].place)
