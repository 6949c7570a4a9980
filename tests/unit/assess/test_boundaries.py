"""Where a level turns: the thresholds of each rule, and the distance of a rate from them."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from etl.assess.barometer_level import compute_level
from etl.assess.boundaries import find_turning, level_boundaries, turning_of_target
from etl.model.period import PeriodKind
from etl.model.rule import (
    BarometerSubject,
    GapBand,
    GapPointsMethod,
    GapShareMethod,
    HeldAsPublishedMethod,
    PeriodBands,
    SignMethod,
)
from etl.model.vocabulary import Result

INTENSITY, TOTAL = BarometerSubject.INTENSITY, BarometerSubject.TOTAL
SHARE = GapShareMethod(tolerance_share=Decimal("0.1"))
SIGN = SignMethod()
HANGZHOU_H1 = GapPointsMethod(
    by_period=(
        PeriodBands(
            period_kind=PeriodKind.HALF,
            bands=(
                GapBand(level=1, low_pp=Decimal("0.3"), high_pp=Decimal(1)),
                GapBand(level=2, low_pp=Decimal(1), high_pp=Decimal(2)),
                GapBand(level=3, low_pp=Decimal(2)),
            ),
        ),
    ),
)


def boundaries(method, subject, target):
    found = level_boundaries(method, subject, target_pct=Decimal(target), period_kind=PeriodKind.HALF)
    return [(str(each.at_pct.normalize()), each.better.value, each.worse.value) for each in found]


def test_ten_per_cent_of_the_target_parts_level_2_from_level_1():
    assert boundaries(SHARE, INTENSITY, "3") == [("3", "level_3", "level_2"), ("2.7", "level_2", "level_1")]
    assert boundaries(SHARE, TOTAL, "2") == [("2", "level_3", "level_2"), ("2.2", "level_2", "level_1")]


def test_an_allowed_rise_has_its_tolerance_beyond_it():
    # 安徽 2020: +2.17 allowed, up to 2.387 is level 2
    assert boundaries(SHARE, INTENSITY, "-2.17")[1] == ("-2.387", "level_2", "level_1")


def test_a_target_of_zero_has_no_level_2():
    assert boundaries(SHARE, INTENSITY, "0") == [("0", "level_3", "level_1")]


def test_by_sign_a_rise_parts_level_2_from_level_1():
    assert boundaries(SIGN, INTENSITY, "3") == [("3", "level_3", "level_2"), ("0", "level_2", "level_1")]
    assert boundaries(SIGN, INTENSITY, "-1") == [("0", "level_3", "level_1")]


def test_by_sign_a_target_of_zero_has_no_level_2():
    assert boundaries(SIGN, INTENSITY, "0") == [("0", "level_3", "level_1")]


def test_a_shortfall_on_the_lower_end_of_a_band_lies_in_it():
    # 杭州 H1: intervals [low, high), 0.3–1 is level 1
    found = level_boundaries(HANGZHOU_H1, INTENSITY, target_pct=Decimal(3), period_kind=PeriodKind.HALF)

    turning = find_turning(found, INTENSITY, Decimal("2.7"))

    assert turning.up is not None
    assert (turning.up.at_pct, turning.up_by_pct, turning.up.worse) == (Decimal("2.7"), 0, Result.LEVEL_1)
    assert (turning.down_by_pct, turning.down.worse) == (Decimal("0.7"), Result.LEVEL_2)


def test_points_below_all_bands_are_missed_without_a_level():
    assert boundaries(HANGZHOU_H1, INTENSITY, "4") == [
        ("4", "met", "not_met"),
        ("3.7", "not_met", "level_1"),
        ("3", "level_1", "level_2"),
        ("2", "level_2", "level_3"),
    ]


def test_levels_without_published_thresholds_have_no_boundary():
    assert boundaries(HeldAsPublishedMethod(), INTENSITY, "3") == []


def turning(rate, method=SHARE, subject=INTENSITY, target="3"):
    found = level_boundaries(method, subject, target_pct=Decimal(target), period_kind=PeriodKind.HALF)
    return find_turning(found, subject, Decimal(rate))


def test_a_rate_between_two_boundaries_can_turn_both_ways():
    found = turning("2.8")

    assert (found.up.better, found.up_by_pct) == (Result.LEVEL_3, Decimal("0.2"))
    assert (found.down.worse, found.down_by_pct) == (Result.LEVEL_1, Decimal("0.1"))
    assert found.distance_pct == Decimal("0.1")


def test_the_best_and_the_worst_turn_one_way():
    assert (turning("3").up, turning("3").down_by_pct) == (None, 0)
    assert (turning("-1").down, turning("-1").up_by_pct) == (None, Decimal("3.7"))


def test_a_target_turns_at_its_required_value():
    assert turning_of_target(is_met=False, gap=Decimal("-0.5"), required=Decimal(15)).up_by_pct == Decimal(
        "0.5"
    )
    assert turning_of_target(is_met=True, gap=Decimal("0.5"), required=Decimal(15)).down_by_pct == Decimal(
        "0.5"
    )


rates = st.decimals(Decimal(-9), Decimal(9), places=2, allow_nan=False, allow_infinity=False)


@given(
    judged=st.sampled_from([(SHARE, INTENSITY), (SHARE, TOTAL), (SIGN, INTENSITY), (HANGZHOU_H1, INTENSITY)]),
    target=rates,
    rate=rates,
)
def test_boundaries_and_levels_never_contradict_each_other(judged, target, rate):
    method, subject = judged
    kind = PeriodKind.HALF
    found = level_boundaries(method, subject, target_pct=target, period_kind=kind)
    level = compute_level(method, subject, actual_pct=rate, target_pct=target, period_kind=kind)
    turn = find_turning(found, subject, rate)

    assert turn.up is None or turn.up.worse is level
    assert turn.down is None or turn.down.better is level
    for boundary in found:
        on_it = compute_level(
            method, subject, actual_pct=boundary.at_pct, target_pct=target, period_kind=kind
        )
        assert on_it is (boundary.better if boundary.better_included else boundary.worse)
