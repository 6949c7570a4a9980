"""How much energy a level leaves, and what one more project would do."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.assess.barometer_level import compute_level
from etl.assess.boundaries import level_boundaries
from etl.assess.headroom import EnergyStanding, headroom_to
from etl.model.period import PeriodKind
from etl.model.rule import BarometerSubject, GapShareMethod, SignMethod
from etl.model.vocabulary import Result

INTENSITY, TOTAL = BarometerSubject.INTENSITY, BarometerSubject.TOTAL
SHARE = GapShareMethod(tolerance_share=Decimal("0.1"))
# 2,000 万吨标准煤 over 4,000 亿元 a year before, 2,030 over 4,200 now: 0.5 → 0.4833, a fall of 3.34 %
STANDING = EnergyStanding(Decimal(2030), Decimal(4200), Decimal(2000), Decimal(4000))


def test_the_rate_is_that_of_the_communiques_rounded_intensities():
    assert STANDING.rate_pct(INTENSITY) == Decimal("3.34")
    assert STANDING.rate_pct(TOTAL) == Decimal("1.5")


def test_headroom_to_a_target_is_what_it_allows_less_what_was_used():
    # a fall of 3 %: 0.485 × 4,200 = 2,037
    assert STANDING.headroom(INTENSITY, Decimal(3)) == Decimal(7)
    # a growth of 2 %: 2,040
    assert STANDING.headroom(TOTAL, Decimal(2)) == Decimal(10)


def test_headroom_is_negative_where_energy_must_be_saved():
    # a fall of 4 %: 0.48 × 4,200 = 2,016
    assert STANDING.headroom(INTENSITY, Decimal(4)) == Decimal(-14)


def test_every_level_has_its_headroom():
    found = headroom_to(
        STANDING,
        INTENSITY,
        level_boundaries(SHARE, INTENSITY, target_pct=Decimal(4), period_kind=PeriodKind.YEAR),
    )

    # level 3 at 4 %, level 2 at 3.6 %: 0.482 × 4,200 = 2,024.4
    assert [(each.boundary.better, each.headroom) for each in found] == [
        (Result.LEVEL_3, Decimal(-14)),
        (Result.LEVEL_2, Decimal("-5.6")),
    ]


def with_project(tce, gdp=0):
    return STANDING.with_project(INTENSITY, Decimal(tce), Decimal(gdp))


def level(standing, method=SHARE, kind=PeriodKind.YEAR):
    rate = standing.rate_pct(INTENSITY)
    return compute_level(method, INTENSITY, actual_pct=rate, target_pct=Decimal(3), period_kind=kind)


def test_one_more_project_is_stated_in_tonnes_and_turns_the_level():
    more = with_project(100_000)

    # 2,040 over 4,200 = 0.4857: a fall of 2.86 %, short of 3 by less than a tenth of it
    assert (more.energy, more.rate_pct(INTENSITY)) == (Decimal(2040), Decimal("2.86"))
    assert (level(STANDING), level(more)) == (Result.LEVEL_3, Result.LEVEL_2)


def test_a_project_that_brings_product_can_leave_the_level_as_it_is():
    assert level(with_project(100_000, gdp=20)) is Result.LEVEL_3


def test_a_project_within_the_headroom_changes_no_level():
    assert level(with_project(60_000)) is Result.LEVEL_3


def test_a_project_moves_the_published_rate_by_its_energy_and_against_its_product():
    published = STANDING.deciding(Decimal(3))
    tenth = (Decimal(2_030_000), Decimal(420))  # a tenth more of energy, in tonnes, and of product

    neutral = published.with_project(INTENSITY, *tenth).rate_pct(INTENSITY)
    wasteful = published.with_project(INTENSITY, tenth[0], Decimal(0)).rate_pct(INTENSITY)

    assert round(neutral, 10) == Decimal(3)
    assert round(wasteful, 10) == Decimal("-6.7")  # 1 − 0.97 × 1.1
    # a total that grew by 3 % grows by 1.03 × 1.1 − 1, whatever the product
    assert round(published.with_project(TOTAL, *tenth).rate_pct(TOTAL), 10) == Decimal("13.3")


def test_by_sign_only_a_rise_is_level_1():
    # 2,110 over 4,200 = 0.5024: a rise of 0.48 %
    more = with_project(800_000)

    assert more.rate_pct(INTENSITY) == Decimal("-0.48")
    assert level(more, SignMethod(), PeriodKind.HALF) is Result.LEVEL_1


@pytest.mark.parametrize(
    "broken", [{"gdp": Decimal(0)}, {"energy": Decimal(-1)}, {"previous_gdp": Decimal("NaN")}]
)
def test_amounts_that_cannot_be_are_refused(broken):
    amounts = {
        "energy": Decimal(1),
        "gdp": Decimal(1),
        "previous_energy": Decimal(1),
        "previous_gdp": Decimal(1),
    }

    with pytest.raises(ValueError, match="finite amounts above 0"):
        EnergyStanding(**amounts | broken)


amounts = st.decimals(Decimal(1), Decimal(9000), places=2, allow_nan=False, allow_infinity=False)
some_rates = st.decimals(Decimal(-9), Decimal(9), places=2, allow_nan=False, allow_infinity=False)


@given(known=st.tuples(amounts, amounts, amounts, amounts), rate=some_rates,
       subject=st.sampled_from(BarometerSubject))  # fmt: skip
def test_using_up_the_headroom_gives_exactly_the_rate(known, rate, subject):
    standing = EnergyStanding(*known, decimals=None)
    full = EnergyStanding(standing.allowed_energy(subject, rate), *known[1:], decimals=None)

    assert abs(full.rate_pct(subject) - rate) < Decimal("1e-20")
