"""Which regions, indicator and period a page shows where its address leaves them open: by coverage."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from dashboard.selection import NOT_FOUND, AddressError, Selection
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel, Result
from etl.store.rows import AssessmentRow, ValueRow

_DOWNWARDS: Final = (RegionLevel.NATION, RegionLevel.PROVINCE, RegionLevel.CITY, RegionLevel.COUNTY)
_FEWEST_TO_COMPARE: Final = 2


class Scope(Struct, frozen=True):
    """The regions that stand beside each other.

    Attributes:
        parent: the region that they lie in.
        level: their level.
        regions: all of them, with data or not.
        units: reporting units without a code in the same place: in tables, in no rank, on no map.
    """

    parent: Region
    level: RegionLevel
    regions: tuple[Region, ...]
    units: tuple[Region, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of the regions."""
        return tuple(region.code for region in self.regions)


class Choice(Struct, frozen=True):
    """What a page shows.

    Attributes:
        scope: the regions.
        indicator: the indicator.
        period: the period; None where the indicator has no figure anywhere.
        periods: periods with a figure or a level in the scope, latest first; else those with one anywhere.
        is_named: whether the address names the indicator.
        with_data: regions of the scope with a figure or level, by indicator, in its best covered period.
    """

    scope: Scope
    indicator: Indicator
    period: Period | None
    periods: tuple[Period, ...]
    is_named: bool
    with_data: dict[str, int]


def scope_of(catalog: Catalog, parent_code: str, indicator: Indicator | None = None) -> Scope:
    """The regions below one, at the highest level that an indicator exists for.

    Raises:
        AddressError: there is no such region, or nothing lies below it (404).
    """
    parent = catalog.regions.get(parent_code)
    if parent is not None:
        for level in _levels_below(parent, indicator):
            regions = tuple(_below(catalog, parent, level))
            if regions:
                return Scope(parent, level, regions, _units_below(catalog, parent))
    raise AddressError("unknown_place", found=parent_code, status=NOT_FOUND)


def comparable_scopes(
    catalog: Catalog, indicator: Indicator, values: Iterable[ValueRow]
) -> tuple[Scope, ...]:
    """The parts of the home region, and its peers where enough of them have the indicator to be compared.

    Args:
        catalog: the declarations.
        indicator: the indicator.
        values: all its values.
    """
    home = catalog.home
    parts = scope_of(catalog, home.code, indicator)
    if home.level not in indicator.levels or home.parent is None:
        return (parts,)
    peers = scope_of(catalog, home.parent, indicator)
    return (parts, peers) if _covered(peers, values) >= _FEWEST_TO_COMPARE else (parts,)


def _covered(scope: Scope, values: Iterable[ValueRow]) -> int:
    inside = set(scope.codes)
    return len({row.region for row in values if row.value is not None and row.region in inside})


def choose_scope(
    catalog: Catalog, indicator: Indicator, values: Sequence[ValueRow], selection: Selection
) -> Scope:
    """The scope of the address, else the parts of the home region, else its peers if the parts lack it.

    Args:
        catalog: the declarations.
        indicator: the indicator.
        values: all its values.
        selection: what the address says.
    """
    if selection.parent is not None:
        return scope_of(catalog, selection.parent, indicator)
    parts, *peers = comparable_scopes(catalog, indicator, values)
    return peers[0] if peers and not _covered(parts, values) else parts


def choose(
    catalog: Catalog,
    scope: Scope,
    values: Sequence[ValueRow],
    assessments: Sequence[AssessmentRow],
    selection: Selection,
) -> Choice:
    """Indicator and period: those of the address, else by coverage among the regions shown.

    Args:
        catalog: the declarations.
        scope: the regions shown.
        values: values to choose from; those of other regions give the periods where these have none.
        assessments: assessments to choose from.
        selection: what the address says.

    Raises:
        AddressError: the catalogue has no such indicator (404).
    """
    coverage = _coverage(scope, values, assessments)
    if selection.indicator is not None:
        indicator = indicator_of(catalog, selection.indicator)
    else:
        indicator = _best_covered(catalog, scope, values, selection.period)
    periods = _latest_first(coverage.get(indicator.id, ())) or _latest_first(_anywhere(indicator, values))
    figures = _coverage(scope, values, ()).get(indicator.id) or _anywhere(indicator, values)
    return Choice(
        scope=scope,
        indicator=indicator,
        period=selection.period or _fullest(figures) or _fullest(coverage.get(indicator.id, Counter())),
        periods=periods,
        is_named=selection.indicator is not None,
        with_data={name: max(counts.values()) for name, counts in coverage.items()},
    )


def indicator_of(catalog: Catalog, indicator_id: str) -> Indicator:
    """The indicator that an address names.

    Raises:
        AddressError: the catalogue has no such indicator (404).
    """
    if indicator_id not in catalog.indicators:
        raise AddressError("unknown_place", found=indicator_id, status=NOT_FOUND)
    return catalog.indicators[indicator_id]


# ── regions ────────────────────────────────────────────────────────────────────────────────────────────
def _levels_below(parent: Region, indicator: Indicator | None) -> tuple[RegionLevel, ...]:
    if parent.level not in _DOWNWARDS:
        return ()
    below = _DOWNWARDS[_DOWNWARDS.index(parent.level) + 1 :]
    fitting = tuple(level for level in below if indicator is None or level in indicator.levels)
    return fitting or below[:1]


def _below(catalog: Catalog, parent: Region, level: RegionLevel) -> Iterable[Region]:
    for child in catalog.children(parent.code):
        if child.level is level:
            yield child
        elif child.level in _DOWNWARDS:
            yield from _below(catalog, child, level)


def _units_below(catalog: Catalog, parent: Region) -> tuple[Region, ...]:
    if parent.level is RegionLevel.NATION:
        return ()
    return tuple(
        region
        for region in catalog.regions.values()
        if region.level is RegionLevel.UNIT and catalog.descends_from(region, parent.code)
    )


# ── coverage ───────────────────────────────────────────────────────────────────────────────────────────
def _coverage(
    scope: Scope, values: Iterable[ValueRow], assessments: Iterable[AssessmentRow]
) -> dict[str, Counter[str]]:
    """How many regions of the scope have a figure or a level, by indicator and period."""
    inside = set(scope.codes)
    covered = {
        (row.indicator, row.period, row.region)
        for row in values
        if row.value is not None and row.region in inside
    } | {
        (row.indicator, row.period, row.region)
        for row in assessments
        if row.result != Result.UNASSESSED and row.region in inside
    }
    counts: dict[str, Counter[str]] = {}
    for indicator, period, _ in covered:
        counts.setdefault(indicator, Counter())[period] += 1
    return counts


def _anywhere(indicator: Indicator, values: Iterable[ValueRow]) -> Counter[str]:
    return Counter(row.period for row in values if row.indicator == indicator.id and row.value is not None)


def _latest_first(periods: Iterable[str]) -> tuple[Period, ...]:
    return tuple(sorted(map(Period.parse, periods), reverse=True))


def _fullest(counts: Counter[str]) -> Period | None:
    """The period with most regions, the latest among equals."""
    return max(map(Period.parse, counts), key=lambda period: (counts[str(period)], period), default=None)


def _best_covered(
    catalog: Catalog, scope: Scope, values: Sequence[ValueRow], period: Period | None
) -> Indicator:
    """The first start indicator that most regions have; else the best covered indicator of all."""
    counts = _coverage(scope, values, ())
    telling = _telling(scope, values)
    regions = {
        name: periods[str(period)] if period else max(periods.values())
        for name, periods in counts.items()
        if name in telling
    }
    for name in catalog.deployment.start_indicators:
        if 2 * regions.get(name, 0) > len(scope.regions):
            return catalog.indicators[name]
    if not regions:
        return catalog.indicators[catalog.deployment.start_indicators[0]]
    latest = {name: max(_latest_first(counts[name])) for name in regions}
    in_order = [name for name in catalog.indicators if name in regions]  # the first of equals is chosen
    return catalog.indicators[max(in_order, key=lambda name: (regions[name], latest[name]))]


def _telling(scope: Scope, values: Iterable[ValueRow]) -> set[str]:
    """Indicators that differ between regions in some period: what is the same everywhere ranks nobody."""
    inside = set(scope.codes)
    seen: dict[tuple[str, str], set[float]] = {}
    for row in values:
        if row.value is not None and row.region in inside:
            seen.setdefault((row.indicator, row.period), set()).add(row.value)
    return {indicator for (indicator, _), figures in seen.items() if len(figures) > 1}
