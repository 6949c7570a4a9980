"""Rules of the challenges: which checks a deployment runs, how strict, and why. One YAML file per rule.

``data/catalog/rules/challenge/<id>.yaml``. A check without a rule is not run. Of several rules of one kind
the one that was valid last on the day of the data holds.
"""

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from etl.model.base import Bilingual, Declaration, Identifier
from etl.model.bounds import Count, CountOrZero, NotNegative, OneOrMore, Positive, Share
from etl.model.comparison import SmallNumberGuard
from etl.model.source import Published
from etl.model.vocabulary import Severity


class _Rule(Declaration):
    """What every rule states.

    Attributes:
        severity: how much a finding weighs; findings within a tolerance are notes whatever stands here.
        reason: why the check exists and why it is as strict as it is.
        mark: ``design`` where no document sets the threshold and the choice is this project's.
    """

    id: Identifier
    valid_from: Published
    severity: Severity = Severity.CHALLENGE
    reason: Bilingual
    mark: Literal["design"] | None = None


class GrowthIdentityRule(_Rule, tag_field="kind", tag="growth_identity"):
    """Energy growth, intensity change and real growth imply each other (methods §1.1).

    Attributes:
        tolerance_pp: difference in percentage points that rounding explains.
    """

    kind: ClassVar[Literal["growth_identity"]] = "growth_identity"
    intensity_change: Identifier
    energy_growth: Identifier
    real_growth: Identifier
    tolerance_pp: Positive


class PartsAgainstWholeRule(_Rule, tag_field="kind", tag="parts_against_whole"):
    """Regions below and sectors against the published whole; the tolerance is that of the series."""

    kind: ClassVar[Literal["parts_against_whole"]] = "parts_against_whole"


class MonthsAgainstYearRule(_Rule, tag_field="kind", tag="months_against_year"):
    """The months of a year, or its cumulative figure, against the annual figure that replaces them.

    Attributes:
        least: relative difference below which nothing is told: twelve roundings, and what came in late.
        tolerance: relative difference up to which it is a note only.
    """

    kind: ClassVar[Literal["months_against_year"]] = "months_against_year"
    least: NotNegative = 0
    tolerance: NotNegative


class SourcesDisagreeRule(_Rule, tag_field="kind", tag="sources_disagree"):
    """Sources that differ on one fact; the tolerance is that of the series."""

    kind: ClassVar[Literal["sources_disagree"]] = "sources_disagree"


class DuplicatesDisagreeRule(_Rule, tag_field="kind", tag="duplicates_disagree"):
    """One source that gives one fact twice on one day, with different figures."""

    kind: ClassVar[Literal["duplicates_disagree"]] = "duplicates_disagree"


class ImplausibleRule(_Rule, tag_field="kind", tag="implausible"):
    """Figures outside the limits that their indicator or series declares."""

    kind: ClassVar[Literal["implausible"]] = "implausible"


class RegionWithoutDataRule(_Rule, tag_field="kind", tag="region_without_data"):
    """Regions that a source never gives a series for.

    Attributes:
        least_share: share of the level that the source must give, for the others to be noticed.
    """

    kind: ClassVar[Literal["region_without_data"]] = "region_without_data"
    least_share: Share


class IdenticalRatiosRule(_Rule, tag_field="kind", tag="identical_ratios"):
    """Figures of several regions in one and the same ratio to a basis: they were spread, not measured.

    Attributes:
        bases: series that figures are spread by; they are not tested against each other.
        most_variation: coefficient of variation (standard deviation / mean) up to which ratios are identical.
        least_regions: regions below one superior that are needed.
        least_digits: significant digits a figure must have; ratios of small counts coincide by chance.
    """

    kind: ClassVar[Literal["identical_ratios"]] = "identical_ratios"
    bases: OneOrMore[Identifier]
    most_variation: Annotated[float, Meta(gt=0, lt=1)]
    least_regions: Annotated[int, Meta(ge=3)]
    least_digits: Count = 3


class UnitSlipRule(_Rule, tag_field="kind", tag="unit_slip"):
    """A figure that is a power of ten away from its neighbours in time, such as 万元 under 亿元.

    Attributes:
        powers: exponents of ten that units differ by.
        tolerance_log10: distance from the power, in powers of ten; 0.1 is a factor of 1.26.
        least_changes: yearly changes of the same region and series that must be known.
        least_value: smaller figures, in the unit of the series, are left alone: counts of 1 and 10 are no
            slip.
    """

    kind: ClassVar[Literal["unit_slip"]] = "unit_slip"
    powers: OneOrMore[int]
    tolerance_log10: Annotated[float, Meta(gt=0, lt=0.5)]
    least_changes: Annotated[int, Meta(ge=2)]
    least_value: NotNegative = 0


class JumpRule(_Rule, tag_field="kind", tag="jump"):
    """A change far beyond what regions of one level usually see in a series.

    Robust score: (change − median of the region's changes) / spread, of yearly changes between equal parts of
    the year; logarithms for amounts, differences for rates and shares. The spread is that of all regions of
    the level together, so that equal steps weigh equally whoever takes them, however short or calm its own
    record is: 1.4826 × the median absolute deviation, or 1.2533 × the mean one without the two largest of
    each region where that is more (half of the changes may be equal).

    Attributes:
        least_score: absolute score from which a change is a jump.
        least_score_of_note: absolute score from which a change of an amount is noted; None for never.
        least_change_pct: smaller changes of amounts, in per cent, are no jump however steady the series was.
        least_change_points: the same for rates and shares, in their own unit.
        least_changes, least_changes_of_rates: changes that must be known of amounts, and of rates and shares.
        least_spread_pct, least_spread_points: the least deviation that is assumed, so that a course of
            nearly equal steps does not make every step a jump.
        least_value: amounts below it, in the unit of the series, are left alone.
        least_stock: the same for counts at a moment, where a few cases more are a large share.
    """

    kind: ClassVar[Literal["jump"]] = "jump"
    least_score: Positive
    least_score_of_note: Positive | None = None
    least_change_pct: Positive
    least_change_points: Positive
    least_changes: Annotated[int, Meta(ge=3)]
    least_changes_of_rates: Annotated[int, Meta(ge=3)]
    least_spread_pct: Positive
    least_spread_points: Positive
    least_value: NotNegative = 0
    least_stock: NotNegative = 0


class LevelAndGrowth(Declaration):
    """A level at current prices and the published real growth that must explain its course.

    Attributes:
        most_gap_pp: what prices may add to or take from real growth, in percentage points.
    """

    level: Identifier
    growth: Identifier
    most_gap_pp: Positive


class SeriesBreakRule(_Rule, tag_field="kind", tag="series_break"):
    """A level that changes for good, without growth that explains it; and breaks that are declared.

    A break that its series declares is a note, and explains the step there. An undeclared one needs the score
    of the rule of kind ``jump``, and figures that stay at the new level.

    Attributes:
        explained_by: pairs of level and growth that must agree.
        least_change_pct: a lasting change of an amount below it is no break.
    """

    kind: ClassVar[Literal["series_break"]] = "series_break"
    explained_by: tuple[LevelAndGrowth, ...] = ()
    least_change_pct: Positive


class ImpossibleYearRule(_Rule, tag_field="kind", tag="impossible_year"):
    """A year that is hard to believe of its source; one that it cannot speak of at all is rejected at intake.

    Attributes:
        most_gap_years: years that a longer gap parts from the bulk of the same source and series.
    """

    kind: ClassVar[Literal["impossible_year"]] = "impossible_year"
    most_gap_years: Count


class CoverageShrankRule(_Rule, tag_field="kind", tag="coverage_shrank"):
    """Regions that a source gave for the period before, or in its edition before, and gives no longer.

    Attributes:
        least_share: share of the earlier regions that must still be there for each lost region to be named;
            below it the loss is told once, of the home region: the source thinned out.
    """

    kind: ClassVar[Literal["coverage_shrank"]] = "coverage_shrank"
    least_share: Share


class LateReturnRule(_Rule, tag_field="kind", tag="late_return"):
    """Returns that came after the declared day.

    Attributes:
        grace_days: days after the declared day that are not counted as late.
    """

    kind: ClassVar[Literal["late_return"]] = "late_return"
    grace_days: CountOrZero = 0


class MissingReturnRule(_Rule, tag_field="kind", tag="missing_return"):
    """Returns that have not come although their day is over, counted on the day of the newest figure."""

    kind: ClassVar[Literal["missing_return"]] = "missing_return"


class RefusedReturnRule(_Rule, tag_field="kind", tag="refused_return"):
    """Returns that came, and of which no figure passed the checks."""

    kind: ClassVar[Literal["refused_return"]] = "refused_return"


class SmallDenominatorRule(_Rule, tag_field="kind", tag="small_denominator"):
    """Rates above a quantity that is too small to bear one.

    Attributes:
        guards: indicator, the quantity below its line, and the least that the quantity must be.
    """

    kind: ClassVar[Literal["small_denominator"]] = "small_denominator"
    guards: OneOrMore[SmallNumberGuard]


class StockIdentityRule(_Rule, tag_field="kind", tag="stock_identity"):
    """Stocks of titles against their flows, the month after, and the firms one by one (methods §3)."""

    kind: ClassVar[Literal["stock_identity"]] = "stock_identity"


ChallengeRule = (
    GrowthIdentityRule
    | PartsAgainstWholeRule
    | MonthsAgainstYearRule
    | SourcesDisagreeRule
    | DuplicatesDisagreeRule
    | ImplausibleRule
    | RegionWithoutDataRule
    | IdenticalRatiosRule
    | UnitSlipRule
    | JumpRule
    | SeriesBreakRule
    | ImpossibleYearRule
    | CoverageShrankRule
    | LateReturnRule
    | MissingReturnRule
    | RefusedReturnRule
    | SmallDenominatorRule
    | StockIdentityRule
)
