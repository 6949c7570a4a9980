"""Every article that numbers can tell something about has an indicator that says it."""

import pytest

from etl.model.vocabulary import Direction

# Articles 3, 5–10, 14, 15, 17, 19, 20 and 21 as the table of articles has them; 11 is the core.
MEASURABLE = ("3", "5", "6", "7", "8", "9", "10", "11", "14", "15", "17", "19", "20", "21")


@pytest.mark.parametrize("number", MEASURABLE)
def test_measurable_article_has_an_indicator_with_unit_direction_and_source(shipped_catalog, number) -> None:
    serving = [each for each in shipped_catalog.indicators.values() if number in each.articles]
    assert serving, f"no indicator serves article {number}"
    for indicator in serving:
        assert indicator.unit in shipped_catalog.units
        assert isinstance(indicator.direction, Direction)


def test_measurable_articles_are_those_that_the_regulation_calls_so(shipped_catalog) -> None:
    called = {
        article.number
        for article in shipped_catalog.regulation.articles
        if article.measurability in {"measurable", "partly", "weakly"}
    }
    assert called == set(MEASURABLE)


def test_series_that_nobody_publishes_names_who_could_deliver_it(shipped_catalog) -> None:
    delivered = {
        series
        for indicator in shipped_catalog.indicators
        if shipped_catalog.sources_of(indicator)
        for series in shipped_catalog.series_of(indicator)
    }
    needed = {
        series
        for indicator in shipped_catalog.indicators.values()
        if set(indicator.articles) & set(MEASURABLE)
        for series in shipped_catalog.series_of(indicator.id)
    }
    silent = {name for name in needed - delivered if shipped_catalog.series[name].delivered_by is None}
    assert silent == set()


def test_scenario_takes_the_national_target_as_a_yearly_rate(shipped_catalog) -> None:
    paths = {path.id: path for path in shipped_catalog.peak_scenarios["peak_paths_2021"].paths}
    # national 15th-plan target: −17 % over five years
    yearly = 100 * (1 - 0.83 ** (1 / 5))
    assert paths["national_intensity_course"].intensity_reduction.start_pct == pytest.approx(
        yearly, abs=0.005
    )
