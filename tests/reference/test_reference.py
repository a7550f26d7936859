"""The defaults that a new installation starts with fit together and say what they must."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from servicedesk import reference
from servicedesk.reference import CategoryData
from servicedesk.rules.policy import Budget, Case, Policy, budget
from servicedesk.rules.routing import RoutingRow, propose
from servicedesk.rules.workflow import KINDS

MATTERS = Path(__file__).parents[3] / "shared" / "data" / "matters.csv"
CHINESE = re.compile("[\u4e00-\u9fff]")
LEVEL_1 = [c for c in reference.categories() if c.level == 1]
LEVEL_2 = [c for c in reference.categories() if c.level == 2]
POLICIES = {p.code: Policy.from_spec(p.code, 1, p.spec) for p in reference.policies()}


def category(name: str) -> CategoryData:
    return next(c for c in LEVEL_2 if c.name_zh == name)


def proposed_lead(code: str, kind: str = "request") -> str:
    rows = [RoutingRow(n, r.category, r.lead, r.assists) for n, r in enumerate(reference.routing())]
    proposal = propose(rows, code, kind, None, code)
    assert proposal is not None
    return {d.code: d.name_zh for d in reference.departments()}[proposal.lead]


# Departments


def test_department_codes_and_names_are_unique() -> None:
    departments = reference.departments()
    assert len(departments) >= 20
    for names in zip(*((d.code, d.name_zh, d.full_name_zh, d.name_en) for d in departments), strict=True):
        assert len(set(names)) == len(departments)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("qyfw", "企业服务中心"), ("jfj", "经济发展局"), ("rsj", "人社局"), ("jsj", "建设局"),
        ("dcs", "督查室"), ("jjgw", "纪检监察工委"),
    ],
)  # fmt: skip
def test_well_known_departments_keep_their_codes(code: str, name: str) -> None:
    assert {d.code: d.name_zh for d in reference.departments()}[code] == name


def test_only_companies_and_banks_stand_outside_the_zone() -> None:
    outside_kinds = {"utility", "partner_bank", "platform_company"}
    for department in reference.departments():
        assert department.kind in reference.DEPARTMENT_KINDS
        assert department.outside == (department.kind in outside_kinds), department.name_zh


# Categories


def test_categories_have_two_levels_with_codes_below_each_other() -> None:
    assert [c.code for c in LEVEL_1] == [f"{n:02}" for n in range(1, 16)]
    for group in LEVEL_1:
        children = [c for c in LEVEL_2 if c.parent == group.code]
        assert [c.code for c in children] == [f"{group.code}{n:02}" for n in range(1, len(children) + 1)]
        assert children
        assert {c.strand for c in children} == {group.strand}


def test_names_of_the_second_level_are_unique_because_they_can_stand_for_the_code() -> None:
    assert len({c.name_zh for c in LEVEL_2}) == len(LEVEL_2) == 76


def test_each_strand_has_categories_and_a_name() -> None:
    assert {c.strand for c in LEVEL_1} == set(reference.STRANDS)
    assert tuple(s.code for s in reference.strands()) == reference.STRANDS


def test_leads_and_assists_are_departments() -> None:
    known = {d.code for d in reference.departments()}
    for c in reference.categories():
        assert {c.lead, *c.assists} <= known
        assert c.lead not in c.assists


def test_each_category_can_be_found_by_plain_words_in_both_languages() -> None:
    for c in LEVEL_2:
        assert c.keywords_zh, c.name_zh
        assert c.keywords_en, c.name_zh
        assert c.entries, c.name_zh
        assert set(c.entries) <= {e.code for e in reference.entries()}


def test_each_entry_offers_some_categories_first() -> None:
    for entry in reference.entries():
        assert any(entry.code in c.entries for c in LEVEL_2)
        assert set(entry.kinds) <= set(KINDS)


def test_every_kind_can_be_reached_from_a_plain_words_entry() -> None:
    assert {kind for entry in reference.entries() for kind in entry.kinds} == set(KINDS)


def test_complex_categories_are_the_exception() -> None:
    assert {c.name_zh for c in LEVEL_2 if c.complex} == {"供地指标", "低效用地盘活", "上市"}


def test_extra_fields_are_few_optional_and_well_formed() -> None:
    for c in LEVEL_2:
        assert len(c.fields) <= 3
        assert len({f.code for f in c.fields}) == len(c.fields)
        for f in c.fields:
            assert f.type in reference.FIELD_TYPES
            assert bool(f.choices) == (f.type == "choice")
            assert not f.required


# Routing


@pytest.mark.parametrize(
    ("name", "lead"),
    [
        ("供电", "供电公司"), ("供水", "水务公司"), ("排水", "水务公司"), ("供气", "燃气公司"),
        ("蒸汽", "燃气公司"), ("通信", "通信公司"), ("推诿拖延", "督查室"), ("索拿卡要", "纪检监察工委"),
        ("建议", "企业服务中心"), ("厂房租赁", "自然资源分局"),
    ],
)  # fmt: skip
def test_a_category_is_proposed_to_its_lead(name: str, lead: str) -> None:
    assert proposed_lead(category(name).code) == lead


def test_routing_agrees_with_the_categories() -> None:
    names = {d.code: d.name_zh for d in reference.departments()}
    for c in LEVEL_2:
        assert proposed_lead(c.code) == names[c.lead]


def test_matters_as_enterprises_bring_them_are_proposed_to_the_expected_leads() -> None:
    if not MATTERS.exists():
        pytest.skip("matters.csv does not stand beside the project")
    with MATTERS.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        lead = proposed_lead(category(row["category"]).code, row["kind"])
        assert lead == row["expected_lead"], row["title"]


# Policies


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_exactly_one_ordinary_policy(kind: str) -> None:
    ordinary = [p for p in POLICIES.values() if p.code not in ("urgent", "redo", "complex")]
    assert len([p for p in ordinary if kind in p.kinds]) == 1


@pytest.mark.parametrize(
    ("case", "clock", "expected"),
    [
        (Case("consultation"), "accept", Budget("working_minutes", 120)),
        (Case("consultation"), "contact", Budget("working_minutes", 240)),
        (Case("consultation"), "promise", Budget("working_days", 1)),
        (Case("service"), "sign", Budget("working_minutes", 240)),
        (Case("suggestion"), "resolve", Budget("working_days", 5)),
        (Case("report"), "resolve", Budget("working_days", 5)),
        (Case("request", complex=True), "dispatch", Budget("working_minutes", 240)),
        (Case("request", complex=True), "promise", Budget("working_days", 15)),
        (Case("complaint", complex=True), "promise", Budget("working_days", 5)),
        (Case("complaint", urgent=True), "accept", Budget("natural_minutes", 10)),
        (Case("consultation", urgent=True), "review", Budget("natural_minutes", 60)),
        (Case("service", urgent=True, redo=True), "resolve", Budget("natural_minutes", 1440)),
        (Case("service", complex=True, redo=True), "resolve", Budget("working_days", 3)),
        (Case("service"), "callback", Budget("working_days", 3)),
    ],
)
def test_the_default_limits(case: Case, clock: str, expected: Budget) -> None:
    found = budget(POLICIES, case, clock)
    assert found is not None
    assert found[1] == expected


@pytest.mark.parametrize("clock", ["sign", "contact", "resolve", "promise", "review", "callback"])
def test_praise_is_neither_answered_nor_called_back(clock: str) -> None:
    assert budget(POLICIES, Case("praise", urgent=True), clock) is None
    assert not POLICIES["praise"].callback


def test_consultations_skip_review_unless_urgent() -> None:
    assert {p.code for p in POLICIES.values() if not p.review} == {"consultation", "praise"}


@pytest.mark.parametrize(
    ("code", "extension"),
    [
        ("consultation", None), ("urgent", None), ("redo", None), ("praise", None),
        ("standard", {"max_times": 1, "max_days": 5, "decided_by": "desk_lead"}),
        ("complex", {"max_times": 1, "max_days": 10, "decided_by": "leader"}),
        ("complaint", {"max_times": 1, "max_days": 5, "decided_by": "leader"}),
    ],
)  # fmt: skip
def test_who_may_extend_and_how_far(code: str, extension: dict[str, object] | None) -> None:
    assert {p.code: p.spec["extension"] for p in reference.policies()}[code] == extension


def test_the_ladder_climbs_from_reminder_to_red_card() -> None:
    for policy in POLICIES.values():
        assert [(s.name, s.at_share) for s in policy.ladder] == [
            ("reminder", 0.5), ("blue", 0.8), ("yellow", 1.0), ("red", None),
        ]  # fmt: skip
        assert policy.ladder[-1].after == Budget("working_days", 1)


# Words


def test_refusals_can_name_the_usual_legal_routes() -> None:
    codes = {route.code for route in reference.legal_routes()}
    assert {"reconsideration", "administrative_litigation", "civil_litigation", "petition", "police"} <= codes


def test_chinese_is_chinese_and_english_is_english() -> None:
    for code, chinese, english in _pairs():
        assert CHINESE.search(chinese), code
        assert not CHINESE.search(english), code
        assert not re.search("[一-龥][,;:]|[,;:][一-龥]", chinese), f"half-width mark in {code}: {chinese}"


def _pairs() -> Iterator[tuple[str, str, str]]:
    for d in reference.departments():
        yield d.code, d.name_zh, d.name_en
    for p in reference.policies():
        yield p.code, p.spec["name_zh"], p.spec["name_en"]
    for c in reference.categories():
        yield c.code, c.name_zh, c.name_en
        yield c.code, c.hint_zh, c.hint_en
        for f in c.fields:
            yield f.code, f.label_zh, f.label_en
            yield from ((choice.code, choice.zh, choice.en) for choice in f.choices)
    for e in reference.entries():
        yield e.code, e.zh, e.en
        yield e.code, e.hint_zh, e.hint_en
    for s in reference.strands():
        yield s.code, s.zh, s.en
    for r in reference.legal_routes():
        yield r.code, r.zh, r.en
        yield r.code, r.text_zh, r.text_en
