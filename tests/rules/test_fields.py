"""What is taken for a field, and what is refused."""

from datetime import date
from typing import Any

import pytest

from servicedesk.rules.fields import Field, check
from servicedesk.rules.refusals import Invalid

TAKEN: list[tuple[Field, Any, Any]] = [
    (Field("x", "line"), "  停车 \t场 ", "停车  场"),
    (Field("x", "long"), "一\r\n二\x00\r三", "一\n二\n三"),
    (Field("x", "bool"), "yes", True),
    (Field("x", "bool"), False, False),
    (Field("x", "int", least=1, most=5), " 3 ", 3),
    (Field("x", "int", least=-5, most=5), "-3", -3),
    (Field("x", "choice", choices=("a", "b")), "b", "b"),
    (Field("x", "date"), "2026-11-23", date(2026, 11, 23)),
    (Field("x", "code"), " jfj ", "jfj"),
    (Field("x", "codes"), ["jfj", "rsj"], ["jfj", "rsj"]),
    (Field("x", "codes", required=False), None, []),
    (Field("x", "long", required=False), " \n", None),
]


@pytest.mark.parametrize(("field", "given", "clean"), TAKEN, ids=[f"{f.kind} {g!r}" for f, g, _ in TAKEN])
def test_what_is_given_is_taken_clean(field: Field, given: Any, clean: Any) -> None:
    assert check((field,), {"x": given}) == {"x": clean}


REFUSED: list[tuple[str, Any]] = [
    ("line", None), ("line", ""), ("line", "\x00\x01"), ("line", "一\n二"), ("line", "长" * 101), ("line", 7),
    ("long", "长" * 4001), ("long", ["x"]),
    ("bool", "perhaps"), ("bool", 2),
    ("int", "--3"), ("int", "3.5"), ("int", 3.5), ("int", True), ("int", "9" * 5000), ("int", "³"),
    ("choice", "c"), ("choice", ["a"]), ("choice", {"a": 1}),
    ("date", "23.11.2026"), ("date", 20261123),
    ("moment", "2026-11-23T17:30"), ("moment", "0001-01-01T00:00+14:00"),
    ("moment", "9999-12-31T23:59-12:00"),
    ("moment", 7),
    ("code", "x" * 61), ("code", "a\x00b"), ("code", 7), ("code", ["a"]),
    ("codes", "jfj"), ("codes", [7]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "given"), REFUSED, ids=[f"{k} {str(g)[:20]!r}" for k, g in REFUSED])
def test_what_cannot_be_taken_is_refused_by_its_name(kind: str, given: Any) -> None:
    with pytest.raises(Invalid) as refused:
        check((Field("x", kind, choices=("a", "b")),), {"x": given})
    assert list(refused.value.errors) == ["x"]


def test_a_field_that_the_step_does_not_have_is_refused_unless_it_is_empty() -> None:
    assert check((), {"colour": ""}) == {}
    with pytest.raises(Invalid) as refused:
        check((), {"colour": "red"})
    assert list(refused.value.errors) == ["colour"]
