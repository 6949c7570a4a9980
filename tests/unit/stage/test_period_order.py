"""Periods of a build have one order, whatever order they are found in."""

from itertools import permutations

import pytest

from etl.stage.figures import periods_in_order

SAME_MONTHS = ("2021", "2021M01-12", "2021/2021")


@pytest.mark.parametrize("found", list(permutations(SAME_MONTHS)))
def test_periods_of_the_same_months_stand_in_the_order_of_their_texts(found):
    assert periods_in_order(dict.fromkeys(found)) == sorted(SAME_MONTHS)


def test_periods_stand_in_order_of_time():
    assert periods_in_order({"2022Q1": None, "2021": None, "2022M01": None}) == ["2021", "2022M01", "2022Q1"]
