"""Properties of the methods that hold for every input."""

from decimal import Decimal
from fractions import Fraction
from math import fsum, prod

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from etl.assess.barometer_level import compute_level
from etl.assess.barometer_outcome import DecidingRate, assess_barometer
from etl.assess.progress import (
    ProgressMethod,
    compute_progress,
    compute_remaining_pace,
    compute_required_reduction,
)
from etl.assess.targets import compare
from etl.derive.decomposition import compute_decomposition
from etl.derive.decoupling import classify_decoupling
from etl.derive.trend import compute_mann_kendall
from etl.model.period import Period, PeriodKind
from etl.model.rounding import round_half_away
from etl.model.rule import (
    BarometerRule,
    BarometerSubject,
    GapBand,
    GapPointsMethod,
    GapShareMethod,
    Jurisdiction,
    LevelMethod,
    LevelOrder,
    PeriodBands,
    SignMethod,
)
from etl.model.vocabulary import Basis, Bound, RegionLevel, Result
from tests import small

PLAN = small.target("210000", "reduction", 15, base=2020, unit="fraction")
SHARE = GapShareMethod(tolerance_share=Decimal("0.1"))
SIGN = SignMethod()
POINTS = GapPointsMethod(
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
LEVELS = (Result.LEVEL_1, Result.LEVEL_2, Result.LEVEL_3)
BEST_FIRST = {
    LevelOrder.WORST_FIRST: LEVELS[::-1],
    LevelOrder.WORST_LAST: (Result.MET, Result.NOT_MET, *LEVELS),
}
JUDGED = [
    (SHARE, BarometerSubject.INTENSITY, LevelOrder.WORST_FIRST),
    (SHARE, BarometerSubject.TOTAL, LevelOrder.WORST_FIRST),
    (SIGN, BarometerSubject.INTENSITY, LevelOrder.WORST_FIRST),
    (POINTS, BarometerSubject.INTENSITY, LevelOrder.WORST_LAST),
]


def decimals(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(low), Decimal(high), allow_nan=False, allow_infinity=False, places=places)


rates = decimals("-0.5", "0.6", 4)
targets = decimals("0.0001", "0.6", 4)
rates_pct = decimals("-9", "9", 2)
factor_values = st.floats(1e-3, 1e3)
some_zero = st.one_of(st.just(0.0), factor_values)


@st.composite
def tables(
    draw: st.DrawFn, values: st.SearchStrategy[float]
) -> tuple[list[str], list[list[float]], list[list[float]]]:
    sectors, factors = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    row = st.lists(values, min_size=factors, max_size=factors)
    table = st.lists(row, min_size=sectors, max_size=sectors)
    return [f"factor_{place}" for place in range(factors)], draw(table), draw(table)


@given(target=rates, plan_years=st.integers(1, 10))
def test_required_path_ends_in_the_target_and_begins_at_nothing(target: Decimal, plan_years: int) -> None:
    assert compute_required_reduction(target, plan_years, plan_years) == target
    assert compute_required_reduction(target, 0, plan_years) == 0


@given(
    reductions=st.lists(rates, min_size=1, max_size=5),
    place=st.integers(0, 4),
    more=decimals("0.0001", "0.3", 4),
    target=targets,
    method=st.sampled_from(ProgressMethod),
)
def test_progress_rises_with_every_yearly_reduction(
    reductions: list[Decimal], place: int, more: Decimal, target: Decimal, method: ProgressMethod
) -> None:
    better = list(reductions)
    better[place % len(better)] += more
    before, after = (
        compute_progress(1 - prod((1 - rate for rate in rates_), start=Decimal(1)), target, method).value
        for rates_ in (reductions, better)
    )
    assert before is not None
    assert after is not None
    assert after > before


@given(cumulative=rates, target=targets, year_n=st.integers(1, 5))
def test_path_is_met_exactly_when_the_log_progress_reaches_the_share_of_years(
    cumulative: Decimal, target: Decimal, year_n: int
) -> None:
    progress = compute_progress(cumulative, target).value
    assert progress is not None
    distance = progress - Decimal(year_n) / 5
    assume(abs(distance) > Decimal("1e-25"))
    aim = replace(PLAN, value=compute_required_reduction(target, year_n))
    assert (compare(cumulative, Bound.EXACT, aim).result is Result.MET) == (distance > 0)


@given(cumulative=rates, target=rates, years_left=st.integers(1, 5))
def test_keeping_the_pace_reaches_the_target(cumulative: Decimal, target: Decimal, years_left: int) -> None:
    pace = compute_remaining_pace(cumulative, target, years_left).yearly_pace
    assert pace is not None
    reached = 1 - (1 - cumulative) * (1 - pace) ** years_left
    assert reached >= target - Decimal("1e-20")


@given(judged=st.sampled_from(JUDGED), target=rates_pct, actual=rates_pct, change=decimals("0", "9", 2))
def test_level_never_improves_when_the_value_worsens(
    judged: tuple[LevelMethod, BarometerSubject, LevelOrder],
    target: Decimal,
    actual: Decimal,
    change: Decimal,
) -> None:
    method, subject, order = judged
    worse = actual - change if subject is BarometerSubject.INTENSITY else actual + change
    before, after = (
        compute_level(method, subject, actual_pct=value, target_pct=target, period_kind=PeriodKind.HALF)
        for value in (actual, worse)
    )
    assert isinstance(before, Result)
    assert isinstance(after, Result)
    assert BEST_FIRST[order].index(after) >= BEST_FIRST[order].index(before)


RULE = BarometerRule.read(
    {
        "id": "example",
        "name": {"zh": "示例", "en": "Example"},
        "documents": [{"number": "示例"}],
        "valid_for": [
            {"periods": ["2020Q1-3"], "region_level": "province", "compared_with": "progress_target"}
        ],
        "level_order": "worst_first",
        "intensity": {"kind": "gap_share", "tolerance_share": "0.1"},
        "total": {"kind": "held_as_published"},
        "lights": [{"level": level, "light": {"zh": "灯", "en": "light"}} for level in (1, 2, 3)],
    }
)


@given(
    subject=st.sampled_from(BarometerSubject),
    period=st.sampled_from(["2020Q1-3", "2020", "2021H1", "2023M05"]),
    level=st.sampled_from(RegionLevel),
    actual=st.none() | rates_pct,
    target=st.none() | rates_pct,
)
def test_outcome_has_a_level_or_a_reason_and_never_both(
    subject: BarometerSubject, period: str, level: RegionLevel, actual: Decimal | None, target: Decimal | None
) -> None:
    outcome = assess_barometer(
        RULE,
        subject,
        period=Period.parse(period),
        region=Jurisdiction(level, ("210000",)),
        actual=None if actual is None else DecidingRate(actual, Basis.COMPUTED),
        target_pct=target,
    )
    assert (outcome.result is Result.UNASSESSED) == (outcome.reason is not None)
    judged = subject is BarometerSubject.INTENSITY and period == "2020Q1-3" and level is RegionLevel.PROVINCE
    complete = judged and actual is not None and target is not None
    assert (outcome.result is not Result.UNASSESSED) == complete


@given(tables=tables(factor_values))
def test_effects_sum_and_multiply_to_the_total(
    tables: tuple[list[str], list[list[float]], list[list[float]]],
) -> None:
    factors, start, end = tables
    found = compute_decomposition(factors, start, end)
    total = max(fsum(map(prod, start)), fsum(map(prod, end)))
    assert fsum(found.additive.values()) == pytest.approx(found.change, abs=1e-12 * total)
    assert found.multiplicative is not None
    assert prod(found.multiplicative.values()) == pytest.approx(found.ratio, rel=1e-10)


@given(tables=tables(some_zero))
def test_effects_sum_to_the_change_with_zeros_too(
    tables: tuple[list[str], list[list[float]], list[list[float]]],
) -> None:
    factors, start, end = tables
    found = compute_decomposition(factors, start, end)
    total = max(fsum(map(prod, start)), fsum(map(prod, end)))
    assert fsum(found.additive.values()) == pytest.approx(found.change, abs=1e-12 * total)
    if found.multiplicative is not None:
        assert prod(found.multiplicative.values()) == pytest.approx(found.ratio, rel=1e-10)


@given(tables=tables(factor_values))
def test_effects_change_sign_when_the_years_are_exchanged(
    tables: tuple[list[str], list[list[float]], list[list[float]]],
) -> None:
    factors, start, end = tables
    there = compute_decomposition(factors, start, end).additive
    back = compute_decomposition(factors, end, start).additive
    assert {name: -effect for name, effect in back.items()} == pytest.approx(there, rel=1e-9, abs=1e-9)


@given(whole=st.integers(-(10**12), 10**12), decimals_kept=st.integers(0, 6))
def test_halves_go_away_from_zero(whole: int, decimals_kept: int) -> None:
    unit = Decimal(1).scaleb(-decimals_kept)
    half = (Decimal(abs(whole)) + Decimal("0.5")) * unit
    assert round_half_away(half, decimals_kept) == (abs(whole) + 1) * unit
    assert round_half_away(-half, decimals_kept) == -(abs(whole) + 1) * unit


@given(value=st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9))
def test_rounding_moves_a_value_by_at_most_half_a_unit_and_twice_changes_nothing(value: Decimal) -> None:
    rounded = round_half_away(value, 4)
    assert abs(Fraction(rounded) - Fraction(value)) <= Fraction(1, 20000)
    assert round_half_away(rounded, 4) == rounded


@given(values=st.lists(st.integers(0, 6), min_size=2, max_size=10))
def test_turning_a_series_round_exchanges_its_tails(values: list[int]) -> None:
    forward, backward = compute_mann_kendall(values), compute_mann_kendall(values[::-1])
    assert forward.s == -backward.s
    assert forward.p_falling == pytest.approx(backward.p_rising)
    assert 0 < forward.p_falling <= 1


@given(
    gdp=st.fractions(-1, 1, max_denominator=1000),
    carbon=st.lists(st.fractions(-1, 2), min_size=2, max_size=2),
)
def test_every_change_of_gdp_has_a_state_of_its_direction(gdp: Fraction, carbon: list[Fraction]) -> None:
    assume(gdp != 0)
    states = [classify_decoupling(change, gdp).state for change in carbon]
    recessive = {"strong_negative_decoupling", "weak_negative_decoupling", "recessive_coupling"}
    recessive.add("recessive_decoupling")
    assert all((state in recessive) == (gdp < 0) for state in states)
