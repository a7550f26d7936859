"""Playing matters: from the plan's line to a whole history, and from many histories to a parcel of rows."""

import gc
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from servicedesk.demo.bulk import Packer, Parcel
from servicedesk.demo.history import History
from servicedesk.demo.ids import Ids
from servicedesk.demo.matter import FROM_OUTSIDE, Matter, make_matter
from servicedesk.demo.paces import Lively, Pace
from servicedesk.demo.plan import Spec, measured
from servicedesk.demo.present import Present
from servicedesk.demo.records import KINDS, Message
from servicedesk.demo.routes import draw_route
from servicedesk.demo.stories import Story, choose_cast
from servicedesk.demo.world import World
from servicedesk.operations.tickets import CODE_ALPHABET, CODE_LENGTH

# Older messages are left out: everybody has read them.
MESSAGES_KEPT = timedelta(days=14)
READ = 0.85
UNREAD_FOR = timedelta(hours=3)


@dataclass(frozen=True)
class Stage:
    """What all matters of one demo share."""

    world: World
    present: Present
    dialect: str


@dataclass(frozen=True)
class Played:
    """The rows of some matters, and how many of them stand in each state."""

    parcel: Parcel
    states: Counter[str]


def play_all(stage: Stage, specs: Sequence[Spec], before: int) -> Played:
    """Play matters, of which so many others come `before`, and pack their rows."""
    ids = Ids(stage.world.last_ids, before, len(specs))
    packer = Packer(stage.dialect)
    with _no_search_for_garbage():
        return _packed(packer, [play(stage, spec, ids) for spec in specs])


def _packed(packer: Packer, histories: Sequence[History]) -> Played:
    return Played(
        {kind: packer.pack(kind, [row for h in histories for row in h.rows[kind]]) for kind in KINDS},
        Counter(history.ticket.state for history in histories),
    )


@contextmanager
def _no_search_for_garbage() -> Iterator[None]:
    # Histories are many objects and no circles: looking for circles among them costs a fifth of the time.
    # Nobody holds them any more when it is looked for again.
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def play(stage: Stage, spec: Spec, ids: Ids) -> History:
    """One matter's whole history until the present."""
    mark = ids.mark()
    history, moments = _perform(stage, spec, ids, None)
    real = [stage.present.real(at) for at in moments]
    if real != moments:
        # The same steps again, at the hours that the day has had.
        ids.back_to(mark)
        history, _ = _perform(stage, spec, ids, real)
    history.end(stage.present.now)
    _read(history, stage.present.now)
    return history


def _perform(
    stage: Stage, spec: Spec, ids: Ids, moments: list[datetime] | None
) -> tuple[History, list[datetime]]:
    world, rng = stage.world, random.Random(spec.seed)
    matter = make_matter(rng, world, spec.wish, spec.submitted_at)
    cast_ = choose_cast(rng, world, matter, spec.aim.handler if spec.aim else None)
    pace: Pace = measured(spec.aim, spec.seed) if spec.aim else Lively(rng, matter.lead.code)
    story = Story(matter, cast_, pace, rng)
    history = History(world, ids, rng, stage.present.moment - MESSAGES_KEPT)
    done = [moments[0] if moments else spec.submitted_at]
    code = "".join(rng.choices(CODE_ALPHABET, k=CODE_LENGTH))
    history.submit(cast_.recorder, done[0], _as_given(matter), matter.firm, spec.number, code)
    for attachment in spec.attachments:
        history.attach(cast_.recorder, done[0], attachment)
    moves = spec.aim.moves if spec.aim else draw_route(rng, world, matter)
    for place, move in enumerate(moves, start=1):
        beat = story.beat(move)
        if moments and place >= len(moments):
            break
        at = moments[place] if moments else beat.moment(history, done[-1])
        if not moments and at >= stage.present.moment:
            break
        beat.happen(history, at)
        done.append(at)
    return history, done


def _as_given(matter: Matter) -> dict[str, Any]:
    """What is submitted, as the enterprise's own program or page, or the desk's, sends it."""
    given = dict(matter.given)
    if matter.channel in FROM_OUTSIDE:
        del given["external_due"]
    return given


def _read(history: History, now: datetime) -> None:
    """Messages have been handed over by now, and most of them read."""
    for message in history.rows[Message]:
        if message.deliver_at > now:
            continue
        message.delivered_at = message.deliver_at
        if now - message.deliver_at > UNREAD_FOR and history.rng.random() < READ:
            message.read_at = min(now, message.deliver_at + timedelta(minutes=history.rng.randrange(2, 170)))
