"""Finding a category by the words that people use: names, keywords and hints, in Chinese or English."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

# How much each kind of agreement counts; sums decide, so two keywords beat one.
NAME_IS_IT, NAME_HAS_IT, KEYWORD_NAMED, KEYWORD_HAS_IT, HINT_HAS_IT, SHARED_PAIR = 100, 60, 40, 30, 15, 4


class Described(Protocol):
    """What is searched of a category."""

    name_zh: str
    name_en: str
    hint_zh: str
    hint_en: str
    keywords: Sequence[str]


C = TypeVar("C", bound=Described)


def find(categories: Iterable[C], words: str, most: int = 8) -> list[C]:
    """The categories that fit the words best, the best first; among equals the given order.

    A whole sentence may be given ("厂区突然停电了怎么办"): a keyword within it counts, and so do shared
    pairs of Chinese characters, so that a near miss still finds something.
    """
    asked = _plain(words)
    if not asked:
        return []
    scored = [(category, _score(category, asked)) for category in categories]
    found = sorted((pair for pair in scored if pair[1]), key=lambda pair: -pair[1])
    return [category for category, _ in found[:most]]


def _score(category: Described, asked: str) -> int:
    points = 0
    for name in (_plain(category.name_zh), _plain(category.name_en)):
        points += NAME_IS_IT if name == asked else NAME_HAS_IT if asked in name or name in asked else 0
    for keyword in map(_plain, category.keywords):
        points += KEYWORD_NAMED if keyword in asked else KEYWORD_HAS_IT if asked in keyword else 0
    points += HINT_HAS_IT * any(asked in _plain(hint) for hint in (category.hint_zh, category.hint_en))
    text = _plain(category.name_zh + category.hint_zh + "".join(category.keywords))
    return points + SHARED_PAIR * len(_pairs(asked) & _pairs(text))


def _plain(words: str) -> str:
    """Small letters, without the spaces between Chinese characters; one space between English words."""
    tidy = " ".join(words.lower().split())
    return re.sub(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])", "", tidy)


def _pairs(text: str) -> set[str]:
    return {pair for run in re.findall(r"[\u3400-\u9fff]+", text) for pair in map("".join, pairwise(run))}
