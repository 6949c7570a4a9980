"""How a series of the demonstration comes about: one declaration per kind (``series.yaml``)."""

from typing import Annotated, Literal

from pydantic import Field

from etl.model.base import Declaration, Identifier


class ModelMake(Declaration):
    """A quantity of the model of the economy, under the same id (:mod:`etl.demo.economy`)."""

    kind: Literal["model"] = "model"


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

    kind: Literal["flow", "stock"]
    of: str
    per: float
    trend_pct: float = 0.0
    season: str = "flat"
    spread_pct: float = 12.0
    noise_pct: float = 1.0


class ShareMake(Declaration):
    """A share or score that does not add up: level of the base year, yearly change, spread, limits.

    Attributes:
        weight: the quantity that the mean of a city weighs its counties with.
    """

    kind: Literal["share"]
    level: float
    yearly: float = 0.0
    spread: float
    noise: float = 0.4
    low: float = 0.0
    high: float = 100.0
    weight: str


class SumMake(Declaration):
    """The sum of other published series of the same region and period."""

    kind: Literal["sum"]
    of: tuple[str, ...]


class RatioMake(Declaration):
    """One series over another, times a scale."""

    kind: Literal["ratio"]
    of: str
    per: str
    scale: float = 1.0


class GrowthMake(Declaration):
    """Growth in per cent over the same period of the previous year; ``index``: previous year = 100."""

    kind: Literal["growth", "index", "increment", "cumulative_growth"]
    of: str


class ChangeMake(Declaration):
    """Change in per cent of a ratio whose two sides are first rounded to 4 decimals, as the communiqués do.

    Attributes:
        per_since: from a year on, another denominator (the constant prices of the next plan).
        sign: −1 states a reduction.
    """

    kind: Literal["change", "cumulative_reduction"]
    of: tuple[str, ...]
    per: str
    per_since: dict[int, str] = Field(default_factory=dict)
    sign: Literal[1, -1] = 1


class TitlesMake(Declaration):
    """Titles of the register: recognised to date, or recognised within the period."""

    kind: Literal["titles"]
    tier: str
    count: Literal["to_date", "new", "extended"] = "to_date"


class ScoreMake(Declaration):
    """A score of responsibility: points for measures, and for completing the year's share of the plan."""

    kind: Literal["score"]
    measures: str
    change: str


class PeakYearMake(Declaration):
    """The declared peak year of the cities that have one."""

    kind: Literal["peak_year"]


Make = Annotated[
    ModelMake
    | PerMake
    | ShareMake
    | SumMake
    | RatioMake
    | GrowthMake
    | ChangeMake
    | TitlesMake
    | ScoreMake
    | PeakYearMake,
    Field(discriminator="kind"),
]


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
    make: Make = Field(default_factory=ModelMake)
    decimals: int = Field(default=2, ge=0, le=6)
    levels: Literal["all", "cities", "counties", "scopes"] = "all"
    within: tuple[str, ...] = ()
    returns: tuple[Identifier, ...] = ()
    residual: bool = False
    revised: Literal["economy", "energy"] | None = None
