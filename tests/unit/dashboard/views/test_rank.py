"""A place counts those with data only; equal values share it; the direction decides which end is first."""

from dashboard.views.rank import Rank, rank_of
from etl.model.vocabulary import Direction

# rates of change of energy intensity 2020 as printed in the communiqué: Beijing, Liaoning, Inner Mongolia
CHANGES = {"110000": -9.18, "210000": 3.96, "150000": 6.89}


def test_the_largest_fall_of_energy_intensity_is_first():
    assert rank_of("110000", CHANGES, Direction.LOWER_IS_BETTER) == Rank(1, 3, is_tied=False)
    assert rank_of("210000", CHANGES, Direction.LOWER_IS_BETTER) == Rank(2, 3, is_tied=False)


def test_the_largest_is_first_where_more_is_better_or_nothing_is():
    for direction in (Direction.HIGHER_IS_BETTER, Direction.NO_JUDGEMENT):
        assert rank_of("150000", CHANGES, direction) == Rank(1, 3, is_tied=False)


def test_equal_values_share_a_place_and_the_next_one_is_left_out():
    values = {"a": 5.0, "b": 5.0, "c": 4.0}
    assert rank_of("b", values, Direction.HIGHER_IS_BETTER) == Rank(1, 3, is_tied=True)
    assert rank_of("c", values, Direction.HIGHER_IS_BETTER) == Rank(3, 3, is_tied=False)


def test_a_region_without_data_has_no_place():
    assert rank_of("540000", CHANGES, Direction.LOWER_IS_BETTER) is None
