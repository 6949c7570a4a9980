"""Numbers in a column of text are those that Python reads in the same words, without a text for each."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model.number_words import NumberWords, plain_numbers

PLAIN = re.compile(r"-?(?=\.?\d)\d*\.?\d*", re.ASCII)
NUMBERS = st.one_of(
    st.text(st.sampled_from("0123456789.-"), min_size=1, max_size=18),
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(lambda number: f"{number:f}"),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(
        ["第1", "1e5", "1,234", "+1", "…", "1 ", "-", ".", "", "1..2", "1-", "99999999999999999"]
    ),
)


def cells_of(words):
    size = -(-max(map(len, words)) // 8) * 8 or 8
    return (
        np.asarray([word.ljust(size, b"\0") for word in words], f"S{size}")
        .view(np.uint64)
        .reshape(len(words), -1)
    )


def expected(word):
    digits = sum(sign.isdecimal() for sign in word)
    return float(word) if PLAIN.fullmatch(word) and digits <= 15 else math.nan


@given(st.lists(NUMBERS, min_size=1, max_size=30))
def test_numbers_are_those_that_python_reads(words):
    found = plain_numbers(cells_of([word.encode() for word in words]))

    for number, word in zip(found.tolist(), words, strict=True):
        assert np.array_equal(number, expected(word), equal_nan=True), word
        assert math.isnan(number) or math.copysign(1, number) == math.copysign(1, expected(word))


def test_words_are_the_texts_and_then_the_numbers_as_they_stand_in_the_file():
    spelled = ["3.10", "-7", "000"]
    cells = cells_of([word.encode() for word in spelled])

    words = NumberWords(["数值", "…"], cells, plain_numbers(cells))

    assert list(words) == [words[at] for at in range(5)] == words[:] == ["数值", "…", *spelled]
    assert (words[-1], words[1:3], len(words)) == ("000", ["…", "3.10"], 5)
    assert words.numbers.tolist() == [3.1, -7.0, 0.0]
    with pytest.raises(IndexError, match="no word 5 of 5"):
        words[5]
