"""The demo's notes, answers and judgements: there is a word for everything, and no two sound alike."""

import random
import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from servicedesk.demo import words
from servicedesk.demo.vocabulary import notes, replies
from servicedesk.rules.workflow import CONTACT_WAYS, KINDS
from tests.demo.test_words import LEVEL_2


@pytest.mark.parametrize("how", CONTACT_WAYS)
def test_every_way_of_contact_has_words(how: str) -> None:
    assert "样例人" in words.contact_note(random.Random(1), how, "样例人")


@pytest.mark.parametrize("code", sorted(LEVEL_2))
def test_notes_exist_for_every_category(code: str) -> None:
    rng = random.Random(1)
    pair = words.info_pair(rng, code)
    assert all((pair.ask, pair.give, words.progress_note(rng, code), words.unsolved(rng, code)))


def test_an_unsolved_question_is_answered_as_a_question() -> None:
    rng = random.Random(1)
    own = {note.text for note in notes().unsolved if "consultation" in note.about}
    assert {words.unsolved(rng, "0501", "consultation") for _ in range(20)} == own
    assert own.isdisjoint(words.unsolved(rng, "0501", "request") for _ in range(20))


def test_notes_speak_of_known_categories() -> None:
    for note in (*notes().progress, *notes().unsolved, *notes().information):
        assert note.about <= {"*", *LEVEL_2, *KINDS}


@pytest.mark.parametrize("level", range(1, 6))
def test_each_level_of_satisfaction_has_words(level: int) -> None:
    rng = random.Random(1)
    assert words.callback_comment(rng, level)
    assert any(words.judge_comment(rng, level) for _ in range(10))


def test_results_name_whom_the_department_spoke_to() -> None:
    contact = words.enterprises()[0].contacts[0]
    assert contact.name in words.spoken_to(random.Random(1), contact)


def test_a_redo_tells_how_it_was_taken_up_anew() -> None:
    assert words.done_again(random.Random(1), "已办结。").endswith("已办结。")


@pytest.mark.parametrize(
    "pick",
    [
        words.dispatch_note, words.desk_note, words.thin_result, words.send_back_reason, words.redo_reason,
        words.withdraw_reason, words.close_reason, words.reopen_reason, words.thanks, words.unreached_note,
    ],
)  # fmt: skip
def test_short_texts_vary(pick) -> None:  # type: ignore[no-untyped-def]
    rng = random.Random(1)
    assert len({pick(rng) for _ in range(60)}) >= 4


def test_all_texts_use_chinese_punctuation() -> None:
    for sentence in _texts():
        assert not re.search(r"[一-龥][,;:?!]|[,;:?!][一-龥]|，，|。。| {2}", sentence), sentence


def _texts() -> Iterator[str]:
    for m in (*words.matters(), words.long_matter(), *(r.matter for r in words.refusables())):
        yield from (m.title, m.description, m.result)
    for note in (*notes().progress, *notes().unsolved, *notes().information):
        yield from (note.text, note.give)
    for how in CONTACT_WAYS:
        yield from notes().contact[how]
    for level in range(1, 6):
        yield from (*replies("callback", level), *replies("judgement", level))
    for name in (
        "dispatch",
        "desk_notes",
        "thin",
        "again",
        "send_back",
        "redo",
        "withdraw",
        "close",
        "thanks",
    ):
        yield from replies(name)


def test_satisfaction_levels_do_not_share_words() -> None:
    for low, high in pairwise(range(1, 6)):
        assert set(replies("callback", low)).isdisjoint(replies("callback", high))
