"""The rows that the panels of 碳达峰 share: one inventory, an "as of" year, regions with statuses."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from dashboard.selection import NOT_FOUND, AddressError, Selection
from dashboard.views.carbon.peak import Peak, peak_of, read_peak
from dashboard.views.value_words import Doubts
from etl.catalog.breaks import break_years
from etl.catalog.catalog import Catalog
from etl.derive.finding.peaks import find_peak_status
from etl.derive.finding.years import Years
from etl.derive.peak import PeakStatus
from etl.model.carbon import CarbonRule, Inventory
from etl.model.indicator import Indicator
from etl.model.period import Period, PeriodKind
from etl.model.region import Region
from etl.model.rounding import PERCENT
from etl.model.vocabulary import RegionLevel
from etl.store.rows import FindingRow, ValueRow

KINDS: Final = ("peak_status", "trend", "decoupling", "drivers", "agreement", "peak_scenario", "peak_plan")
PACE_YEARS: Final = 5

Key = tuple[str, str]
"""Inventory's indicator, region."""


class Rows(Struct, frozen=True):
    """What the build holds about emissions: values by indicator, region and year, and all findings."""

    values: Sequence[ValueRow]
    findings: Sequence[FindingRow]


class CarbonScene(Struct, frozen=True):
    """What the page speaks of.

    Attributes:
        rule: how emissions are looked at.
        inventory: the one inventory that the page speaks of; never added to another.
        inventories: those with any figure in the place, in the order of the rule.
        levels: levels of regions that the inventory has figures of.
        regions: every region of the level, with figures or not.
        as_of: the year up to which figures count; None for each region's own last one.
        years: years that can be chosen for it, latest first.
        window: years of change over which decoupling and drivers are told.
        windows: those with a finding, the best covered first.
        series: emissions by year up to ``as_of``, of every inventory and region.
        peaks: the statuses made of them.
        findings: of the kinds of the page, no later than ``as_of``.
        used: ids of all sources that sent files.
        sources: those of them with the inventory's figures.
        doubts: which of the values are challenged.
    """

    catalog: Catalog
    rule: CarbonRule
    inventory: Inventory
    inventories: tuple[Inventory, ...]
    level: RegionLevel
    levels: tuple[RegionLevel, ...]
    regions: tuple[Region, ...]
    focus: Region
    as_of: int | None
    years: tuple[int, ...]
    window: Period | None
    windows: tuple[Period, ...]
    series: Mapping[Key, Years]
    peaks: Mapping[Key, Peak]
    findings: Sequence[FindingRow]
    used: frozenset[str] = frozenset()
    sources: tuple[str, ...] = ()
    doubts: Doubts = field(default_factory=Doubts)

    @property
    def home(self) -> Region:
        """The home region."""
        return self.catalog.home

    @property
    def indicator(self) -> Indicator:
        """The indicator that holds the inventory's totals."""
        return self.catalog.indicators[self.inventory.indicator]

    @property
    def known(self) -> tuple[Region, ...]:
        """Regions of the level with figures of the inventory."""
        return tuple(region for region in self.regions if self.peak(region) is not None)

    @property
    def silent(self) -> tuple[Region, ...]:
        """Regions of the level without any."""
        return tuple(region for region in self.regions if self.peak(region) is None)

    def peak(self, region: Region, inventory: str | None = None) -> Peak | None:
        """The status of a region by the inventory of the page, or by another."""
        return self.peaks.get((inventory or self.inventory.indicator, region.code))

    @property
    def others(self) -> tuple[Inventory, ...]:
        """The other inventories that tell of regions of this level."""
        known = {name for name, code in self.peaks if self.catalog.regions[code].level is self.level}
        return tuple(each for each in self.inventories if each != self.inventory and each.indicator in known)

    def with_status(self, *statuses: str) -> tuple[Region, ...]:
        """Regions of the level that have one of some statuses."""
        found = ((region, self.peak(region)) for region in self.known)
        return tuple(region for region, peak in found if peak is not None and peak.word in statuses)

    def emissions(self, region: Region) -> Years:
        """Emissions of the inventory by year."""
        return self.series.get((self.inventory.indicator, region.code), {})

    def doubt(self, region: Region, year: int, lang: str, indicator: str | None = None) -> str:
        """The mark of an open challenge on a figure of the inventory of the page, or of another."""
        return self.doubts.mark(indicator or self.inventory.indicator, region.code, year, lang)

    def found(self, kind: str, region: Region, period: Period | None = None) -> FindingRow | None:
        """The finding of the inventory about a region, of a period if one is given."""
        for row in self.findings:
            is_own = (row.kind, row.subject, row.region) == (kind, self.inventory.indicator, region.code)
            if is_own and period in {None, Period.parse(row.period) if row.period else None}:
                return row
        return None


def carbon_rule(catalog: Catalog) -> CarbonRule | None:
    """The latest declaration of how emissions are looked at; None where a deployment has none."""
    return max(catalog.carbon_rules.values(), key=lambda rule: str(rule.valid_from), default=None)


def indicator_ids(rule: CarbonRule) -> tuple[str, ...]:
    """Ids of the indicators that the scene is made of."""
    return (*(each.indicator for each in rule.inventories), rule.gdp, rule.population)


def region_codes(catalog: Catalog) -> tuple[str, ...]:
    """The home region, its cities and counties."""
    home = catalog.home
    below = (each for level in (RegionLevel.CITY, RegionLevel.COUNTY) for each in _below(catalog, level))
    return (home.code, *(region.code for region in below))


def build_scene(
    catalog: Catalog, rule: CarbonRule, rows: Rows, selection: Selection, *, used: Collection[str] = ()
) -> CarbonScene | None:
    """The scene of a selection; None where no inventory has a figure.

    Args:
        catalog: the declarations.
        rule: how emissions are looked at.
        rows: values and findings of the place.
        selection: what the address says.
        used: ids of the sources that files came from.

    Raises:
        AddressError: the address names an inventory or region that is none of these (404).
    """
    as_of = selection.period.end_year if selection.period else None
    yearly = _yearly(rows.values)
    ids = {each.indicator for each in rule.inventories}
    present = {name for name, _ in yearly} & ids
    inventories = tuple(each for each in rule.inventories if each.indicator in present)
    if not inventories:
        return None
    inventory = _inventory(catalog, inventories, yearly, selection)
    levels = _levels(catalog, inventory, yearly)
    level = next((each for each in levels if each.value == selection.level), levels[0])
    regions = tuple(_below(catalog, level))
    series = {key: _until(years, as_of) for key, years in yearly.items() if key[0] in ids}
    findings = [row for row in rows.findings if row.subject in {*ids, "carbon_peak"}]
    peaks = _stored(findings) if as_of is None else _as_of(catalog, rule, yearly, series)
    own = {year for (name, code), years in yearly.items() if name == inventory.indicator for year in years}
    told = [row for row in findings if _is_by(row, as_of)]
    windows = _windows(told, inventory)
    scene = CarbonScene(
        catalog=catalog, rule=rule, inventory=inventory, inventories=inventories, level=level, levels=levels,
        regions=regions, focus=catalog.home, as_of=as_of, years=tuple(sorted(own, reverse=True)),
        window=selection.window if selection.window in windows else next(iter(windows), None),
        windows=windows, series={key: years for key, years in series.items() if years}, peaks=peaks,
        findings=told,
        used=frozenset(used),
        sources=tuple(name for name in catalog.sources_of(inventory.indicator) if name in used),
        doubts=Doubts(rows.values),
    )  # fmt: skip
    return replace(scene, focus=_focus(scene, selection.region))


# ── how far a region is from a peak ────────────────────────────────────────────────────────────────────
def pace_of(scene: CarbonScene, region: Region) -> float | None:
    """Mean yearly change of emissions over the last five observed years, per cent; None without both ends."""
    years = scene.emissions(region)
    last = max(years, default=0)
    first = years.get(last - PACE_YEARS)
    if not first or last not in years:
        return None
    return (math.pow(years[last] / first, 1 / PACE_YEARS) - 1) * PERCENT


def furthest_from_peak(scene: CarbonScene) -> tuple[Region, ...]:
    """Regions that rebound, then those not peaked whose emissions grew; the fastest growing first."""
    found = []
    for region in scene.known:
        peak, pace = scene.peak(region), pace_of(scene, region)
        if peak is None:
            continue
        rebounds = peak.status is PeakStatus.REBOUNDING
        if rebounds or (peak.status is PeakStatus.NOT_PEAKED and pace is not None and pace > 0):
            found.append((not rebounds, -(pace or 0.0), region.code, region))
    return tuple(each[-1] for each in sorted(found, key=lambda each: each[:-1]))


# ── rows → scene ───────────────────────────────────────────────────────────────────────────────────────
def _below(catalog: Catalog, level: RegionLevel) -> Iterable[Region]:
    cities = catalog.children(catalog.home.code, RegionLevel.CITY)
    if level is RegionLevel.CITY:
        return cities
    return (each for city in cities for each in catalog.children(city.code, RegionLevel.COUNTY))


def _yearly(values: Iterable[ValueRow]) -> dict[Key, dict[int, float]]:
    found: dict[Key, dict[int, float]] = {}
    for row in values:
        if row.value is not None and row.period.isdecimal():
            found.setdefault((row.indicator, row.region), {})[int(row.period)] = row.value
    return {key: dict(sorted(years.items())) for key, years in found.items()}


def _until(years: Years, as_of: int | None) -> Years:
    return years if as_of is None else {year: value for year, value in years.items() if year <= as_of}


def _inventory(
    catalog: Catalog, inventories: Sequence[Inventory], yearly: Mapping[Key, Years], selection: Selection
) -> Inventory:
    """The inventory of the address; else the first of the rule that tells of cities."""
    if selection.inventory is not None:
        for each in inventories:
            if each.indicator == selection.inventory:
                return each
        raise AddressError("unknown_place", found=selection.inventory, status=NOT_FOUND)
    with_cities = (each for each in inventories if RegionLevel.CITY in _levels(catalog, each, yearly))
    return next(with_cities, inventories[0])


def _levels(catalog: Catalog, inventory: Inventory, yearly: Mapping[Key, Years]) -> tuple[RegionLevel, ...]:
    known = {catalog.regions[code].level for name, code in yearly if name == inventory.indicator}
    found = tuple(level for level in (RegionLevel.CITY, RegionLevel.COUNTY) if level in known)
    return found or (RegionLevel.CITY,)


def _stored(findings: Iterable[FindingRow]) -> dict[Key, Peak]:
    return {(row.subject, row.region): read_peak(row) for row in findings if row.kind == "peak_status"}


def _as_of(
    catalog: Catalog, rule: CarbonRule, yearly: Mapping[Key, Years], series: Mapping[Key, Years]
) -> dict[Key, Peak]:
    """The statuses that the figures up to a year give, by the method that made the stored ones."""
    inventories = {each.indicator: each for each in rule.inventories}
    return {
        (name, code): peak_of(
            find_peak_status(
                inventories[name],
                code,
                is_inferred=catalog.is_inferred(name),
                emissions=years,
                real_gdp=yearly.get((rule.gdp, code), {}),
                population=yearly.get((rule.population, code), {}),
                breaks=break_years(catalog, rule.population, code),
            )
        )
        for (name, code), years in series.items()
        if years
    }


def _is_by(row: FindingRow, as_of: int | None) -> bool:
    """Whether a finding tells of nothing later than the year; scenarios begin after it, plans have none."""
    if as_of is None or row.kind == "peak_plan":
        return True
    period = Period.parse(row.period)
    return (period.start_year - 1 if row.kind == "peak_scenario" else period.end_year) <= as_of


def _windows(findings: Iterable[FindingRow], inventory: Inventory) -> tuple[Period, ...]:
    """Windows of years with a decoupling, the best covered first, of those the latest."""
    covered = Counter(
        Period.parse(row.period)
        for row in findings
        if row.kind == "decoupling" and row.subject == inventory.indicator
    )
    spans = (each for each in covered if each.kind is PeriodKind.SPAN)
    return tuple(sorted(spans, key=lambda each: (covered[each], each.end_year, each.years), reverse=True))


def _focus(scene: CarbonScene, code: str | None) -> Region:
    """The region of the address, else the one furthest from a peak, else the home region."""
    if code is not None:
        region = scene.catalog.regions.get(code)
        if region is None or not scene.catalog.descends_from(region, scene.home.code):
            raise AddressError("unknown_place", found=code, status=NOT_FOUND)
        return region
    behind = furthest_from_peak(scene)
    return behind[0] if behind else scene.home
