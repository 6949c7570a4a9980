"""Two values are compared on one basis and of one scope only."""

from dashboard.views.comparison.comparable import is_comparable
from tests.unit.dashboard.rows import value


def pair(indicator, region, first, last, **of_first):
    return value(indicator, region, first, 1.0, **of_first), value(indicator, region, last, 2.0)


def test_nothing_is_compared_across_the_break_of_a_region_itself(shipped_catalog):
    # 沈阳 is revised from 2015 on, 大连 from 2019 on, the others stand on the census from 2020 on
    for region, year in (("210100", 2015), ("210200", 2019), ("210500", 2020)):
        for indicator in ("population", "gdp_per_capita"):
            into = pair(indicator, region, str(year - 1), str(year))
            after = pair(indicator, region, str(year), str(year + 1))
            assert not is_comparable(shipped_catalog, *into)
            assert is_comparable(shipped_catalog, *after)


def test_gdp_of_liaoyang_is_not_compared_between_its_communiques_and_the_panel(shipped_catalog):
    assert not is_comparable(shipped_catalog, *pair("gdp", "211000", "2018", "2019"))
    assert is_comparable(shipped_catalog, *pair("gdp", "210300", "2018", "2019"))


def test_gdp_at_constant_prices_rests_on_growth_and_does_not_break_with_the_level(shipped_catalog):
    assert is_comparable(shipped_catalog, *pair("gdp_constant_2020", "211000", "2018", "2019"))


def test_a_count_of_the_first_three_batches_does_not_grow_into_a_count_of_all(shipped_catalog):
    counts = pair("little_giant_count", "210000", "2022M07", "2024M07", note="前三批")

    assert not is_comparable(shipped_catalog, *counts)
