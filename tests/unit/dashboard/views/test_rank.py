"""A place counts those with data only; equal values share it; the direction decides which end is first."""

from dashboard.views.rank import Rank, rank_of
from tests import small

# rates of change of energy intensity 2020 as printed in the communiqué: Beijing, Liaoning, Inner Mongolia
LOW, HIGH, NEITHER = (
    small.indicator("change", {"kind": "series", "series": "change"}, direction=direction)
    for direction in ("lower_is_better", "higher_is_better", "no_judgement")
)
CHANGES = {"110000": -9.18, "210000": 3.96, "150000": 6.89}


def test_the_largest_fall_of_energy_intensity_is_first():
    assert rank_of("110000", CHANGES, LOW) == Rank(1, 3, is_tied=False)
    assert rank_of("210000", CHANGES, LOW) == Rank(2, 3, is_tied=False)


def test_the_largest_is_first_where_more_is_better_or_nothing_is():
    for indicator in (HIGH, NEITHER):
        assert rank_of("150000", CHANGES, indicator) == Rank(1, 3, is_tied=False)


def test_equal_values_share_a_place_and_the_next_one_is_left_out():
    values = {"a": 5.0, "b": 5.0, "c": 4.0}
    assert rank_of("b", values, HIGH) == Rank(1, 3, is_tied=True)
    assert rank_of("c", values, HIGH) == Rank(3, 3, is_tied=False)


def test_a_region_without_data_has_no_place():
    assert rank_of("540000", CHANGES, LOW) is None


def test_nobody_is_ranked_by_a_factor_that_regions_share():
    factor = small.indicator("factor", {"kind": "grid_factor"}, ranked=False)
    assert rank_of("210000", {"210000": 0.4878, "220000": 0.4671}, factor) is None
