"""How emissions are looked at: inventories, windows of years, scenarios, and who has issued a peak plan."""

from decimal import Decimal
from typing import Annotated, Literal

from msgspec import Meta

from etl.model.base import Bilingual, Declaration, Identifier, Text
from etl.model.bounds import Count, ExactPercent, OneOrMore, PositiveExact
from etl.model.period import Period, PeriodKind
from etl.model.rounding import PERCENT
from etl.model.source import Published

Mark = Literal["unverified", "design"]
FEWEST_PATHS = 3
CO2_PER_CARBON = (44, 12)  # molar masses


class Inventory(Declaration):
    """One emission inventory; inventories disagree and are never mixed.

    Attributes:
        indicator: id of the indicator that holds its totals.
        name: how a verdict names it.
        purchased_electricity: whether emissions of purchased electricity are inside; None where
            nothing says so.
        basis: where that is stated.
    """

    indicator: Identifier
    name: Text
    purchased_electricity: bool | None
    basis: str | None = None


class CarbonRule(Declaration):
    """A dated declaration of what is found out about emissions.

    Attributes:
        gdp: indicator of GDP at constant prices.
        population: indicator of the resident population.
        energy: indicator or series of total energy consumption; drivers include it wherever it is there.
        windows: spans of years of change for decoupling and drivers.
        latest_years: further windows, so many years up to the last observed one.
        agreement_ratio: inventories whose ratios all stay below this factor agree, as a number above 1.
    """

    id: Identifier
    name: Bilingual
    valid_from: Published
    inventories: OneOrMore[Inventory]
    gdp: Identifier
    population: Identifier
    energy: Identifier | None = None
    windows: tuple[Period, ...] = ()
    latest_years: tuple[int, ...] = ()
    agreement_ratio: Annotated[float, Meta(gt=1)]
    documents: OneOrMore[str]
    mark: Mark | None = None
    note: Bilingual | None = None

    def __post_init__(self) -> None:
        if any(window.kind is not PeriodKind.SPAN for window in self.windows):
            msg = "windows are spans of years, such as 2016/2020"
            raise ValueError(msg)


class RateCourse(Declaration):
    """A yearly rate in per cent that moves by so many points a year, between a floor and a ceiling.

    Attributes:
        start_pct: rate of the first year; None for the region's own pace of the last years.
        step_pp: change of the rate per year in percentage points.
        least_pct: the rate never falls below.
        most_pct: the rate never rises above.
    """

    start_pct: float | None = None
    step_pp: float = 0.0
    least_pct: float | None = None
    most_pct: float | None = None


class PathAssumption(Declaration):
    """One path of the fan: growth of real GDP and reduction of CO2 per GDP, both in per cent a year."""

    id: Identifier
    name: Bilingual
    gdp_growth: RateCourse
    intensity_reduction: RateCourse


class PeakScenario(Declaration):
    """Declared assumptions under which a peak is looked for: always a fan of paths, never one path.

    Attributes:
        own_pace_years: years over which a region's own pace is taken.
        horizon: last year of the paths.
    """

    id: Identifier
    name: Bilingual
    own_pace_years: Count
    horizon: int
    paths: Annotated[tuple[PathAssumption, ...], Meta(min_length=FEWEST_PATHS)]
    mark: Mark
    note: Bilingual

    def __post_init__(self) -> None:
        if len({path.id for path in self.paths}) < len(self.paths):
            msg = "two paths of a fan have the same id"
            raise ValueError(msg)


class PeakPlan(Declaration):
    """Whether a region has issued its plan for carbon peaking (碳达峰实施方案).

    Attributes:
        issued: whether it has; a region that no row names is ``not_collected``.
        document: title or 文号, as far as known.
        published: when it was issued or reported.
    """

    region: str
    issued: bool
    document: str | None = None
    published: Published | None = None
    source: Text
    mark: Mark | None = None


class FuelFactor(Declaration):
    """Factors of one fuel: CO2 = activity × NCV × carbon content × oxidation × 44/12.

    Attributes:
        id: spelled-out name of the fuel.
        unit: unit of the activity, such as ``tonne``.
        ncv_gj: net calorific value, GJ per unit.
        carbon_t_per_gj: carbon content, t C per GJ.
        oxidation_pct: oxidation rate in per cent.
        source: document.
    """

    id: Identifier
    name: Bilingual
    unit: Identifier
    ncv_gj: PositiveExact
    carbon_t_per_gj: PositiveExact
    oxidation_pct: ExactPercent
    source: Text
    mark: Mark | None = None

    @property
    def tonnes_co2_per_unit(self) -> Decimal:
        """Tonnes of CO2 per unit of activity: NCV × carbon content × oxidation × 44/12."""
        carbon = self.ncv_gj * self.carbon_t_per_gj * self.oxidation_pct / PERCENT
        return carbon * CO2_PER_CARBON[0] / CO2_PER_CARBON[1]


class GridFactor(Declaration):
    """Average CO2 factor of power of a province (or grid region) in a year, kg CO2 per kWh.

    Attributes:
        region: code of the province or nation; None for a grid region.
        published: when the announcement appeared; an earlier as-of build does not know it.
        row: 1-based row of the file that declares it.
    """

    region: str | None = None
    name: Bilingual
    year: int
    kg_co2_per_kwh: PositiveExact
    published: Published
    source: Text
    mark: Mark | None = None
    row: int = 0


class CoalEquivalent(Declaration):
    """Standard-coal coefficient of an energy carrier, kgce per unit; its heat value in kJ per unit."""

    id: Identifier
    name: Bilingual
    unit: Identifier
    ncv_kj: PositiveExact
    kgce: PositiveExact
    source: Text
    mark: Mark | None = None
