"""Rates do not run into a new statistical basis."""

import numpy as np
from msgspec.structs import replace

from etl.derive.breaks import without_rates_into_breaks
from etl.model.series import SeriesBreak
from tests.small import AXES, NAMED, figures, rows_of, values_of

SHENYANG, BENXI = "210100", "210500"
CENSUS = SeriesBreak.read({"first_year": 2020, "except_regions": [SHENYANG], "reason": NAMED})
ONLY_BENXI = SeriesBreak.read({"first_year": 2020, "regions": [BENXI], "reason": NAMED})


def rates(*rows):
    found = figures(*(row[:3] for row in rows))
    published = np.zeros(AXES.shape, dtype=bool)
    for region, period, _, basis in rows:
        published[AXES.period_at[period], AXES.region_at[region]] = basis == "published"
    return replace(found, is_published=published)


kept = values_of


def test_a_change_into_a_new_basis_is_missing_and_says_why():
    # 本溪: 166.9 万人 in 2019, 132.6 by the census of 2020: −20.6 % is no fall of the population
    found = without_rates_into_breaks(rates((BENXI, "2020", -20.6, "computed")), (CENSUS,))

    (row,) = rows_of(found)
    assert (row["status"], row["reason"]) == ("missing", "vintages_differ")
    assert kept(found) == {(BENXI, "2020"): None}


def test_a_region_that_does_not_break_keeps_its_change():
    for declared in (CENSUS, ONLY_BENXI):
        found = without_rates_into_breaks(rates((SHENYANG, "2020", 1.4, "computed")), (declared,))
        assert kept(found) == {(SHENYANG, "2020"): 1.4}


def test_other_years_and_published_rates_stand():
    rows = rates((BENXI, "2019", -0.5, "computed"), (BENXI, "2020", -0.4, "published"))

    assert kept(without_rates_into_breaks(rows, (CENSUS,))) == {(BENXI, "2019"): -0.5, (BENXI, "2020"): -0.4}


def test_a_month_of_the_first_year_compares_two_bases_too():
    found = without_rates_into_breaks(rates((BENXI, "2020M01-05", -3.0, "computed")), (CENSUS,))

    assert kept(found) == {(BENXI, "2020M01-05"): None}
