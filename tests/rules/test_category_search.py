"""Finding a category by people's own words."""

import pytest

from servicedesk import reference
from servicedesk.rules.category_search import find


class Leaf:
    """A category of the reference data, with its keywords in one list as it is stored."""

    def __init__(self, data: reference.CategoryData) -> None:
        self.code, self.name_zh, self.name_en = data.code, data.name_zh, data.name_en
        self.hint_zh, self.hint_en = data.hint_zh, data.hint_en
        self.keywords = [*data.keywords_zh, *data.keywords_en]


LEAVES = [Leaf(category) for category in reference.categories() if category.level == 2]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("停电", "0501"),
        ("厂区突然停电了，怎么办？", "0501"),
        ("想租三千平米的标准化厂房", "0404"),
        ("奖补资金一直没有到账", "0103"),
        ("招 工", "0701"),
        ("施工许可", "0303"),
        ("员工子女上学 入学", "0705"),
        ("Water", "0502"),
        ("renewing a loan", "0603"),
    ],
)
def test_plain_words_find_their_category_first(words: str, code: str) -> None:
    assert find(LEAVES, words)[0].code == code


@pytest.mark.parametrize("words", ["", "   ", "!!!", "qqqqq", "龘靐"])
def test_words_that_fit_nothing_find_nothing(words: str) -> None:
    assert find(LEAVES, words) == []


def test_the_exact_name_beats_every_keyword() -> None:
    for leaf in LEAVES:
        assert find(LEAVES, leaf.name_zh)[0].name_zh == leaf.name_zh
        assert find(LEAVES, leaf.name_en.upper())[0].name_en == leaf.name_en


def test_among_equals_the_given_order_counts() -> None:
    twins = [LEAVES[3], LEAVES[3]]
    assert find(twins, LEAVES[3].name_zh) == twins


def test_at_most_as_many_as_asked_for_are_found() -> None:
    assert len(find(LEAVES, "补贴", most=2)) == 2
