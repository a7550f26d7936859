"""Taking many things some at a time."""

from servicedesk.rules.batches import in_batches


def test_things_keep_their_order_and_the_last_batch_may_be_smaller() -> None:
    assert list(in_batches("abcdefg", 3)) == [["a", "b", "c"], ["d", "e", "f"], ["g"]]


def test_there_is_no_empty_batch() -> None:
    assert list(in_batches([1, 2], 2)) == [[1, 2]]
    assert list(in_batches([], 2)) == []


def test_no_more_is_taken_than_is_asked_for() -> None:
    numbers = iter(range(10))
    assert next(in_batches(numbers, 2)) == [0, 1]
    assert next(numbers) == 2
