"""Days in a slice are numbers into the list of those that occur, in order, nothing last."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from etl.store.slicing import _days

DAYS = st.one_of(st.none(), st.dates().map(str), st.sampled_from(["2026-01-31", "2026-02-01"]))


@given(st.lists(DAYS, max_size=30), st.sampled_from(["D", "s"]))
def test_each_day_is_found_in_the_list(days, unit):
    codes, words = _days(np.asarray(days, dtype="datetime64[D]").astype(f"datetime64[{unit}]"))

    assert [words[code] for code in codes] == days
    known = [word for word in words if word is not None]
    assert words == sorted(known) + [None] * (None in days)
