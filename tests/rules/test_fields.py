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
    ("line", None), ("line", ""), ("line", "\x00\x01"), ("line", "\u200b\ufeff"), ("long", "\u2060\n\u3000"),
    ("line", "一\n二"), ("line", "长" * 101), ("line", 7),
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


SENTENCES: list[tuple[Field, Any, str]] = [
    (Field("x", "line"), "", "Please fill this in."),
    (Field("x", "codes"), [], "Please fill this in."),
    (Field("x", "line"), 7, "This must be a text."),
    (Field("x", "line"), "长" * 101, "This is too long: 101 characters, at most 100."),
    (Field("x", "long"), "长" * 4001, "This is too long: 4001 characters, at most 4000."),
    (Field("x", "line", longest=3), "abcd", "This is too long: 4 characters, at most 3."),
    (Field("x", "line"), "一\n二", "This must be on one line."),
    (Field("x", "bool"), "perhaps", "This must be yes or no."),
    (Field("x", "int"), "3.5", "This must be a whole number."),
    (Field("x", "int", least=1, most=5), 6, "This must be from 1 to 5."),
    (Field("x", "int", least=1, most=5), "0", "This must be from 1 to 5."),
    (Field("x", "choice", choices=("a",)), "b", "Please choose one of the given possibilities."),
    (Field("x", "date"), "2026-02-30", "Please give a date such as 2026-11-23."),
    (Field("x", "moment"), "2026-11-23T17:30",
     "Please give a date and time such as 2026-11-23T17:30+08:00."),
    (Field("x", "code"), 7, "Please choose one of the given possibilities."),
    (Field("x", "codes"), "jfj", "This must be a list."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "given", "sentence"), SENTENCES, ids=[f"{f.kind} {str(g)[:15]!r}" for f, g, _ in SENTENCES]
)
def test_each_kind_of_wrong_value_gets_its_sentence(field: Field, given: Any, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        check((field,), {"x": given})
    assert [str(found) for found in refused.value.errors["x"]] == [sentence]


def test_all_that_is_wrong_is_named_at_once_and_what_was_given_stays_as_it_was() -> None:
    given = {"a": " ", "b": "perhaps", "c": " 好 ", "d": "?", "colour": "red"}
    before = dict(given)
    fields = (Field("a", "line"), Field("b", "bool"), Field("c", "line"), Field("d", "int"))
    with pytest.raises(Invalid) as refused:
        check(fields, given)
    assert set(refused.value.errors) == {"a", "b", "d", "colour"}
    assert given == before


def test_words_of_other_scripts_keep_the_signs_that_join_them() -> None:
    assert check((Field("x", "line"),), {"x": "👩\u200d🔧 到场"}) == {"x": "👩\u200d🔧 到场"}


def test_the_longest_that_is_taken() -> None:
    for kind, length in (("line", 100), ("long", 4000)):
        assert check((Field("x", kind),), {"x": "长" * length}) == {"x": "长" * length}


MINUTES = Field("minutes", "rows", rows=(Field("text", "line"), Field("due_on", "date")), most=2)


def test_rows_are_taken_clean_each_for_itself() -> None:
    rows = [{"text": " 出具方案 ", "due_on": "2026-11-27"}]
    assert check((MINUTES,), {"minutes": rows}) == {
        "minutes": [{"text": "出具方案", "due_on": date(2026, 11, 27)}]
    }


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (None, {"minutes"}),
        ([], {"minutes"}),
        ("text", {"minutes"}),
        (["text"], {"minutes"}),
        ([{}] * 3, {"minutes"}),
        (
            [{"text": "好", "due_on": "2026-11-27"}, {"due_on": "soon"}],
            {"minutes.1.text", "minutes.1.due_on"},
        ),
    ],
)
def test_what_is_wrong_in_rows_is_named_by_its_place(given: Any, wrong: set[str]) -> None:
    with pytest.raises(Invalid) as refused:
        check((MINUTES,), {"minutes": given})
    assert set(refused.value.errors) == wrong
