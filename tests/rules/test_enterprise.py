"""What identifies an enterprise and reaches a person."""

from collections.abc import Callable

import pytest

from servicedesk.rules import enterprise

CODE = "91110108551385082Q"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (CODE, CODE),
        (CODE.lower(), CODE),
        (f"  {CODE} ", CODE),
        ("91110108 5513 85082Q", CODE),
        ("911101085-51385082-Q", CODE),
        ("91110000600037341L", "91110000600037341L"),
    ],
)
def test_a_credit_code_is_written_in_one_way(given: str, code: str) -> None:
    assert enterprise.credit_code(given) == code


@pytest.mark.parametrize(
    "given",
    [
        "91110108551385082P",
        "91110108551385083Q",
        "91110108551358082Q",
        "19110108551385082Q",
    ],
)
def test_a_slip_in_a_credit_code_shows_in_its_check_digit(given: str) -> None:
    with pytest.raises(enterprise.NotAccepted):
        enterprise.credit_code(given)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "1",
        CODE[:-1],
        CODE + "0",
        "9111010855138508IQ",
        "9111010855138508OQ",
        "企业信用代码",
        "91110108551385082\x00",
    ],
)
def test_what_cannot_be_a_credit_code_is_refused(given: str) -> None:
    with pytest.raises(enterprise.NotAccepted):
        enterprise.credit_code(given)


def test_a_wrong_check_digit_and_a_wrong_form_are_told_apart() -> None:
    with pytest.raises(enterprise.NotAccepted) as check_digit:
        enterprise.credit_code("91110108551385082P")
    with pytest.raises(enterprise.NotAccepted) as form:
        enterprise.credit_code("9111")
    assert "check digit" in str(check_digit.value.sentence)
    assert "18 digits" in str(form.value.sentence)


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("13812345678", "+8613812345678"),
        ("138 1234 5678", "+8613812345678"),
        ("138-1234-5678", "+8613812345678"),
        ("+86 13812345678", "+8613812345678"),
        ("008613812345678", "+8613812345678"),
        ("0553-3812345", "+865533812345"),
        ("(010) 65121234", "+861065121234"),
        ("+49 30 901820", "+4930901820"),
    ],
)
def test_a_phone_number_is_stored_in_its_international_form(given: str, stored: str) -> None:
    assert enterprise.phone(given) == stored


@pytest.mark.parametrize(
    "given", ["", "110", "1381234567", "138123456789", "12345678901", "phone", "+86", "+999 1234567"]
)
def test_what_reaches_nobody_is_no_phone_number(given: str) -> None:
    with pytest.raises(enterprise.NotAccepted):
        enterprise.phone(given)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+8613812345678", "138 1234 5678"),
        ("+865533812345", "0553 381 2345"),
        ("+4930901820", "+49 30 901820"),
        ("转 8012", "转 8012"),
    ],
)
def test_a_phone_number_is_shown_as_people_write_it(stored: str, shown: str) -> None:
    assert enterprise.shown_phone(stored) == shown


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("chen.jing@example.cn", "chen.jing@example.cn"),
        ("Chen.Jing@EXAMPLE.CN", "Chen.Jing@example.cn"),
        ("陈静@例子.中国", "陈静@例子.中国"),
    ],
)
def test_an_address_is_normalised(given: str, stored: str) -> None:
    assert enterprise.email(given) == stored


@pytest.mark.parametrize(
    "given", ["", "chen", "chen@", "@example.cn", "chen@example", "a b@example.cn", "chen@@example.cn"]
)
def test_what_is_no_address_is_refused(given: str) -> None:
    with pytest.raises(enterprise.NotAccepted):
        enterprise.email(given)


@pytest.mark.parametrize(
    ("given", "stored"), [("chenjing", "chenjing"), (" Chen.Jing ", "chen.jing"), ("9-to_5", "9-to_5")]
)
def test_a_user_name_is_kept_in_small_letters(given: str, stored: str) -> None:
    assert enterprise.username(given) == stored


@pytest.mark.parametrize(
    "given", ["", "ab", ".chen", "-chen", "chen jing", "陈静", "chen@example.cn", "c" * 41]
)
def test_a_user_name_is_plain(given: str) -> None:
    with pytest.raises(enterprise.NotAccepted):
        enterprise.username(given)


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        (enterprise.credit_code, "9" * 10_000),
        (enterprise.phone, "1" * 10_000),
        (enterprise.email, "a" * 10_000 + "@example.cn"),
        (enterprise.username, "a" * 10_000),
    ],
)
def test_endless_input_is_refused_like_any_other(rule: Callable[[str], str], given: str) -> None:
    with pytest.raises(enterprise.NotAccepted):
        rule(given)
