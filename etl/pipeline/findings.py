"""What follows from finished values and judges nothing: findings, peers, ranks."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from etl.assess.fragility import revision_for
from etl.assess.peak_plans import find_peak_plans
from etl.catalog.catalog import Catalog
from etl.columns import Coded, Columns, together
from etl.derive.comparison import Peer, Peers, Ranks, find_peers, rank_values
from etl.derive.finding.findings import find_about_carbon, find_trends
from etl.derive.finding.yearly import YearlyFigures
from etl.model.comparison import ComparisonRule, PeerGroup
from etl.model.figures import Axes, Figures, Mask, Positions
from etl.model.finding import Finding, FindingKind, FindingResult
from etl.model.period import PeriodKind
from etl.model.vocabulary import Direction, RegionLevel
from etl.pipeline.evidence import evidence_of
from etl.pipeline.values import AllFigures
from etl.store.write import WarehouseWriter


def write_findings(
    writer: WarehouseWriter, catalog: Catalog, observed: AllFigures, values: AllFigures
) -> Columns:
    """Findings about emissions, trends and peak plans; peers and ranks of regions, which are returned."""
    named = {rule.energy for rule in catalog.carbon_rules.values() if rule.energy} - catalog.indicators.keys()
    figures = YearlyFigures({**values, **{name: observed[name] for name in named & observed.keys()}})
    findings = [
        *find_about_carbon(catalog, figures),
        *find_trends(catalog, figures),
        *find_peak_plans(catalog),
    ]
    peers, about_peers = _peers(catalog, figures)
    writer.insert_rows("finding", (finding.row() for finding in (*findings, *about_peers)))
    writer.insert_rows("peer", peers)
    rankings = together(list(_ranks(catalog, values, revision_by_indicator(writer, catalog))))
    writer.append("ranking", rankings)
    return rankings


def revision_by_indicator(writer: WarehouseWriter, catalog: Catalog) -> dict[str, float]:
    """Median size of a revision by indicator: the one that the robustness of its verdicts is told by."""
    sizes = writer.rows("SELECT CAST(series AS VARCHAR), median_absolute, revisions FROM revision_size")
    evidence = evidence_of(sizes, ())
    found = {name: revision_for(catalog, each, evidence) for name, each in catalog.indicators.items()}
    return {name: float(each.size) for name, each in found.items() if each is not None}


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


def _ranks(catalog: Catalog, values: AllFigures, revisions: Mapping[str, float]) -> Iterator[Columns]:
    """Ranks of every year, and of the latest other periods, within each level."""
    for rule in catalog.comparison_rules.values():
        levels = [_positions_of(catalog, level) for level in rule.ranked_levels]
        for name, figures in values.items():
            indicator = catalog.indicators[name]
            if indicator.direction is Direction.WITHIN_RANGE or not indicator.ranked:
                continue
            kept = figures.is_known & _is_not_guarded(rule, values, name, figures)
            kept[:, np.setdiff1d(np.arange(kept.shape[1]), np.concatenate(levels))] = False
            for period in _ranked_periods(figures.axes, kept):
                for regions in levels:
                    ranked = regions[kept[period, regions]]
                    if len(ranked) and len(ranked) >= rule.least_share * len(regions):
                        numbers = figures.value[period, ranked]
                        ranks = rank_values(numbers, indicator.direction, revisions.get(name))
                        yield _rank_rows(catalog, name, figures.axes, period, regions=ranked, ranks=ranks)


def _positions_of(catalog: Catalog, level: RegionLevel) -> Positions:
    wanted = set(_regions_of(catalog, level))
    return np.asarray([at for at, code in enumerate(catalog.regions) if code in wanted], dtype=np.intp)


def _rank_rows(
    catalog: Catalog, name: str, axes: Axes, period: int, *, regions: Positions, ranks: Ranks
) -> Columns:
    size = len(regions)
    nothing = np.full(size, np.nan)
    return Columns(
        {
            "indicator": Coded.all_alike(name, size, tuple(catalog.indicators)),
            "region": Coded(regions, axes.regions),
            "period": Coded(np.full(size, period), axes.names),
            "position": ranks.position,
            "ranked": np.full(size, size),
            "tied": ranks.tied,
            "best": nothing if ranks.best is None else ranks.best,
            "worst": nothing if ranks.worst is None else ranks.worst,
        }
    )


def _ranked_periods(axes: Axes, kept: Mask) -> list[int]:
    """All years and spans, and the latest period of every other kind."""
    latest: dict[PeriodKind, int] = {}
    ranked: list[int] = []
    for at in np.flatnonzero(kept.any(axis=1)).tolist():
        kind = axes.periods[at].kind
        if kind in (PeriodKind.YEAR, PeriodKind.SPAN):
            ranked.append(at)
        else:
            latest[kind] = at
    return ranked + list(latest.values())


def _is_not_guarded(rule: ComparisonRule, values: AllFigures, name: str, figures: Figures) -> Mask:
    """Where the quantity below a rate is known and large enough, so that its rank says something."""
    guard = next((each for each in rule.guards if each.indicator == name), None)
    if guard is None:
        return np.ones(figures.axes.shape, dtype=bool)
    if guard.quantity not in values:
        return np.zeros(figures.axes.shape, dtype=bool)
    return np.asarray(values[guard.quantity].value >= guard.least, dtype=bool)
