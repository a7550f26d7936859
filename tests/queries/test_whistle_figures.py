"""The figures of whistles on a small history: how many, who came, in time, with what grade, for whom."""

from servicedesk.queries.behind import page_behind, sizes_behind
from servicedesk.queries.figures import figures, question
from servicedesk.rules.figure_definitions import OF_WHISTLES
from servicedesk.rules.figure_question import Asked
from servicedesk.rules.figures import Figure
from servicedesk.rules.periods import parse
from tests.cast import Cast
from tests.operations.matters import ZONE, at
from tests.operations.whistles import CLOSING, blown, call_step, reported, whistle_step

MON = at("11-23 10:00")


def whistles(cast: Cast) -> None:
    """Two whistles of Monday: one to which two of three came, one of them late; one that is still on."""
    ticket = cast.ticket("working")
    stand = blown(cast, "officer", "emergency", [ticket], ("rsj", "jsj", "scj"), MON)
    reported(cast, "handler2", stand, "rsj", at("11-23 10:20"))
    reported(cast, "handler3", stand, "jsj", at("11-23 10:45"))
    whistle_step(cast, "officer", stand, "close", at("11-23 11:30"), text=CLOSING)
    when = at("11-23 11:40")
    call_step(cast, "officer", stand, "rsj", "score", when, grade=5, reason="到场快。")
    call_step(cast, "officer", stand, "jsj", "score", when, grade=2, reason="迟到。")
    blown(cast, "officer", "daily", [cast.ticket("working")], ("rsj",), at("11-23 14:00"))


def reckon(
    cast: Cast, as_of: str, by: str | None = None, who: str = "leader", period: str = "2026-11"
) -> dict[tuple[str, str | None], Figure]:
    asked = question(getattr(cast, who).actor(), Asked(parse(period), by, at(as_of)), ZONE)
    names = {definition.name for definition in OF_WHISTLES}
    return {(one.name, one.group): one for one in figures(asked) if one.name in names}


def base(figure: Figure) -> tuple[int, int]:
    return figure.numerator, figure.denominator


def test_whistles_calls_and_grades_are_counted_with_their_bases(cast: Cast) -> None:
    whistles(cast)
    found = reckon(cast, "11-23 18:00")
    assert (found["whistles", None].value, dict(found["whistles", None].parts)) == (
        2.0, {"daily": 1, "emergency": 1},
    )  # fmt: skip
    # The daily call has till Tuesday, so it has not counted yet; who never came counts as late.
    assert base(found["whistle_report_in_rate", None]) == (2, 3)
    assert base(found["whistle_on_time_rate", None]) == (1, 3)
    mean = found["whistle_grade_mean", None]
    assert (base(mean), mean.value, dict(mean.parts)["5"]) == ((7, 2), 3.5, 1)
    assert (base(found["whistles_per_100", None]), found["whistles_per_100", None].value) == ((2, 2), 100.0)
    later = reckon(cast, "11-25 18:00")
    assert base(later["whistle_report_in_rate", None]) == (2, 4)
    assert all(one.value is None for one in reckon(cast, "12-24 09:00", period="2026-12").values())


def test_calls_stand_under_the_department_that_was_called(cast: Cast) -> None:
    whistles(cast)
    found = reckon(cast, "11-23 18:00", "department")
    assert base(found["whistle_on_time_rate", "rsj"]) == (1, 1)
    assert base(found["whistle_on_time_rate", "jsj"]) == (0, 1)
    assert base(found["whistle_report_in_rate", "scj"]) == (0, 1)
    assert found["whistle_grade_mean", "jsj"].value == 2.0
    # A whistle stands under the lead of its matter.
    assert found["whistles", "jfj"].value == 2.0


def test_each_number_leads_to_what_it_counted(cast: Cast) -> None:
    whistles(cast)
    asked = question(cast.leader.actor(), Asked(parse("2026-11"), "department", at("11-23 18:00")), ZONE)
    assert sizes_behind(asked, "whistle_report_in_rate", "scj")["missed"] == 1
    (graded,) = page_behind(asked, "whistle_grade_mean", "jsj", "denominator").items
    assert graded.satisfaction == 2
    assert len(page_behind(asked, "whistles", "jfj", "numerator").items) == 2
    assert len(page_behind(asked, "whistles_per_100", "jfj", "denominator").items) == 2


def test_what_one_does_not_see_is_not_counted(cast: Cast) -> None:
    whistles(cast)
    kept = cast.ticket("accepted", confidential=True)
    blown(cast, "officer", "emergency", [kept], ("rsj",), at("11-23 10:30"))
    counts = {
        who: base(reckon(cast, "11-23 18:00", who=who)["whistle_report_in_rate", None])
        for who in ("officer", "leader", "handler")
    }
    assert counts == {"officer": (2, 4), "leader": (2, 3), "handler": (2, 3)}
