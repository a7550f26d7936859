"""What tests of pages share."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.factories import NOW


@pytest.fixture
def at_work() -> Iterator[None]:
    """It is the moment at which the tests' matters are made: Monday, 10:00 in the zone."""
    with time_machine.travel(NOW, tick=False):
        yield
