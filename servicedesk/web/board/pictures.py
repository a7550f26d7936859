"""Small pictures that the server draws: the line of the last months beside a key figure."""

from collections.abc import Sequence
from dataclasses import dataclass

from servicedesk.rules.figures import Figure
from servicedesk.web.filters import percent

WIDTH, HEIGHT, EDGE = 120, 28, 3


@dataclass(frozen=True, slots=True)
class Spark:
    """A line through the months that have a value, and in words what it shows."""

    points: str
    """As an SVG polyline takes them, within WIDTH and HEIGHT; empty where fewer than two months have any."""
    end: tuple[float, float] | None
    said: str


def spark(months: Sequence[Figure]) -> Spark:
    """Of the same figure in several months, the oldest first; months without a value leave a gap in time."""
    known = [(place, one.value) for place, one in enumerate(months) if one.value is not None]
    said = ", ".join(percent(one.value) for one in months)
    if len(known) < 2:
        return Spark("", None, said)
    lowest, highest = (pick(value for _, value in known) for pick in (min, max))
    # A line that hardly moves shall not look like a mountain.
    room = max(highest - lowest, 0.02)
    at = [
        (
            round(EDGE + place * (WIDTH - 2 * EDGE) / (len(months) - 1), 1),
            round(HEIGHT - EDGE - (value - lowest) / room * (HEIGHT - 2 * EDGE), 1),
        )
        for place, value in known
    ]
    return Spark(" ".join(f"{x},{y}" for x, y in at), at[-1], said)
