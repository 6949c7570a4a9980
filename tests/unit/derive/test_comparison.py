"""Peers and ranks."""

import math

import numpy as np
import pytest

from etl.derive.comparison import find_peers, rank_values
from etl.model.vocabulary import Direction

REGIONS = ["A", "B", "C", "D"]


def test_peers_are_the_structurally_nearest_and_their_distance_is_in_standard_deviations() -> None:
    # mean 3, standard deviation 2: A and B are one apart, C and D one apart
    found = find_peers(REGIONS, {"x": {"A": 1.0, "B": 1.0, "C": 5.0, "D": 5.0}}, set(), 1).found
    assert [(peer.peer, peer.distance) for peer in found["A"]] == [("B", 0.0)]
    far = find_peers(["A", "C", "D"], {"x": {"A": 1.0, "C": 5.0, "D": 5.0}}, set(), 1).found
    # spread of 1, 5, 5 is sqrt(32/9); both are equally far, so both are peers
    assert [(peer.peer, peer.rank) for peer in far["A"]] == [("C", 1), ("D", 1)]
    assert far["A"][0].distance == pytest.approx(4 / math.sqrt(32 / 9))


def test_distance_is_the_root_of_the_mean_square_over_the_variables() -> None:
    one = find_peers(["A", "B"], {"x": {"A": 0.0, "B": 2.0}}, set(), 1).found["A"][0]
    two = find_peers(["A", "B"], {"x": {"A": 0.0, "B": 2.0}, "y": {"A": 3.0, "B": 3.0}}, set(), 1).found["A"][
        0
    ]
    assert (one.distance, two.distance) == (pytest.approx(2.0), pytest.approx(math.sqrt(2)))


def test_region_that_lacks_a_variable_has_no_peers_and_is_nobodys_peer() -> None:
    found = find_peers(
        REGIONS, {"x": {"A": 1.0, "B": 2.0, "C": 3.0}, "y": dict.fromkeys("ABD", 1.0)}, set(), 3
    )
    assert found.lacking == {"C": ("y",), "D": ("x",)}
    assert set(found.found) == {"A", "B"}
    assert [peer.peer for peer in found.found["A"]] == ["B"]


def test_logarithm_of_nothing_counts_as_lacking() -> None:
    found = find_peers(["A", "B"], {"x": {"A": 0.0, "B": 2.0}}, {"x"}, 1)
    assert found.lacking == {"A": ("x",)}


def ranked(direction, *values):
    return rank_values(np.asarray(values), direction)


def test_equal_values_share_a_rank_and_the_next_one_is_skipped() -> None:
    ranks = ranked(Direction.HIGHER_IS_BETTER, 5.0, 5.0, 3.0)
    assert (ranks.position.tolist(), ranks.tied.tolist()) == ([1, 1, 3], [1, 1, 0])


def test_lower_is_better_turns_the_order() -> None:
    assert ranked(Direction.LOWER_IS_BETTER, 5.0, 3.0).position.tolist() == [2, 1]


def test_order_without_judgement_is_by_size_and_a_range_has_no_order() -> None:
    assert ranked(Direction.NO_JUDGEMENT, 5.0, 3.0).position.tolist() == [1, 2]
    with pytest.raises(ValueError, match="no order"):
        ranked(Direction.WITHIN_RANGE, 5.0)


def test_band_tells_which_places_a_revision_could_give() -> None:
    ranks = rank_values(np.asarray([5.0, 4.9, 3.0]), Direction.HIGHER_IS_BETTER, 0.1)
    # both may move by 0.1: the first two are not told apart, the third stays last
    assert (ranks.best.tolist(), ranks.worst.tolist()) == ([1, 1, 3], [2, 2, 3])


def test_without_a_revision_history_there_is_no_band() -> None:
    ranks = ranked(Direction.HIGHER_IS_BETTER, 5.0)
    assert (ranks.best, ranks.worst) == (None, None)
