"""What several panels need is made once, even when all of them ask at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from dashboard.shared_reads import Remembered, Same


def test_panels_that_ask_at_once_wait_for_the_first():
    remembered = Remembered(2)
    all_here, made = Barrier(4), []

    def ask(_):
        all_here.wait(timeout=10)
        return remembered.get_or_make("scene", lambda: made.append("scene") or len(made))

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(4)))

    assert answers == [1, 1, 1, 1]


def test_the_one_used_longest_ago_is_forgotten_first():
    remembered = Remembered(2)
    made = []

    def ask(key):
        return remembered.get_or_make(key, lambda: made.append(key) or key)

    for key in ("a", "b", "a", "c", "a", "b"):
        assert ask(key) == key

    assert made == ["a", "b", "c", "b"]


def test_what_fails_is_not_kept():
    remembered = Remembered(2)

    def fail():
        raise ValueError("not yet")

    with pytest.raises(ValueError, match="not yet"):
        remembered.get_or_make("scene", fail)

    assert remembered.get_or_make("scene", lambda: "made") == "made"


def test_what_weighs_much_leaves_room_for_less():
    remembered = Remembered(10, weigh=len)
    made = []

    def ask(key, size):
        return remembered.get_or_make(key, lambda: made.append(key) or "x" * size)

    for key, size in (("a", 4), ("b", 4), ("c", 6), ("b", 4), ("a", 4)):
        assert ask(key, size) == "x" * size

    assert made == ["a", "b", "c", "a"]


def test_one_that_weighs_more_than_there_is_room_for_is_kept_alone():
    remembered = Remembered(10, weigh=len)

    assert remembered.get_or_make("large", lambda: "x" * 11) == "x" * 11
    assert remembered.get_or_make("large", lambda: "made again") == "x" * 11


def test_equal_things_are_told_apart_by_which_they_are():
    first, second = {"a": 1}, {"a": 1}

    assert Same(first) == Same(first)
    assert Same(first) != Same(second)
    assert hash(Same(first)) == hash(Same(first))
