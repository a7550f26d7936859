"""Which matters are kept at the desk."""

import pytest

from servicedesk.rules.access import is_sensitive


@pytest.mark.parametrize(
    ("kind", "category", "about", "kept"),
    [
        ("request", "0303", {}, False),
        ("complaint", "1401", {}, False),
        ("request", "0303", {"confidential": True}, True),
        ("complaint", "0303", {"about_department": True}, True),
        ("complaint", "0303", {"about_leader": True}, True),
        ("report", "0303", {}, True),
        # Whoever calls a clue of misconduct a complaint has still given a clue of misconduct.
        ("complaint", "1406", {}, True),
    ],
)
def test_a_matter_is_kept_at_the_desk_when_departments_must_not_know(
    kind: str, category: str, about: dict[str, bool], kept: bool
) -> None:
    facts = {"confidential": False, "about_department": False, "about_leader": False, **about}
    assert is_sensitive(kind, category, **facts) is kept
