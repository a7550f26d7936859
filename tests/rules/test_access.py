"""Who sees what: what each person of the cast is to each sort of matter."""

from dataclasses import replace
from itertools import product

import pytest

from servicedesk.rules.access import Actor, Matter, is_sensitive, relations, sees

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


def matter(*shares: str, sensitive: bool = False, about_desk: bool = False, handled: int = 0) -> Matter:
    return Matter(
        FIRM, 1, sensitive, about_desk, frozenset(shares), shares[0] if shares else None, frozenset({handled})
    )


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
        (matter(sensitive=True), FAMILY | DESK),
        # Even where a share was given before it became sensitive.
        (matter("jfj", sensitive=True), FAMILY | DESK),
        (matter(sensitive=True, about_desk=True), FAMILY | {"supervisor"}),
    ],
)
def test_who_sees_it(found: Matter, people: set[str]) -> None:
    assert who(found) == people


def test_an_unverified_member_sees_what_they_sent_themselves() -> None:
    own = Matter(FIRM, 3, sensitive=False, about_desk=False)
    assert "unverified" in who(own, "enterprise")
    assert "unverified" not in who(matter())


def test_what_the_desk_recorded_is_nobodys_own() -> None:
    recorded = Matter(FIRM, None, sensitive=False, about_desk=False)
    assert who(recorded, "enterprise") == FAMILY


def test_a_member_without_an_enterprise_sees_nothing_of_matters_without_one() -> None:
    lost = Actor(5, frozenset({"enterprise"}), verified=True)
    assert not sees(lost, Matter(None, None, sensitive=False, about_desk=False))


@pytest.mark.parametrize(
    ("found", "people"),
    [
        (matter(), DESK),
        (matter("jfj"), DESK),
        (matter(sensitive=True), DESK),
        (matter(sensitive=True, about_desk=True), {"supervisor"}),
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
        (matter(sensitive=True, about_desk=True), {"supervisor"}),
    ],
)
def test_who_calls_back(found: Matter, people: set[str]) -> None:
    assert who(found, "caller") == people


@pytest.mark.parametrize(
    ("found", "people"),
    [
        (matter(), {"desk_lead"}),
        (matter("jfj", sensitive=True), {"desk_lead"}),
        # What is complained of, the supervisor supervises.
        (matter(sensitive=True, about_desk=True), set()),
    ],
)
def test_who_leads_the_desk_in_it(found: Matter, people: set[str]) -> None:
    assert who(found, "desk_lead") == people


def test_whom_a_leader_instructs_sees_it_unless_it_is_kept_at_the_desk() -> None:
    instructed = replace(matter("jfj"), instructed=frozenset({"rsj"}))
    assert who(instructed, "instructed") == {"elsewhere"}
    assert who(instructed) == FAMILY | DESK | {"leader", "supervisor", "handler", "head", "elsewhere"}
    assert who(instructed, "handler") == {"handler", "head"}
    assert who(replace(instructed, sensitive=True)) == FAMILY | DESK


def test_people_of_the_desk_handle_what_the_desk_leads() -> None:
    assert who(matter("qyfw"), "handler") == DESK
    assert who(matter("dcs"), "handler") == {"supervisor"}
    assert who(matter("jfj"), "handler") == {"handler", "head"}


def test_who_is_called_by_a_whistle_reads_an_ordinary_matter() -> None:
    called = replace(matter("jfj"), called=frozenset({"rsj"}))
    assert who(called, "called") == {"elsewhere"}
    assert who(replace(called, sensitive=True), "called") == set()


def test_administrators_see_the_content_of_no_matter() -> None:
    for sensitive, about_desk, shares in product((True, False), (True, False), ((), ("jfj",))):
        assert not sees(ACTORS["admin"], matter(*shares, sensitive=sensitive, about_desk=about_desk))


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
