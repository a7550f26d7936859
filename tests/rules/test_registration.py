"""What somebody gives to become a member of an enterprise."""

from typing import Any

import pytest

from servicedesk.rules.refusals import Invalid
from servicedesk.rules.registration import check_registration

GIVEN = {
    "username": "Chen.Jing",
    "name": " 陈静 ",
    "phone": "138 1234 5678",
    "email": "chen.jing@EXAMPLE.CN",
    "password": "Whistle-2026!",
    "credit_code": "91110108551385082q",
    "enterprise_name": "华远精密制造有限公司",
}


def test_everything_is_tidied_but_the_password() -> None:
    assert check_registration(GIVEN | {"password": " Whistle-2026! "}) == {
        "username": "chen.jing",
        "name": "陈静",
        "phone": "+8613812345678",
        "email": "chen.jing@example.cn",
        "password": " Whistle-2026! ",
        "credit_code": "91110108551385082Q",
        "enterprise_name": "华远精密制造有限公司",
    }


@pytest.mark.parametrize("email", [None, "", "  "])
def test_an_address_is_not_needed(email: str | None) -> None:
    assert check_registration(GIVEN | {"email": email})["email"] is None


def test_nothing_given_names_everything_that_is_missing() -> None:
    with pytest.raises(Invalid) as refused:
        check_registration({})
    assert set(refused.value.errors) == set(GIVEN) - {"email"}


def test_all_faults_are_named_at_once() -> None:
    wrong = {"username": "x", "phone": "110", "email": "chen", "password": "short", "credit_code": "9111"}
    with pytest.raises(Invalid) as refused:
        check_registration(GIVEN | wrong)
    assert set(refused.value.errors) == set(wrong)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "x" * 101),
        ("enterprise_name", "x" * 101),
        ("username", 5),
        ("password", 5),
        ("password", None),
        ("password", "x" * 129),
        ("password", "Chen.Jing-2026"),
        ("role", "admin"),
    ],
)
def test_one_fault_names_one_field(field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        check_registration(GIVEN | {field: value})
    assert set(refused.value.errors) == {field}
