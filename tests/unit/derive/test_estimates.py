"""County and monthly values of dual control are estimates, whoever states them (methods §1.4)."""

import narwhals as nw
import pandas as pd
import pytest

from etl.derive.estimates import mark_estimates
from etl.derive.figures import NATURE_RANKS
from etl.model.indicator import Estimated
from etl.model.vocabulary import RegionLevel
from tests import small

PLACES = nw.from_native(pd.DataFrame({"region": ["210100", "210106"], "level": ["city", "county"]})).lazy()
DUAL_CONTROL = Estimated(levels=(RegionLevel.COUNTY,), months=True)


def nature(region, period, estimated=DUAL_CONTROL, stated="official"):
    figures = small.figures((region, period, 1.0)).with_columns(
        nature_rank=nw.lit(NATURE_RANKS.index(stated))
    )
    marked = mark_estimates(figures, estimated, PLACES).collect("pandas").to_native()
    return NATURE_RANKS[marked["nature_rank"].iloc[0]]


@pytest.mark.parametrize(
    ("region", "period", "said"),
    [
        ("210100", "2023", "official"),
        ("210100", "2023Q1-3", "official"),
        ("210100", "2023M01-05", "estimated"),
        ("210100", "2023M05", "estimated"),
        ("210106", "2023", "estimated"),
    ],
)
def test_counties_and_months_say_that_they_are_estimates(region, period, said):
    assert nature(region, period) == said


def test_a_weaker_nature_stays_as_it_is():
    assert nature("210106", "2023", stated="demonstration") == "demonstration"


def test_where_nothing_is_declared_nothing_changes():
    assert nature("210106", "2023M05", estimated=None) == "official"


def test_the_shipped_rates_of_dual_control_declare_it(shipped_catalog):
    for name in ("energy_intensity_change", "energy_consumption_growth", "energy_intensity_change_assessed"):
        assert shipped_catalog.indicators[name].estimated == DUAL_CONTROL
