"""Pages of a list, and where the next one begins."""

from servicedesk.queries.cursors import cursor_of, page_of, walk

ORDER = "numbers"


def test_a_page_that_has_more_behind_it_says_where_to_go_on() -> None:
    page = page_of([1, 2, 3], 2, ORDER, lambda number: [number])
    assert (page.items, page.next) == ([1, 2], cursor_of(ORDER, 2))
    assert page.shown_as(["one", "two"]).next == page.next


def test_the_last_page_says_that_it_is() -> None:
    assert page_of([1, 2], 2, ORDER, lambda number: [number]).next is None
    assert page_of([], 2, ORDER, lambda number: [number]).next is None


def test_a_walk_ends_with_the_last_page() -> None:
    pages = {None: ([1, 2, 3], cursor_of(ORDER, 2)), cursor_of(ORDER, 2): ([3], None)}
    assert list(walk(lambda cursor: page_of(pages[cursor][0], 2, ORDER, lambda number: [number]))) == [
        1,
        2,
        3,
    ]
