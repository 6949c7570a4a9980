"""What the demonstration is made of, as declarations: the YAML files beside this module."""

from pathlib import Path
from typing import Literal

from etl.catalog.reading import read_yaml
from etl.demo.makes import SeriesRow
from etl.model.base import Bilingual, Declaration, Identifier
from etl.model.bounds import Count, Positive, Share
from etl.model.period import Period
from etl.plain_values.read import read_as

_FOLDER = Path(__file__).parent


class Phase(Declaration):
    """Yearly rates in per cent up to and including a year: real growth, change of energy per real product."""

    until: int
    growth: float
    intensity: float


class PricePhase(Declaration):
    """Yearly change of prices in per cent up to and including a year."""

    until: int
    rate: float


class PlanTargets(Declaration):
    """Reduction of energy intensity over the 14th and 15th plan in per cent; None where none was set."""

    target_2025: float | None
    target_2030: float | None
    stretch: float | None = None


class City(PlanTargets):
    """One city: sizes of the base year, its course and its targets.

    Attributes:
        gdp: hundred million yuan.
        population: ten thousand persons at year end.
        intensity: tce per ten thousand yuan.
        secondary: share of secondary industry in per cent.
        coal: share of coal in energy in per cent.
        peak_year: the year that the competent department determined, if it did.
        srdi_smes: SRDI SMEs that its target for 2025 asks for; None where it has none.
    """

    gdp: Positive
    population: Positive
    profile: str
    intensity: Positive
    secondary: float
    coal: float
    peak_year: int | None = None
    srdi_smes: int | None = None


class CountyKind(Declaration):
    """Weight of a county within its city, and the share of farming in its product in per cent."""

    weight: float
    primary: float


class Fuel(Declaration):
    """Share in energy in per cent of the base year (None: each city's own), and its yearly change."""

    share: float | None = None
    yearly: float


class Province(Declaration):
    """Sizes, courses and factors of the demonstration province."""

    seed: int
    last_month: Period
    data_day: int
    history_from: int
    returns_from: int
    base_year: int
    residual_pct: float
    revision_pct: float
    deflator: tuple[PricePhase, ...]
    seasons: dict[str, tuple[float, ...]]
    profiles: dict[str, tuple[Phase, ...]]
    cities: dict[str, City]
    home_target: PlanTargets
    counties: dict[str, CountyKind]
    fuels: dict[str, Fuel]
    grid_factors: dict[int, float]
    emission_factors: dict[str, float]
    coal_equivalents: dict[str, float]


class Return(Declaration):
    """A return: who sends which periods in which shape, and when.

    Attributes:
        id: id of the source and folder of its files.
        periods: which periods it reports.
        first_year: first year reported; None for the year in which returns begin.
        last_year: last year reported, where the return has ended.
        lag_days: days from the end of a period to the day of publication.
        one_file: whether all periods stand in one file, published with the last.
        editions: preliminary, revised and final editions, a year apart.
        layout: one figure per row, or regions down and series across.
        form: what kind of file.
    """

    id: Identifier
    title: Bilingual
    publisher: Bilingual
    periods: Literal["yearly", "quarterly", "monthly", "half_yearly_stock", "spans", "census"]
    first_year: int | None = None
    last_year: int | None = None
    lag_days: int
    one_file: bool = False
    editions: bool = False
    layout: Literal["long", "table"] = "long"
    form: Literal["csv", "workbook"] = "csv"
    encoding: Literal["utf-8", "utf-8-sig", "gb18030"] = "utf-8"


class Fault(Declaration):
    """Faults of one kind to plant.

    Attributes:
        kind: what went wrong.
        act: how it is planted (:mod:`etl.demo.planting`).
        series: in which series, one of them per fault in turn.
        level: in whose figures.
        factor: by which a figure is multiplied, where the act multiplies.
        found_by: kinds of challenges of which one at least must name the place.
        rejected_as: code under which the cell must be rejected, for figures that cannot be read or be true.
    """

    kind: Identifier
    act: str
    count: Count
    source: Identifier
    series: tuple[str, ...]
    level: Literal["city", "county"]
    factor: float | None = None
    found_by: tuple[Identifier, ...] = ()
    rejected_as: Identifier | None = None

    def __post_init__(self) -> None:
        if bool(self.found_by) == (self.rejected_as is not None):
            msg = f"{self.kind}: expected found_by or rejected_as"
            raise ValueError(msg)


class RegisterWords(Declaration):
    """What firms and projects are made of (``words.yaml``)."""

    first_characters: str
    second_characters: str
    trades: dict[str, tuple[str, ...]]
    products: dict[str, tuple[str, ...]]
    tiers: tuple["Tier", ...]


class Tier(Declaration):
    """One tier of titles: how many firms of the tier below reach it, and in which month lists appear.

    Attributes:
        share: of the firms of the tier below.
        month: month of the yearly list.
        first_year: year of the first list.
        national: whether the ministry lists it, with 大连 apart.
        registered: whether the register holds it; the others are only counted.
    """

    id: Identifier
    name: Bilingual
    share: Share
    month: int
    first_year: int
    national: bool = False
    registered: bool = True


class Declared(Declaration):
    """All declarations of the demonstration."""

    province: Province
    series: dict[str, SeriesRow]
    returns: dict[str, Return]
    faults: tuple[Fault, ...]
    words: RegisterWords


def load_declared() -> Declared:
    """The declarations beside this module.

    Raises:
        CatalogError: a file is no YAML, or gives a key twice.
        DeclarationError: a declaration does not fit; it names the place.
    """
    rows = read_as(tuple[SeriesRow, ...], read_yaml(_FOLDER / "series.yaml"))
    returns = read_as(tuple[Return, ...], read_yaml(_FOLDER / "returns.yaml"))
    return Declared(
        province=Province.read(read_yaml(_FOLDER / "province.yaml")),
        series={row.series: row for row in rows},
        returns={each.id: each for each in returns},
        faults=read_as(tuple[Fault, ...], read_yaml(_FOLDER / "faults.yaml")),
        words=RegisterWords.read(read_yaml(_FOLDER / "words.yaml")),
    )
