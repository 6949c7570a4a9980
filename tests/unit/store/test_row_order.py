"""Where the rows of each word are, and by which keys rows stand in order."""

import numpy as np
import pytest

from etl.columns import NOTHING, Coded, Columns
from etl.store.row_order import keys_in_order, rows_by_word


@pytest.mark.parametrize(
    ("codes", "order"),
    [
        ([], []),
        ([2, 0, 1, 0, 2], [1, 3, 2, 0, 4]),
        ([1] * 5 + [0] * 5 + [1] * 5, [*range(5, 10), *range(5), *range(10, 15)]),  # few long runs
    ],
)
def test_rows_of_a_word_are_listed_as_they_stand_word_after_word(codes, order):
    assert rows_by_word(np.asarray(codes, dtype=np.uint8)).tolist() == order


def test_numbers_too_large_to_be_sorted_with_their_places_are_put_in_the_same_order():
    codes = np.asarray([2**31, 5, 2**31, 0], dtype=np.uint32)

    assert rows_by_word(codes).tolist() == [3, 1, 0, 2]


WORDS = ("a", "b", "c")


def rows(**codes):
    return Columns({name: Coded(np.asarray(each, dtype=np.int8), WORDS) for name, each in codes.items()})


def test_rows_stand_in_the_order_of_the_longest_chain_of_keys():
    table = rows(first=[0, 0, 0, 1], second=[2, 1, 0, 0], third=[0, 1, 1, 0])

    assert keys_in_order(table, ("first", "second", "third")) == ["first", "third"]


def test_rows_in_the_order_of_one_key_or_with_a_key_that_says_nothing_have_no_chain():
    assert keys_in_order(rows(first=[0, 0, 1], second=[1, 0, 0]), ("first", "second")) == ()
    assert keys_in_order(rows(first=[NOTHING, 0, 1], second=[0, 1, 1]), ("first", "second")) == ()
