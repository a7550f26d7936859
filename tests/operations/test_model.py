"""Whatever several departments do together, rightly or wrongly: what must hold holds after each step."""

from collections import Counter
from collections.abc import Callable

from flask_sqlalchemy import SQLAlchemy
from hypothesis.stateful import run_state_machine_as_test

from tests.cast import make_cast
from tests.conftest import Prepared
from tests.model import ZoneMachine, examples


def test_a_zone_played_at_random_keeps_its_rules(
    db: SQLAlchemy, database: str, prepared: Callable[[str], Prepared]
) -> None:
    def fresh() -> None:
        db.session.remove()
        db.engine.dispose()
        prepared(database).keeper.restore()
        make_cast()

    taken: Counter[str] = Counter()
    run_state_machine_as_test(lambda: ZoneMachine(fresh, taken), settings=examples(4, steps=15))
    assert taken["done"] > 30
    assert taken["not_yours"] + taken["not_now"] + taken["not_found"] > 2
