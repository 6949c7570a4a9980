"""What follows from finished values and judges nothing: findings, peers, ranks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from etl.assess.peak_plans import find_peak_plans
from etl.catalog.catalog import Catalog
from etl.derive.comparison import Peer, Peers, Rank, find_peers, rank_regions
from etl.derive.finding.findings import find_about_carbon, find_trends
from etl.derive.finding.years import YearlyFigures, yearly_of
from etl.model.assessment import IndicatorValue
from etl.model.comparison import ComparisonRule, PeerGroup
from etl.model.finding import Finding, FindingKind, FindingResult
from etl.model.period import Period, PeriodKind
from etl.model.vocabulary import Direction, RegionLevel
from etl.store.write import WarehouseWriter

AllValues = Mapping[str, Mapping[tuple[str, Period], IndicatorValue]]

_OBSERVED_YEARS = """
    SELECT CAST(series AS VARCHAR), CAST(region AS VARCHAR), CAST(CAST(period AS VARCHAR) AS INTEGER), value
    FROM observation
    WHERE vintage = 1 AND value IS NOT NULL AND length(CAST(period AS VARCHAR)) = 4
      AND CAST(series AS VARCHAR) IN (SELECT unnest(?::VARCHAR[]))
"""
_REVISIONS = """
    SELECT CAST(series AS VARCHAR), median(abs(newer - older)) FROM (
        SELECT series, value AS newer,
               lead(value) OVER (PARTITION BY series, region, period, source ORDER BY vintage) AS older
        FROM observation WHERE value IS NOT NULL
    ) WHERE older IS NOT NULL GROUP BY series
"""


def write_findings(writer: WarehouseWriter, catalog: Catalog, values: AllValues) -> None:
    """Findings about emissions, trends and peak plans; peers and ranks of regions."""
    figures = YearlyFigures((*yearly_of(values), *_observed_years(writer, catalog)))
    findings = [
        *find_about_carbon(catalog, figures),
        *find_trends(catalog, figures),
        *find_peak_plans(catalog),
    ]
    peers, about_peers = _peers(catalog, figures)
    rows = [finding.row() for finding in (*findings, *about_peers)]
    writer.insert("finding", pd.DataFrame(rows))
    writer.insert("peer", pd.DataFrame(peers))
    writer.insert("ranking", pd.DataFrame(_ranks(catalog, values, revision_by_indicator(writer, catalog))))


def _observed_years(writer: WarehouseWriter, catalog: Catalog) -> list[tuple[str, str, int, float]]:
    """Yearly figures of the series, not indicators, that a rule names."""
    wanted = {rule.energy for rule in catalog.carbon_rules.values() if rule.energy}
    found: list[tuple[str, str, int, float]] = [
        (series, region, year, value)
        for series, region, year, value in writer.rows(
            _OBSERVED_YEARS, sorted(wanted - catalog.indicators.keys())
        )
    ]
    return found


def revision_by_indicator(writer: WarehouseWriter, catalog: Catalog) -> dict[str, float]:
    """Median size of a revision, for the indicators that are a published figure as it stands."""
    by_series: dict[str, float] = dict(writer.rows(_REVISIONS))
    return {
        indicator.id: by_series[indicator.formula.series]
        for indicator in catalog.indicators.values()
        if indicator.formula.kind == "series" and indicator.formula.series in by_series
    }


def _peers(catalog: Catalog, figures: YearlyFigures) -> tuple[list[dict[str, object]], list[Finding]]:
    """Rows of the table ``peer``, and a finding where a region has none."""
    rows: list[dict[str, object]] = []
    findings: list[Finding] = []
    for rule in catalog.comparison_rules.values():
        for group in rule.groups:
            regions = _regions_of(catalog, group.level)
            for year in _years_of(group, figures, regions):
                found = find_peers(
                    regions,
                    {v.indicator: _at(figures, v.indicator, regions, year, group) for v in group.variables},
                    {v.indicator for v in group.variables if v.logarithm},
                    group.count,
                )
                rows += [_peer_row(peer, year) for each in found.found.values() for peer in each]
                findings += list(_without_peers(rule, group, year, found))
    return rows, findings


def _peer_row(peer: Peer, year: int) -> dict[str, object]:
    return {
        "region": peer.region,
        "year": year,
        "rank": peer.rank,
        "peer": peer.peer,
        "distance": peer.distance,
    }


def _without_peers(rule: ComparisonRule, group: PeerGroup, year: int, found: Peers) -> Iterator[Finding]:
    for region, lacking in found.lacking.items():
        facts = {"lacking": list(lacking), "level": group.level.value}
        yield Finding(FindingKind.PEERS, rule.id, region, str(year), FindingResult.NO_PEERS.value, facts)


def _regions_of(catalog: Catalog, level: RegionLevel) -> list[str]:
    return [
        code
        for code, region in catalog.regions.items()
        if region.level is level and catalog.descends_from(region, catalog.deployment.home)
    ]


def _years_of(group: PeerGroup, figures: YearlyFigures, regions: Iterable[str]) -> list[int]:
    """Years in which at least two regions have every variable of their own year or recent enough."""
    present: set[int] | None = None
    for variable in group.variables:
        years = {year for region in regions for year in figures(variable.indicator, region)}
        covered = {year + later for year in years for later in range(group.latest_within_years + 1)}
        present = covered & years if present is None else present & covered
    return sorted(present or ())


def _at(
    figures: YearlyFigures, indicator: str, regions: Iterable[str], year: int, group: PeerGroup
) -> dict[str, float]:
    """Figures of a year, or the latest one that is recent enough."""
    found: dict[str, float] = {}
    for region in regions:
        series = figures(indicator, region)
        known = [at for at in series if year - group.latest_within_years <= at <= year]
        if known:
            found[region] = series[max(known)]
    return found


def _ranks(
    catalog: Catalog, values: AllValues, revisions: Mapping[str, float]
) -> Iterator[dict[str, object]]:
    """Ranks of every year, and of the latest other periods, within each level."""
    for rule in catalog.comparison_rules.values():
        levels = {code: catalog.regions[code].level for level in rule.ranked_levels
                  for code in _regions_of(catalog, level)}  # fmt: skip
        for name, of_indicator in values.items():
            indicator = catalog.indicators[name]
            if indicator.direction is Direction.WITHIN_RANGE or not indicator.ranked:
                continue
            kept = {
                key: value.value
                for key, value in of_indicator.items()
                if value.value is not None and key[0] in levels and not _is_guarded(rule, values, value)
            }
            for (period, _), of_group in _groups(kept, levels, rule.least_share).items():
                for rank in rank_regions(of_group, indicator.direction, revisions.get(name)):
                    yield _rank_row(name, period, rank)


def _groups(
    kept: Mapping[tuple[str, Period], float], levels: Mapping[str, RegionLevel], least_share: float
) -> dict[tuple[Period, RegionLevel], dict[str, float]]:
    """Values by period and level, where enough regions of the level have one."""
    sizes = Counter(levels.values())
    wanted = _ranked_periods({period for _, period in kept})
    groups: dict[tuple[Period, RegionLevel], dict[str, float]] = {}
    for (region, period), value in kept.items():
        if period in wanted:
            groups.setdefault((period, levels[region]), {})[region] = value
    return {key: values for key, values in groups.items() if len(values) >= least_share * sizes[key[1]]}


def _rank_row(name: str, period: Period, rank: Rank) -> dict[str, object]:
    return {
        "indicator": name,
        "region": rank.region,
        "period": str(period),
        "position": rank.position,
        "ranked": rank.of,
        "tied": rank.tied,
        "best": rank.best,
        "worst": rank.worst,
    }


def _ranked_periods(periods: Iterable[Period]) -> set[Period]:
    """All years and spans, and the latest period of every other kind."""
    whole = (PeriodKind.YEAR, PeriodKind.SPAN)
    latest: dict[PeriodKind, Period] = {}
    ranked: set[Period] = set()
    for period in periods:
        if period.kind in whole:
            ranked.add(period)
        elif period.kind not in latest or latest[period.kind] < period:
            latest[period.kind] = period
    return ranked | set(latest.values())


def _is_guarded(rule: ComparisonRule, values: AllValues, value: IndicatorValue) -> bool:
    """Whether the quantity below a rate is too small, or not known, so that its rank would say nothing."""
    guard = next((each for each in rule.guards if each.indicator == value.indicator), None)
    if guard is None:
        return False
    below = values.get(guard.quantity, {}).get((value.region, value.period))
    return below is None or below.value is None or below.value < guard.least
