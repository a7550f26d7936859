"""Who sees what: what each person of the cast is to each sort of matter."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from servicedesk.rules.access import (
    Actor,
    Matter,
    is_misconduct,
    is_sensitive,
    only_lead,
    reach,
    relations,
    sees,
)

FIRM, OTHER_FIRM = 1, 2
ACTORS = {
    "sender": Actor(1, frozenset({"enterprise"}), enterprise_id=FIRM, verified=True),
    "colleague": Actor(2, frozenset({"enterprise"}), enterprise_id=FIRM, verified=True),
    "unverified": Actor(3, frozenset({"enterprise"}), enterprise_id=FIRM),
    "stranger": Actor(4, frozenset({"enterprise"}), enterprise_id=OTHER_FIRM, verified=True),
    "officer": Actor(10, frozenset({"officer"}), "qyfw"),
    "desk_lead": Actor(11, frozenset({"desk_lead"}), "qyfw"),
    "handler": Actor(12, frozenset({"handler"}), "jfj"),
    "head": Actor(13, frozenset({"department_head"}), "jfj"),
    "elsewhere": Actor(14, frozenset({"handler"}), "rsj"),
    "leader": Actor(15, frozenset({"leader"})),
    "supervisor": Actor(16, frozenset({"supervisor"}), "dcs"),
    "inspector": Actor(17, frozenset({"inspector"}), "jjgw"),
    "admin": Actor(18, frozenset({"admin"})),
    "nobody": Actor(19, frozenset()),
}
FAMILY = {"sender", "colleague"}
DESK = {"officer", "desk_lead"}


def matter(*shares: str, handled: int = 0, **marks: Any) -> Matter:
    """A matter of the firm with these shares, the first one leads; `marks` as `Matter` has them."""
    lead = shares[0] if shares else None
    return Matter(FIRM, 1, frozenset(shares), lead, frozenset({handled}), dispatched=bool(shares), **marks)


def who(found: Matter, relation: str | None = None) -> set[str]:
    """Who sees it; or, where a relation is named, who is that to it."""
    standing = {name: relations(actor, found) for name, actor in ACTORS.items()}
    assert all(sees(ACTORS[name], found) == bool(mine) for name, mine in standing.items())
    return {name for name, mine in standing.items() if (relation in mine if relation else mine)}


@pytest.mark.parametrize(
    ("found", "people"),
    [
        (matter(), FAMILY | DESK | {"leader", "supervisor"}),
        (matter("jfj"), FAMILY | DESK | {"leader", "supervisor", "handler", "head"}),
        (matter("jfj", "rsj"), FAMILY | DESK | {"leader", "supervisor", "handler", "head", "elsewhere"}),
        (matter("jjgw"), FAMILY | DESK | {"leader", "supervisor", "inspector"}),
        # Confidential: nobody else hears of it before a text was written for others.
        (matter(confidential=True), FAMILY | DESK),
        (matter("jfj", confidential=True), FAMILY | DESK | {"leader", "supervisor", "handler", "head"}),
        # A clue of misconduct stays with the desk until it is handed over.
        (matter(misconduct=True), FAMILY | DESK),
        (matter("jfj", misconduct=True), FAMILY | DESK),
        (matter(misconduct=True, handed_over=True), FAMILY | DESK | {"inspector"}),
        (matter(misconduct=True, about="qyfw", handed_over=True), FAMILY | {"inspector", "supervisor"}),
        # Who is complained of never sees it, whatever else they are.
        (matter("dcs", about="jfj"), FAMILY | DESK | {"leader", "supervisor"}),
        (matter("jfj", about="jfj"), FAMILY | DESK | {"leader", "supervisor"}),
        (matter("qyfw", about="dcs"), FAMILY | DESK | {"leader"}),
        (matter(misconduct=True, about="jjgw", handed_over=True), FAMILY | DESK),
        # About the desk: the supervisor does its steps.
        (matter(about="qyfw"), FAMILY | {"leader", "supervisor"}),
        (matter("dcs", about="qyfw", confidential=True), FAMILY | {"leader", "supervisor"}),
        (matter("dcs", about_leader=True), FAMILY | DESK | {"supervisor"}),
    ],
)
def test_who_sees_it(found: Matter, people: set[str]) -> None:
    assert who(found) == people


@pytest.mark.parametrize(
    ("found", "in_full", "in_part"),
    [
        (matter("jfj"), FAMILY | DESK | {"leader", "supervisor", "handler", "head"}, set()),
        (matter("jfj", confidential=True), FAMILY | DESK, {"leader", "supervisor", "handler", "head"}),
        (matter("jfj", "rsj", confidential=True, about_leader=True), FAMILY | DESK,
         {"supervisor", "handler", "head", "elsewhere"}),
        # What the desk leads itself, it reads.
        (matter("qyfw", confidential=True), FAMILY | DESK, {"leader", "supervisor"}),
        (matter("dcs", about="qyfw", confidential=True), FAMILY | {"supervisor"}, {"leader"}),
        (matter("dcs", about="jfj", confidential=True), FAMILY | DESK, {"leader", "supervisor"}),
        (matter(misconduct=True, confidential=True), FAMILY | DESK, set()),
        (matter(misconduct=True, confidential=True, handed_over=True), FAMILY | {"inspector"}, DESK),
        (matter(misconduct=True, handed_over=True), FAMILY | {"inspector"}, DESK),
    ],
)  # fmt: skip
def test_who_reads_how_much_of_it(found: Matter, in_full: set[str], in_part: set[str]) -> None:
    read = {name: reach(relations(actor, found), found) for name, actor in ACTORS.items()}
    assert {name for name, much in read.items() if much == "full"} == in_full
    assert {name for name, much in read.items() if much in ("redacted", "receipt")} == in_part


def test_a_receipt_is_no_right_to_do_anything() -> None:
    handed_over = matter(misconduct=True, handed_over=True)
    assert relations(ACTORS["desk_lead"], handed_over) == {"receipt"}
    assert reach(frozenset({"receipt"}), handed_over) == "receipt"


def test_an_unverified_member_sees_what_they_sent_themselves() -> None:
    own = Matter(FIRM, 3)
    assert "unverified" in who(own, "enterprise")
    assert "unverified" not in who(matter())


def test_what_the_desk_recorded_is_nobodys_own() -> None:
    recorded = Matter(FIRM, None)
    assert who(recorded, "enterprise") == FAMILY


def test_a_member_without_an_enterprise_sees_nothing_of_matters_without_one() -> None:
    lost = Actor(5, frozenset({"enterprise"}), verified=True)
    assert not sees(lost, Matter(None, None))


@pytest.mark.parametrize(
    ("found", "people"),
    [
        (matter(), DESK),
        (matter("jfj"), DESK),
        (matter("jfj", confidential=True), DESK),
        (matter("dcs", about="jfj"), DESK),
        (matter("dcs", about="qyfw", confidential=True), {"supervisor"}),
        (matter(misconduct=True, handed_over=True), set()),
    ],
)
def test_who_does_the_desks_steps(found: Matter, people: set[str]) -> None:
    assert who(found, "desk") == people


@pytest.mark.parametrize(
    ("found", "people"),
    [
        (matter(), DESK),
        (matter("jfj", handled=12), DESK),
        # An officer who handled has no call; the others have.
        (matter("jfj", handled=10), {"desk_lead"}),
        # What the desk leads: an officer without a part, else the supervisor.
        (matter("qyfw", handled=10), {"desk_lead", "supervisor"}),
        (matter("qyfw", handled=11), {"officer", "supervisor"}),
        # What the supervisor leads: another supervisor, or a leader; never an officer.
        (matter("dcs", handled=16), {"leader"}),
        (matter("dcs"), {"supervisor", "leader"}),
        (matter("dcs", handled=15), {"supervisor"}),
        (matter("dcs", about="qyfw", handled=16), {"leader"}),
        (matter(about="qyfw"), {"supervisor"}),
        # Leaders do not see it: an officer calls, or another supervisor.
        (matter("dcs", about_leader=True, handled=16), DESK),
        # Who calls must know whom: of a confidential matter the desk alone does.
        (matter("dcs", about="jfj", confidential=True, handled=16), DESK),
        (matter("qyfw", confidential=True, handled=10), {"desk_lead"}),
    ],
)
def test_who_calls_back(found: Matter, people: set[str]) -> None:
    assert who(found, "caller") == people


@pytest.mark.parametrize(
    ("found", "people"),
    [
        (matter(), {"desk_lead"}),
        (matter("jfj", confidential=True), {"desk_lead"}),
        # What is complained of, the supervisor supervises.
        (matter(about="qyfw"), set()),
    ],
)
def test_who_leads_the_desk_in_it(found: Matter, people: set[str]) -> None:
    assert who(found, "desk_lead") == people


def test_whom_a_leader_instructs_sees_it_unless_it_is_kept_at_the_desk() -> None:
    instructed = replace(matter("jfj"), instructed=frozenset({"rsj"}))
    assert who(instructed, "instructed") == {"elsewhere"}
    assert who(instructed) == FAMILY | DESK | {"leader", "supervisor", "handler", "head", "elsewhere"}
    assert who(instructed, "handler") == {"handler", "head"}
    assert who(replace(instructed, confidential=True), "instructed") == set()


def test_people_of_the_desk_handle_what_the_desk_leads() -> None:
    assert who(matter("qyfw"), "handler") == DESK
    assert who(matter("dcs"), "handler") == {"supervisor"}
    assert who(matter("jfj"), "handler") == {"handler", "head"}


def test_who_is_called_by_a_whistle_reads_an_ordinary_matter() -> None:
    called = replace(matter("jfj"), called=frozenset({"rsj"}))
    assert who(called, "called") == {"elsewhere"}
    assert who(replace(called, about="jsj"), "called") == set()


def test_administrators_see_the_content_of_no_matter() -> None:
    for confidential, about, shares in product((True, False), (None, "qyfw", "jfj"), ((), ("jfj",))):
        assert not sees(ACTORS["admin"], matter(*shares, confidential=confidential, about=about))


def test_several_roles_add_up() -> None:
    both = Actor(20, frozenset({"handler", "leader"}), "jfj")
    assert relations(both, matter("jfj")) == {"handler", "leader"}


ABOUT_NOBODY = {"confidential": False, "about_department": False, "about_leader": False}


@pytest.mark.parametrize(
    ("kind", "category", "about", "kept"),
    [
        ("request", "0103", {}, False),
        ("complaint", "1403", {}, False),
        ("report", "1403", {}, True),
        # A clue of misconduct, whatever it was called.
        ("complaint", "1406", {}, True),
        ("request", "0103", {"confidential": True}, True),
        ("complaint", "1403", {"about_department": True}, True),
        ("complaint", "1403", {"about_leader": True}, True),
    ],
)
def test_what_is_kept_at_the_desk(kind: str, category: str, about: dict[str, bool], kept: bool) -> None:
    assert is_sensitive(kind, category, **ABOUT_NOBODY | about) == kept


@pytest.mark.parametrize(("kind", "category"), [("report", "0103"), ("complaint", "1406")])
def test_a_clue_is_one_by_kind_or_category(kind: str, category: str) -> None:
    assert is_misconduct(kind, category)
    assert not is_misconduct("complaint", "1403")


@pytest.mark.parametrize(
    ("about", "about_leader", "lead"),
    [
        (None, False, None),
        ("jfj", False, "dcs"),
        ("qyfw", False, "dcs"),
        (None, True, "dcs"),
        # Never the office complained of.
        ("dcs", False, "qyfw"),
        ("dcs", True, "qyfw"),
    ],
)
def test_who_alone_leads_a_complaint(about: str | None, about_leader: bool, lead: str | None) -> None:
    assert only_lead(about, about_leader=about_leader) == lead
