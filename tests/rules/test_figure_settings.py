"""What a zone decides about figures: bands by shares, and weights that add up."""

import pytest

from servicedesk.rules.bands import NO_BAND, BandRule
from servicedesk.rules.figure_settings import DEFAULT, FigureSettings, faults
from servicedesk.rules.report import Ratio


@pytest.mark.parametrize(
    ("promised", "in_time", "band"),
    [
        (Ratio(98, 100), Ratio(50, 50), 0),
        (Ratio(979, 1000), Ratio(50, 50), 1),
        (Ratio(9, 10), Ratio(10, 10), 1),
        (Ratio(100, 100), Ratio(89, 100), 2),
        (Ratio(0, 9), Ratio(99, 100), 0),
        (Ratio(9, 9), None, NO_BAND),
        (None, None, NO_BAND),
    ],
)
def test_a_department_stands_in_the_lower_of_its_bands(
    promised: Ratio | None, in_time: Ratio | None, band: int
) -> None:
    assert BandRule().band_of([promised, in_time]) == band


def test_the_bands_are_data() -> None:
    assert BandRule(first=80, second=50, least=1).band_of([Ratio(4, 5)]) == 0
    assert BandRule(first=80, second=50, least=0).band_of([Ratio(0, 0)]) == NO_BAND


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (DEFAULT, set()),
        (FigureSettings(composite=True, response=100, resolution=0, satisfaction=0, public=True), set()),
        (FigureSettings(response=31), {"response"}),
        (FigureSettings(response=-1), {"response"}),
        (FigureSettings(first_band=90, second_band=90), {"second_band"}),
        (FigureSettings(first_band=101, least_due=0), {"first_band", "least_due"}),
        (FigureSettings(least_answers=1001), {"least_answers"}),
    ],
)
def test_weights_add_up_and_bands_follow_each_other(given: FigureSettings, wrong: set[str]) -> None:
    assert set(faults(given)) == wrong
