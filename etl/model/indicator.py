"""Indicators: a formula is a declaration; a formula *kind* is code (``etl/derive/formulas.py``)."""

from decimal import Decimal
from typing import ClassVar, Literal

from msgspec import field

from etl.model.base import Bilingual, Declaration, Identifier
from etl.model.bounds import OneOrMore, ShownDecimals
from etl.model.dual_control_formula import DualControlFormula
from etl.model.period import Period, PeriodKind
from etl.model.plan import PlanRule
from etl.model.read import Read
from etl.model.rounding import PERCENT
from etl.model.series import Plausible
from etl.model.structure_formula import StructureFormula
from etl.model.time_formula import TimeFormula
from etl.model.vocabulary import Direction, FlagFamily, RegionLevel


def _each_year(first: int, last: int) -> tuple[Period, ...]:
    return tuple(Period.of_year(year) for year in range(first, last + 1))


class SeriesFormula(Declaration, tag_field="kind", tag="series"):
    """The published figure as it stands."""

    kind: ClassVar[Literal["series"]] = "series"
    series: Identifier

    def inputs(self) -> tuple[str, ...]:
        """Ids of the series or indicators that the formula reads."""
        return (self.series,)

    def reads(self, period: Period) -> tuple[Read, ...]:
        """The figures that the value of a period is made of."""
        return (Read("published", self.series, period),)


class RatioFormula(Declaration, tag_field="kind", tag="ratio"):
    """``numerator / denominator × scale``; missing when either is missing, or the denominator is zero.

    Attributes:
        rows: periods that are stated: all of the numerator, or those that both have — for a count of every
            month over one that is only taken once a year.
        one_publication: whether both must stand in one publication: the share of a first published part in a
            revised whole is no share of anything.
    """

    kind: ClassVar[Literal["ratio"]] = "ratio"
    numerator: Identifier
    denominator: Identifier
    scale: float = 1.0
    rows: Literal["numerator", "both"] = "numerator"
    one_publication: bool = False

    def inputs(self) -> tuple[str, ...]:
        """Ids of the series or indicators that the formula reads."""
        return (self.numerator, self.denominator)

    def reads(self, period: Period) -> tuple[Read, ...]:
        """The figures that the value of a period is made of."""
        beside = self.numerator if self.one_publication else None
        return (
            Read("numerator", self.numerator, period),
            Read("denominator", self.denominator, period, beside=beside),
        )


class IndexGrowthFormula(Declaration, tag_field="kind", tag="index_growth"):
    """Growth in per cent from an index with the previous year = 100."""

    kind: ClassVar[Literal["index_growth"]] = "index_growth"
    index: Identifier

    def inputs(self) -> tuple[str, ...]:
        """Ids of the series or indicators that the formula reads."""
        return (self.index,)

    def reads(self, period: Period) -> tuple[Read, ...]:
        """The figures that the value of a period is made of."""
        return (Read("index", self.index, period),)


class ConstantPriceFormula(Declaration, tag_field="kind", tag="constant_price"):
    """A level at prices of the base year: the level of that year times the chained growth rates.

    Attributes:
        level: level at current prices, read in the base year only.
        growth: real growth in per cent against the previous year.
        base: the base year.
    """

    kind: ClassVar[Literal["constant_price"]] = "constant_price"
    level: Identifier
    growth: Identifier
    base: int

    def inputs(self) -> tuple[str, ...]:
        """Ids of the series or indicators that the formula reads."""
        return (self.level, self.growth)

    def reads(self, period: Period) -> tuple[Read, ...]:
        """The level of the base year, and the growth of every year between it and the period."""
        level = Read("level", self.level, Period.of_year(self.base))
        if period.kind is not PeriodKind.YEAR:
            return (level,)
        first, last = sorted((self.base, period.start_year))
        return (level, *(Read("growth", self.growth, year) for year in _each_year(first + 1, last)))


class ChainedReductionFormula(Declaration, tag_field="kind", tag="chained_reduction"):
    """Cumulative reduction of a span in per cent, 1 − Π(1 + change), from yearly changes in per cent.

    Computed from the first year of every plan to each of its years, and only where every year is there
    (青海省统计局 method note): the verdict of a year needs the span that ends with it.

    Attributes:
        change: yearly change in per cent; positive is a rise.
        states: a reduction (positive is a fall), or a growth (positive is a rise).
        plans: the versions of the plans, filled in when the catalogue is loaded.
    """

    kind: ClassVar[Literal["chained_reduction"]] = "chained_reduction"
    change: Identifier
    states: Literal["reduction", "growth"] = "reduction"
    plans: tuple[PlanRule, ...] = ()

    @property
    def spans(self) -> tuple[str, ...]:
        """The spans, plan by plan."""
        return tuple(dict.fromkeys(str(span) for plan in self.plans for span in plan.spans))

    def inputs(self) -> tuple[str, ...]:
        """Ids of the series or indicators that the formula reads."""
        return (self.change,)

    def reads(self, period: Period) -> tuple[Read, ...]:
        """The change of every year of the span."""
        return tuple(
            Read("change", self.change, year) for year in _each_year(period.start_year, period.end_year)
        )


Formula = (
    SeriesFormula
    | RatioFormula
    | IndexGrowthFormula
    | ConstantPriceFormula
    | ChainedReductionFormula
    | DualControlFormula
    | TimeFormula
    | StructureFormula
)


class TargetAssessment(Declaration, tag_field="kind", tag="target"):
    """Compared with the targets that name this indicator.

    Attributes:
        progress: whether a span that ends before the target's does is judged by logarithmic progress.
        counts: what the values count over a span: a reduction, or a growth with its limit (能源消费总量).
            A limit of growth is a reduction that may be negative, and has the same path.
        pace: of a target of a yearly rate with a base year: whether it asks for every single year (每年) or
            for the average over its years (年均).
        inherit: whether a region without a target of its own is judged against its superior's, shown as
            inherited. Only rates can be inherited: a count of the whole province says nothing of one city.
        assessed: indicator of the same rate after the plan's deductions, which decides where none was
            published.
        energy: series of the energy behind the rate, 万吨标准煤, for headroom.
    """

    kind: ClassVar[Literal["target"]] = "target"
    progress: Literal["logarithmic", "none"] = "none"
    counts: Literal["reduction", "growth"] = "reduction"
    pace: Literal["each_year", "average"] = "each_year"
    inherit: bool = False
    assessed: Identifier | None = None
    energy: Identifier | None = None

    def as_reduction(self, rate_pct: Decimal) -> Decimal:
        """A rate of a span, in per cent, as the reduction that it is, as a fraction."""
        return (-rate_pct if self.counts == "growth" else rate_pct) / PERCENT

    def as_rate(self, reduction: Decimal) -> Decimal:
        """A reduction, as a fraction, as a rate of this indicator in per cent."""
        return (-reduction if self.counts == "growth" else reduction) * PERCENT


class BarometerAssessment(Declaration, tag_field="kind", tag="barometer"):
    """Judged by the barometer rule in force for the period.

    Attributes:
        quantity: which rule of the version applies.
        five_year_target: indicator whose five-year target gives the progress target of a year; None where the
            quantity has no public target at all.
        published_level: series of the levels that the superior body published, shown beside, never replaced.
        energy: series of the energy behind the rate, 万吨标准煤, for headroom; None where the rate is not
            made of it.
        assessed: indicator of the same rate after the plan's deductions, which decides where none was
            published.
    """

    kind: ClassVar[Literal["barometer"]] = "barometer"
    quantity: Literal["intensity", "total"]
    five_year_target: Identifier | None = None
    published_level: Identifier
    energy: Identifier | None = None
    assessed: Identifier | None = None


class ScoringAssessment(Declaration, tag_field="kind", tag="scoring"):
    """Judged by the table of scores that holds for the place and year (节能目标责任评价考核).

    Attributes:
        subject: which tables.
        annual: indicator of the yearly rate: its verdict gives completion, and whether the year was missed.
        cumulative: indicator of the plan's reduction: its verdict says whether the plan is behind.
        given: series of the points that the assessing body gives itself, by part of the table.
    """

    kind: ClassVar[Literal["scoring"]] = "scoring"
    subject: Literal["energy", "carbon"]
    annual: Identifier
    cumulative: Identifier
    given: dict[Identifier, Identifier] = field(default_factory=dict)


class TaskAssessment(Declaration, tag_field="kind", tag="task"):
    """A completion rate, judged against the task of the year by the dated rule of that task.

    Attributes:
        task: series of the task that the superior set for the year.
    """

    kind: ClassVar[Literal["task"]] = "task"
    task: Identifier


Assessed = TargetAssessment | BarometerAssessment | ScoringAssessment | TaskAssessment


class Estimated(Declaration):
    """Where values are estimates, whoever states them: they say so, and never found a flag (methods §1.4).

    Attributes:
        levels: levels of regions.
        months: whether values of months, single or cumulative, are.
    """

    levels: tuple[RegionLevel, ...] = ()
    months: bool = False

    def holds(self, level: RegionLevel, period: Period) -> bool:
        """Whether a value is an estimate."""
        of_months = period.kind in (PeriodKind.MONTH, PeriodKind.CUMULATIVE)
        return level in self.levels or (self.months and of_months)


class Display(Declaration):
    """How the indicator is drawn and printed."""

    decimals: ShownDecimals = 1
    zero_baseline: bool = False
    signed: bool = False


class Indicator(Declaration):
    """A measure of regions.

    Attributes:
        id: spelled-out name.
        unit: unit of its values.
        direction: which way is better; required, there is no default.
        formula: how it is computed.
        published: series that holds the figure where somebody published it; a published figure goes before a
            computed one, and the value says which it is.
        levels: levels of regions that it can exist for; elsewhere it is not shown as missing.
        articles: articles of the regulation that it serves.
        inventory: the emission inventory, where there are several that must not be mixed.
        family: family of flags it can raise.
        assessment: how it is judged; None if the law sets no measure.
        topic: the page it stands on.
        ranked: whether regions are put in order by it; a factor that regions do not make orders nobody.
        estimated: where its values are estimates.
    """

    id: Identifier
    name: Bilingual
    short_name: Bilingual | None = None
    definition: Bilingual
    unit: Identifier
    direction: Direction
    formula: Formula
    published: Identifier | None = None
    levels: OneOrMore[RegionLevel]
    topic: Literal["dual_control", "carbon", "smes", "industry", "economy", "innovation"]
    articles: tuple[str, ...] = ()
    inventory: str | None = None
    family: FlagFamily = FlagFamily.OTHER
    assessment: Assessed | None = None
    rollup: Literal["recompute", "sum", "none"] = "none"
    plausible: Plausible = Plausible()
    display: Display = Display()
    ranked: bool = True
    estimated: Estimated | None = None
    caution: Bilingual | None = None

    def __post_init__(self) -> None:
        """同比 at comparable prices (可比价) is as published; growth of a level is another indicator."""
        if self.formula.kind == "growth_of_level" and self.published is not None:
            msg = "growth_of_level takes no published rate: declare the published rate as an indicator"
            raise ValueError(msg)

    def inputs(self) -> tuple[str, ...]:
        """Ids of all series and indicators that it reads, the published series first."""
        published = (self.published,) if self.published else ()
        return published + self.formula.inputs()

    def reads(self, period: Period, *, published: bool) -> tuple[Read, ...]:
        """The figures that the value of a period is made of.

        Args:
            period: the period of the value.
            published: whether the value is the published figure itself.
        """
        if published and self.published is not None:
            return (Read("published", self.published, period),)
        return self.formula.reads(period)
