"""What of a matter is shown to whom."""

import pytest

from servicedesk.rules.disclosure import sees_contact, sees_tracking_code, told


@pytest.mark.parametrize(
    ("relations", "outside", "share_outside", "shown"),
    [
        ({"enterprise"}, False, False, True),
        ({"desk"}, False, False, True),
        ({"handler"}, False, False, True),
        ({"handler"}, True, False, False),
        ({"handler"}, True, True, True),
        ({"handler", "desk"}, True, False, True),
        ({"leader"}, False, True, False),
        ({"supervisor"}, False, False, False),
        ({"caller"}, False, True, False),
        ({"inspector"}, False, False, True),
    ],
)
def test_contact_data_is_for_the_desk_and_for_whoever_handles_the_matter(
    relations: set[str], outside: bool, share_outside: bool, shown: bool
) -> None:
    assert sees_contact(frozenset(relations), outside, share_outside) is shown


@pytest.mark.parametrize(
    ("relation", "shown"), [("enterprise", True), ("desk", True), ("handler", False), ("leader", False)]
)
def test_the_tracking_code_has_two_keepers(relation: str, shown: bool) -> None:
    assert sees_tracking_code(frozenset({relation})) is shown


WORDS = {"title": "a", "note": "b", "handover_text": "c", "contact_phone": "d", "digests": {}}


@pytest.mark.parametrize(
    ("relation", "contact", "names"),
    [
        ("enterprise", True, {"title", "contact_phone"}),
        ("handler", True, {"title", "note", "handover_text", "contact_phone"}),
        ("handler", False, {"title", "note", "handover_text"}),
    ],
)
def test_an_event_says_what_is_for_its_reader(relation: str, contact: bool, names: set[str]) -> None:
    assert told(WORDS, frozenset({relation}), contact).keys() == names
