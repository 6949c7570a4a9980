"""County and monthly values of dual control are estimates, whoever states them (methods §1.4)."""

import numpy as np
import pytest
from msgspec.structs import replace

from etl.derive.estimates import mark_estimates
from etl.model.figures import NATURE_RANKS
from etl.model.indicator import Estimated
from etl.model.vocabulary import RegionLevel
from tests import small

LEVELS = [{"210100": RegionLevel.CITY, "210106": RegionLevel.COUNTY}.get(code) for code in small.AXES.regions]
DUAL_CONTROL = Estimated(levels=(RegionLevel.COUNTY,), months=True)


def nature(region, period, estimated=DUAL_CONTROL, stated="official"):
    figures = small.figures((region, period, 1.0))
    figures = replace(
        figures, nature=np.where(figures.is_there, np.int8(NATURE_RANKS.index(stated)), figures.nature)
    )
    (row,) = small.rows_of(mark_estimates(figures, estimated, LEVELS))
    return row["nature"]


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
