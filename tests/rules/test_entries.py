"""Plain words and the kind of matter that comes of them."""

import pytest

from servicedesk import reference
from servicedesk.rules.entries import ENTRIES, entry_of, kind_of
from servicedesk.rules.workflow import KINDS


def test_the_words_are_those_of_the_reference_data_and_make_their_first_kind() -> None:
    assert [entry.code for entry in reference.entries()] == list(ENTRIES)
    for entry in reference.entries():
        assert kind_of(entry.code, "1503") == entry.kinds[0]


def test_every_kind_goes_back_to_words_that_can_become_it() -> None:
    kinds = {entry.code: entry.kinds for entry in reference.entries()}
    for kind in KINDS:
        assert kind in kinds[entry_of(kind)]


def test_demanding_favours_is_reported_and_thanks_are_praise() -> None:
    assert kind_of("complain", "1406") == "report"
    assert kind_of("suggest", "1502") == "praise"
    assert kind_of("ask", "1406") == "consultation"


def test_without_a_kind_most_matters_words_are_meant() -> None:
    assert entry_of(None) == "apply"


def test_other_words_are_none() -> None:
    with pytest.raises(KeyError):
        kind_of("shout", "0101")
