"""Peers and ranks."""

import math

import pytest

from etl.derive.comparison import find_peers, rank_regions
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


def test_equal_values_share_a_rank_and_the_next_one_is_skipped() -> None:
    ranks = rank_regions({"A": 5.0, "B": 5.0, "C": 3.0}, Direction.HIGHER_IS_BETTER)
    assert [(rank.region, rank.position, rank.tied) for rank in ranks] == [
        ("A", 1, 1),
        ("B", 1, 1),
        ("C", 3, 0),
    ]


def test_lower_is_better_turns_the_order() -> None:
    ranks = rank_regions({"A": 5.0, "C": 3.0}, Direction.LOWER_IS_BETTER)
    assert [rank.region for rank in ranks] == ["C", "A"]


def test_order_without_judgement_is_by_size_and_a_range_has_no_order() -> None:
    assert [rank.region for rank in rank_regions({"A": 5.0, "C": 3.0}, Direction.NO_JUDGEMENT)] == ["A", "C"]
    assert rank_regions({"A": 5.0}, Direction.WITHIN_RANGE) == ()


def test_band_tells_which_places_a_revision_could_give() -> None:
    ranks = {
        r.region: r for r in rank_regions({"A": 5.0, "B": 4.9, "C": 3.0}, Direction.HIGHER_IS_BETTER, 0.1)
    }
    # both may move by 0.1: A and B are not told apart, C stays last
    assert (ranks["A"].best, ranks["A"].worst) == (1, 2)
    assert (ranks["B"].best, ranks["B"].worst) == (1, 2)
    assert (ranks["C"].best, ranks["C"].worst) == (3, 3)


def test_without_a_revision_history_there_is_no_band() -> None:
    rank = rank_regions({"A": 5.0}, Direction.HIGHER_IS_BETTER)[0]
    assert (rank.best, rank.worst) == (None, None)
