"""Which passwords are good enough, and how long a guesser waits."""

from datetime import timedelta

import pytest

from servicedesk.rules import passwords


@pytest.mark.parametrize("good", ["Whistle-2026!", "aB3aB3cD4e", "企业服务中心Desk2026", "x" * 20 + "Yz1-q"])
def test_a_long_mixed_password_is_taken(good: str) -> None:
    assert passwords.faults(good, "officer") == []


@pytest.mark.parametrize(
    ("weak", "faults"),
    [
        ("Ab1-", 2),
        ("Ab1-Ab1-Ab1-", 1),
        ("onlysmallletters", 1),
        ("Officer-2026", 1),
        ("x" * 129 + "A1b2c3", 1),
        ("", 3),
    ],
)
def test_each_fault_is_named(weak: str, faults: int) -> None:
    assert len(passwords.faults(weak, "officer")) == faults


def test_mistyping_costs_nothing_guessing_ever_more_up_to_a_quarter_of_an_hour() -> None:
    waits = [passwords.wait_after(failures) for failures in range(12)]
    assert waits[:5] == [timedelta(0)] * 5
    assert [wait.seconds // 60 for wait in waits[5:]] == [1, 2, 4, 8, 15, 15, 15]
    assert passwords.wait_after(10_000) == timedelta(minutes=15)


def test_a_new_password_has_another_mark() -> None:
    assert passwords.mark("one digest") != passwords.mark("another digest")
    assert "digest" not in passwords.mark("one digest")
