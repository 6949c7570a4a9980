"""A changed threshold: who would enter or leave each level; nothing is stored, the declared version stays."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from etl.assess.what_if import LevelChange, last_years, what_if_rule_changed
from etl.model.assessment import IndicatorValue
from etl.model.period import Period
from etl.model.rule import GapShareMethod
from etl.model.vocabulary import Basis, Bound, Nature, Result, Status
from tests import small

SHENYANG, ANSHAN = "210100", "210300"
INTENSITY = small.indicator(
    "change",
    {"kind": "series", "series": "c"},
    assessment={"kind": "barometer", "quantity": "intensity", "published_level": "light"},
)
# a published target of the year: a fall of 3 % at least
TARGETS = tuple(
    small.target(region, "change", -3, end=year, comparator="at_most")
    for region in (SHENYANG, ANSHAN)
    for year in (2017, 2023)
)


@pytest.fixture(scope="module")
def gap10(shipped_catalog):
    return shipped_catalog.barometer_rules["ndrc_gap10"]


def values(**by_region):
    found = {}
    for region, of_years in by_region.items():
        for year, figure in of_years.items():
            kept = (Status.FINAL, None, Basis.PUBLISHED, Nature.OFFICIAL, Bound.EXACT)
            when = Period.of_year(year)
            found[region[1:], when] = IndicatorValue("change", region[1:], when, figure, *kept)
    return found


FIGURES = values(r210100={2017: -2.5, 2023: -2.5}, r210300={2023: -2.8})


def replay(gap10, tolerance, **more):
    catalog = small.catalog(indicators=(INTENSITY,), targets=TARGETS, rules=(gap10,))
    changed = replace(gap10, intensity=GapShareMethod(tolerance_share=Decimal(tolerance)))
    regions = [catalog.regions[code] for code in (SHENYANG, ANSHAN)]
    return what_if_rule_changed(catalog, INTENSITY, changed, regions=regions, values=FIGURES, **more)


def test_a_wider_tolerance_lets_regions_leave_the_worst_level(gap10):
    found = replay(gap10, "0.2")

    # 2.5 against 3: short by 16.7 % of the target
    assert [(move.region, str(move.period), move.before, move.after) for move in found.moves] == [
        (SHENYANG, "2023", Result.LEVEL_1, Result.LEVEL_2)
    ]
    assert found.changes() == (
        LevelChange(Period.parse("2023"), Result.LEVEL_1, (), (SHENYANG,)),
        LevelChange(Period.parse("2023"), Result.LEVEL_2, (SHENYANG,), ()),
    )


def test_a_narrower_one_lets_them_enter(gap10):
    moves = replay(gap10, "0.05").moves

    assert [(move.region, move.after) for move in moves] == [(ANSHAN, Result.LEVEL_1)]


def test_the_same_threshold_moves_nobody_and_the_declared_version_stays(gap10):
    found = replay(gap10, "0.1")

    assert (found.moves, found.changes(), found.judged) == ((), (), 2)
    assert gap10.intensity.tolerance_share == Decimal("0.1")


def test_any_period_can_be_replayed(gap10):
    moves = replay(gap10, "0.2", periods=[Period.of_year(2017)]).moves

    assert [(move.region, str(move.period)) for move in moves] == [(SHENYANG, "2017")]


def test_only_the_last_five_years_count_unless_others_are_named():
    years = [Period.of_year(year) for year in range(2015, 2024)]

    assert sorted(last_years(years)) == years[-5:]
    assert list(last_years([])) == []


def test_what_no_barometer_judges_is_refused(gap10):
    plain = small.indicator("plain", {"kind": "series", "series": "c"})
    catalog = small.catalog(indicators=(plain,), rules=(gap10,))

    with pytest.raises(ValueError, match="not judged by a barometer"):
        what_if_rule_changed(catalog, plain, gap10, regions=[], values={})
