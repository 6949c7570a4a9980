"""How a series of the demonstration comes about: one declaration per kind (``series.yaml``)."""

from typing import ClassVar, Literal

from msgspec import field

from etl.model.base import Declaration, Identifier
from etl.model.bounds import ShownDecimals


class ModelMake(Declaration, tag_field="kind", tag="model"):
    """A quantity of the model of the economy, under the same id (:mod:`etl.demo.economy`)."""

    kind: ClassVar[Literal["model"]] = "model"


class PerMake(Declaration):
    """So much per unit of another quantity, with a yearly trend, a season, noise, and a spread of regions.

    Attributes:
        kind: a flow is summed over the months of a period, a stock is the count at its end.
        of: the quantity that it goes with.
        per: how much of it in the base year.
        trend_pct: yearly change against the other quantity.
        spread_pct: how far regions differ (standard deviation of the logarithm).
        noise_pct: how far months differ (the same); for a stock, none.
    """

    kind: ClassVar[Literal["flow", "stock"]]
    of: str
    per: float
    trend_pct: float = 0.0
    season: str = "flat"
    spread_pct: float = 12.0
    noise_pct: float = 1.0


class FlowMake(PerMake, tag_field="kind", tag="flow"):
    """So much over the months of a period."""

    kind: ClassVar[Literal["flow"]] = "flow"


class StockMake(PerMake, tag_field="kind", tag="stock"):
    """So many at the end of a period."""

    kind: ClassVar[Literal["stock"]] = "stock"


class ShareMake(Declaration, tag_field="kind", tag="share"):
    """A share or score that does not add up: level of the base year, yearly change, spread, limits.

    Attributes:
        weight: the quantity that the mean of a city weighs its counties with.
    """

    kind: ClassVar[Literal["share"]] = "share"
    level: float
    yearly: float = 0.0
    spread: float
    noise: float = 0.4
    low: float = 0.0
    high: float = 100.0
    weight: str


class SumMake(Declaration, tag_field="kind", tag="sum"):
    """The sum of other published series of the same region and period."""

    kind: ClassVar[Literal["sum"]] = "sum"
    of: tuple[str, ...]


class RatioMake(Declaration, tag_field="kind", tag="ratio"):
    """One series over another, times a scale."""

    kind: ClassVar[Literal["ratio"]] = "ratio"
    of: str
    per: str
    scale: float = 1.0


class GrowthMake(Declaration):
    """What a series has grown by since the same period of the previous year."""

    kind: ClassVar[Literal["growth", "index", "increment", "cumulative_growth"]]
    of: str


class RateMake(GrowthMake, tag_field="kind", tag="growth"):
    """In per cent."""

    kind: ClassVar[Literal["growth"]] = "growth"


class IndexMake(GrowthMake, tag_field="kind", tag="index"):
    """The previous year is 100."""

    kind: ClassVar[Literal["index"]] = "index"


class IncrementMake(GrowthMake, tag_field="kind", tag="increment"):
    """In the unit of the series."""

    kind: ClassVar[Literal["increment"]] = "increment"


class CumulativeGrowthMake(GrowthMake, tag_field="kind", tag="cumulative_growth"):
    """In per cent, from January on."""

    kind: ClassVar[Literal["cumulative_growth"]] = "cumulative_growth"


class ChangeMake(Declaration):
    """Change in per cent of a ratio whose two sides are first rounded to 4 decimals, as the communiqués do.

    Attributes:
        per_since: from a year on, another denominator (the constant prices of the next plan).
        sign: −1 states a reduction.
    """

    kind: ClassVar[Literal["change", "cumulative_reduction"]]
    of: tuple[str, ...]
    per: str
    per_since: dict[int, str] = field(default_factory=dict)
    sign: Literal[1, -1] = 1


class YearlyChangeMake(ChangeMake, tag_field="kind", tag="change"):
    """The change against the year before."""

    kind: ClassVar[Literal["change"]] = "change"


class CumulativeReductionMake(ChangeMake, tag_field="kind", tag="cumulative_reduction"):
    """The reduction of a span of years."""

    kind: ClassVar[Literal["cumulative_reduction"]] = "cumulative_reduction"


class TitlesMake(Declaration, tag_field="kind", tag="titles"):
    """Titles of the register: recognised to date, or recognised within the period."""

    kind: ClassVar[Literal["titles"]] = "titles"
    tier: str
    count: Literal["to_date", "new", "extended"] = "to_date"


class ScoreMake(Declaration, tag_field="kind", tag="score"):
    """A score of responsibility: points for measures, and for completing the year's share of the plan."""

    kind: ClassVar[Literal["score"]] = "score"
    measures: str
    change: str


class PeakYearMake(Declaration, tag_field="kind", tag="peak_year"):
    """The declared peak year of the cities that have one."""

    kind: ClassVar[Literal["peak_year"]] = "peak_year"


Make = (
    ModelMake
    | FlowMake
    | StockMake
    | ShareMake
    | SumMake
    | RatioMake
    | RateMake
    | IndexMake
    | IncrementMake
    | CumulativeGrowthMake
    | YearlyChangeMake
    | CumulativeReductionMake
    | TitlesMake
    | ScoreMake
    | PeakYearMake
)


class SeriesRow(Declaration):
    """How one series of the catalogue comes about and who returns it.

    Attributes:
        returns: ids of the returns that carry it; none for a quantity that is only worked with.
        levels: which regions report it; ``scopes`` adds the province without 大连.
        within: codes of the cities that report it for themselves and their counties; empty for all.
        residual: whether the province's figure differs from the sum of its cities.
        revised: which revisions it goes through; series of one word are revised together.
    """

    series: str
    make: Make = ModelMake()
    decimals: ShownDecimals = 2
    levels: Literal["all", "cities", "counties", "scopes"] = "all"
    within: tuple[str, ...] = ()
    returns: tuple[Identifier, ...] = ()
    residual: bool = False
    revised: Literal["economy", "energy"] | None = None
