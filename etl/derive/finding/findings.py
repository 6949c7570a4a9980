"""All findings of a build, in a stable order."""

from collections.abc import Iterator

from etl.catalog.breaks import break_years
from etl.catalog.catalog import Catalog
from etl.derive.finding.agreements import find_agreement
from etl.derive.finding.drivers import KayaSeries, find_decoupling, find_drivers, windows_of
from etl.derive.finding.peaks import find_peak_status
from etl.derive.finding.scenarios import find_peak_scenario
from etl.derive.finding.trends import find_trend
from etl.derive.finding.yearly import YearlyFigures
from etl.derive.finding.years import Years, since_break
from etl.derive.peak import PeakStatus
from etl.model.carbon import CarbonRule, Inventory
from etl.model.finding import Finding


def find_about_carbon(catalog: Catalog, figures: YearlyFigures) -> Iterator[Finding]:
    """Findings about emissions by the declared rules, by inventory and region.

    Args:
        catalog: carbon rules, scenarios, breaks.
        figures: yearly figures of the indicators and series that the rules name.
    """
    for rule in catalog.carbon_rules.values():
        emissions = {
            each.indicator: {code: figures(each.indicator, code) for code in figures.regions(each.indicator)}
            for each in rule.inventories
        }
        for inventory in rule.inventories:
            for region in emissions[inventory.indicator]:
                series = _kaya(rule, inventory, region, figures, catalog)
                yield from _of_series(catalog, rule, inventory, series)
                others = {
                    name: _in_unit_of(catalog, inventory, name, by_region[region])
                    for name, by_region in emissions.items()
                    if name != inventory.indicator and region in by_region
                }
                found = find_agreement(inventory, region, series.carbon, others, rule.agreement_ratio)
                if found is not None:
                    yield found


def find_trends(catalog: Catalog, figures: YearlyFigures) -> Iterator[Finding]:
    """Trend of every indicator that the rules of comparison name, on its newest statistical basis."""
    taken = {each.indicator for rule in catalog.carbon_rules.values() for each in rule.inventories}
    for rule in catalog.comparison_rules.values():
        levels = set(rule.trend_levels)
        for indicator in catalog.indicators.values():
            for region in figures.regions(indicator.id):
                if indicator.id in taken or catalog.regions[region].level not in levels:
                    continue
                series = since_break(
                    figures(indicator.id, region), break_years(catalog, indicator.id, region)
                )
                latest = {year: series[year] for year in list(series)[-rule.trend_years :]}
                found = find_trend(indicator.id, region, latest)
                if found is not None:
                    yield found


def _of_series(
    catalog: Catalog, rule: CarbonRule, inventory: Inventory, series: KayaSeries
) -> Iterator[Finding]:
    """Findings about one inventory of one region alone."""
    region, carbon = series.region, series.carbon
    peak = find_peak_status(
        inventory,
        region,
        is_inferred=catalog.is_inferred(inventory.indicator),
        emissions=carbon,
        real_gdp=series.gdp,
        population=series.population,
        breaks=series.population_breaks,
    )
    yield peak
    trend = find_trend(inventory.indicator, region, carbon, {"inventory": inventory.name})
    if trend is not None:
        yield trend
    windows = windows_of(carbon, rule.windows, rule.latest_years)
    yield from find_decoupling(series, windows)
    yield from find_drivers(series, windows)
    if peak.result != PeakStatus.PEAKED:
        for scenario in catalog.peak_scenarios.values():
            found = find_peak_scenario(scenario, inventory, region, carbon, series.gdp)
            if found is not None:
                yield found


def _kaya(
    rule: CarbonRule, inventory: Inventory, region: str, figures: YearlyFigures, catalog: Catalog
) -> KayaSeries:
    energy: Years = figures(rule.energy, region) if rule.energy else {}
    breaks = break_years(catalog, rule.population, region)
    return KayaSeries(
        inventory.indicator,
        inventory.name,
        region,
        figures(inventory.indicator, region),
        figures(rule.gdp, region),
        figures(rule.population, region),
        energy,
        breaks,
    )


def _in_unit_of(catalog: Catalog, inventory: Inventory, indicator: str, series: Years) -> Years:
    """Another inventory in the unit of this one."""
    own, other = (catalog.units[catalog.indicators[name].unit] for name in (inventory.indicator, indicator))
    factor = float(other.factor_to(own))
    return {year: value * factor for year, value in series.items()}
