"""The words of the demo: invented, valid, complete, and the same again for the same seed."""

import csv
import random
import re
from datetime import date
from pathlib import Path

import pytest

from servicedesk import reference
from servicedesk.demo import words
from servicedesk.demo.vocabulary import SECTORS, SIZES
from servicedesk.rules import enterprise as identity
from servicedesk.rules.access import ROLES
from servicedesk.rules.workflow import KINDS

MATTERS = Path(__file__).parents[3] / "shared" / "data" / "matters.csv"
LEVEL_2 = {c.code: c for c in reference.categories() if c.level == 2}
DEPARTMENTS = {d.code for d in reference.departments()}
DAY = date(2026, 11, 23)
LONGEST = 4000


def written(matter: words.MatterWords, seed: int = 1, on: date = DAY) -> words.Written:
    rng = random.Random(seed)
    return words.write(rng, matter, words.pick_enterprise(rng, matter), on)


# Enterprises and staff


def test_there_are_more_than_a_dozen_enterprises_in_every_park_and_sector() -> None:
    enterprises = words.enterprises()
    assert len({e.name for e in enterprises}) == len(enterprises) >= 12
    assert {e.park for e in enterprises} == set(words.PARKS)
    assert {e.sector for e in enterprises} == set(SECTORS)
    assert {e.size for e in enterprises} <= set(SIZES)


def test_nobody_can_take_an_enterprise_for_a_real_one() -> None:
    assert all(e.name.startswith("样例") for e in words.enterprises())


def test_one_name_is_as_long_as_names_get() -> None:
    assert max(len(e.name) for e in words.enterprises()) == 60


def test_credit_codes_phones_and_addresses_are_valid_and_used_once() -> None:
    codes, phones = [], []
    for e in words.enterprises():
        assert identity.credit_code(e.credit_code) == e.credit_code
        codes.append(e.credit_code)
        for contact in e.contacts:
            phones.append(identity.phone(contact.phone))
            assert identity.email(contact.email)
    phones += [identity.phone(person.phone) for person in words.staff()]
    assert len(set(codes)) == len(codes)
    assert len(set(phones)) == len(phones)
    assert all(phone.startswith("+861390000") for phone in phones)


def test_no_enterprise_collides_with_those_of_the_given_matters() -> None:
    if not MATTERS.exists():
        pytest.skip("matters.csv does not stand beside the project")
    with MATTERS.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {e.credit_code for e in words.enterprises()}.isdisjoint(row["credit_code"] for row in rows)
    assert {e.name for e in words.enterprises()}.isdisjoint(row["enterprise"] for row in rows)


@pytest.mark.parametrize(
    ("username", "role", "department"),
    [
        ("officer", "officer", "qyfw"), ("officer2", "officer", "qyfw"), ("desk_lead", "desk_lead", "qyfw"),
        ("handler", "handler", "jfj"), ("department_head", "department_head", "jfj"),
        ("handler2", "handler", "rsj"), ("handler3", "handler", "jsj"), ("leader", "leader", None),
        ("supervisor", "supervisor", "dcs"), ("inspector", "inspector", "jjgw"), ("admin", "admin", None),
    ],
)  # fmt: skip
def test_the_demo_accounts_are_among_the_staff(username: str, role: str, department: str | None) -> None:
    person = next(p for p in words.staff() if p.username == username)
    assert role in person.roles
    assert person.department == department


def test_usernames_and_roles_are_known_to_the_rules() -> None:
    people = words.staff()
    assert len({p.username for p in people}) == len(people)
    for person in people:
        assert identity.username(person.username) == person.username
        assert set(person.roles) <= set(ROLES)
        assert person.department is None or person.department in DEPARTMENTS


def test_every_department_has_a_head_and_at_least_two_who_handle() -> None:
    handling = {"handler", "officer", "supervisor", "inspector"}
    for code in DEPARTMENTS:
        people = [p for p in words.staff() if p.department == code]
        assert sum("department_head" in p.roles for p in people) == 1, code
        assert sum(bool(handling & set(p.roles)) for p in people) >= 2, code


# Matters


@pytest.mark.parametrize("code", sorted(LEVEL_2))
def test_every_category_has_at_least_two_matters(code: str) -> None:
    assert len(words.matters(code)) >= 2


def test_every_kind_occurs() -> None:
    assert {m.kind for m in words.matters()} == set(KINDS)


def test_matters_name_known_things() -> None:
    for m in words.matters():
        assert m.category in LEVEL_2
        assert set(m.sectors) <= set(SECTORS)
        assert m.about_department is None or m.about_department in DEPARTMENTS
        assert set(m.fields) <= {f.code for f in LEVEL_2[m.category].fields}, m.title
        assert set(m.months) <= set(range(1, 13))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("day", [date(2026, 1, 31), date(2026, 12, 1)])
def test_every_matter_can_be_written_without_an_open_place(seed: int, day: date) -> None:
    for m in words.matters():
        w = written(m, seed, day)
        for sentence in (w.title, w.description, w.result):
            assert not re.search(r"[{}]", sentence)
        assert len(w.title) <= 100
        assert 40 <= len(w.description) <= 300, w.title
        assert len(w.result) >= 30


def test_descriptions_and_titles_are_not_used_twice() -> None:
    for texts in ([m.title for m in words.matters()], [m.description for m in words.matters()]):
        assert len(set(texts)) == len(texts)


def test_numbers_of_extra_fields_are_numbers_and_choices_exist() -> None:
    for m in words.matters():
        w = written(m)
        for f in LEVEL_2[m.category].fields:
            if f.code not in w.fields:
                continue
            value = w.fields[f.code]
            assert isinstance(value, int | float) == (f.type == "number"), m.title
            if f.type == "choice":
                assert value in {choice.code for choice in f.choices}


def test_months_are_those_around_the_day() -> None:
    matter = words.MatterWords(
        "0101", "request", "{last_month}{this_month}{next_month}", "{year}", "{last_year}"
    )
    assert written(matter, on=date(2026, 1, 5)).title == "12月1月2月"
    assert written(matter, on=date(2026, 12, 5)).title == "11月12月1月"
    assert written(matter).description == "2026"
    assert written(matter).result == "2025"


def test_a_matters_own_numbers_grow_together() -> None:
    slots = {"n": ("1", "2", "3"), "m": ("10", "20", "30")}
    matter = words.MatterWords("0101", "request", "{n} {m}", "", "", slots=slots)
    titles = {written(matter, seed).title for seed in range(50)}
    assert titles == {"1 10", "2 20", "3 30"}


def test_one_description_is_about_as_long_as_allowed() -> None:
    for enterprise in words.enterprises():
        w = words.write(random.Random(1), words.long_matter(), enterprise, DAY)
        assert 3800 <= len(w.description) <= LONGEST


def test_refusals_name_a_known_legal_route() -> None:
    routes = {route.code for route in reference.legal_routes()}
    for refusable in words.refusables():
        assert refusable.matter.category in LEVEL_2
        assert refusable.matter.kind in KINDS
        assert refusable.legal_route in routes
        assert 40 <= len(refusable.matter.description) <= 300
        assert len(refusable.reason) >= 30


# Picking


def test_the_same_seed_writes_the_same_words() -> None:
    def story(seed: int) -> list[words.Written]:
        rng = random.Random(seed)
        picked = [words.pick_matter(rng) for _ in range(20)]
        return [words.write(rng, m, words.pick_enterprise(rng, m), DAY) for m in picked]

    assert story(7) == story(7)
    assert story(7) != story(8)


def test_three_hundred_matters_do_not_look_copied() -> None:
    rng = random.Random(1)
    texts = [
        words.write(rng, m, words.pick_enterprise(rng, m), DAY).description
        for m in (words.pick_matter(rng) for _ in range(300))
    ]
    assert len(set(texts)) > 200


def test_a_matter_of_the_wished_category_kind_and_season_is_picked() -> None:
    rng = random.Random(1)
    assert {words.pick_matter(rng, "0101").category for _ in range(20)} == {"0101"}
    assert {words.pick_matter(rng, "0501", "complaint").kind for _ in range(20)} == {"complaint"}
    assert words.pick_matter(rng, "1502", "complaint").kind == "praise"
    assert {words.pick_matter(rng, "1104", on=date(2026, 7, 1)).urgent for _ in range(20)} == {True}
    with pytest.raises(LookupError):
        words.pick_matter(rng, "01")


def test_a_matter_goes_to_an_enterprise_that_it_suits() -> None:
    rng = random.Random(1)
    matter = next(m for m in words.matters() if m.sectors == ("factory",))
    assert {words.pick_enterprise(rng, matter).sector for _ in range(30)} == {"factory"}
