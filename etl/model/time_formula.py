"""Formula kinds of time within a year: 累计 and 当月, 同比 of levels, months and year.

累计 runs from January and is published cumulated; January and February come as one figure, because the Spring
Festival falls into either, and are never split. A rate at comparable prices (可比价) is published, never
computed
from levels: growth of a level at current prices is another figure and another indicator.
"""

from typing import ClassVar, Literal

from etl.model.base import Declaration, Identifier
from etl.model.period import MONTHS_IN_YEAR, Period, PeriodKind
from etl.model.read import Read

MERGED_MONTHS = 2
"""January and February come as one figure."""


class MonthOfCumulativeFormula(Declaration, tag_field="kind", tag="month_of_cumulative"):
    """当月 = 累计 of the month − 累计 of the month before; January–February stays merged.

    Only where both are of one family of vintages: the same source, equally settled (preliminary, revised, …),
    and the shorter one not published after the longer one, which then contains another figure.
    """

    kind: ClassVar[Literal["month_of_cumulative"]] = "month_of_cumulative"
    cumulative: Identifier

    def inputs(self) -> tuple[str, ...]:
        """Ids of the series that the formula reads."""
        return (self.cumulative,)

    def reads(self, period: Period) -> tuple[Read, ...]:
        """The cumulative figures of a month; of the merged months it is the figure itself."""
        if period.kind is PeriodKind.CUMULATIVE:
            return (Read("cumulative", self.cumulative, period),)
        if period.kind is not PeriodKind.MONTH or period.end_month <= MERGED_MONTHS:
            return ()
        until = (cumulative_to(period.end_year, month) for month in (period.end_month, period.end_month - 1))
        return tuple(
            Read(role, self.cumulative, each)
            for role, each in zip(("cumulative", "cumulative_before"), until, strict=True)
        )


class GrowthOfLevelFormula(Declaration, tag_field="kind", tag="growth_of_level"):
    """Growth of a level in per cent against the same part of the year before, at the prices of the level."""

    kind: ClassVar[Literal["growth_of_level"]] = "growth_of_level"
    level: Identifier

    def inputs(self) -> tuple[str, ...]:
        """Ids of the series or indicators that the formula reads."""
        return (self.level,)

    def reads(self, period: Period) -> tuple[Read, ...]:
        """The level of the period and of the same period a year before."""
        if period.kind is PeriodKind.SPAN:
            return ()
        return (
            Read("level", self.level, period),
            Read("level_before", self.level, period.previous_year()),
        )


class YearOfMonthsFormula(Declaration, tag_field="kind", tag="year_of_months"):
    """The amount of a year from its months: 1–12月 cumulated, else January–February and the ten months after.

    Declared beside ``published``: the annual figure replaces the sum wherever somebody published it, because
    yearly accounts are checked and cover more than monthly returns.
    """

    kind: ClassVar[Literal["year_of_months"]] = "year_of_months"
    months: Identifier

    def inputs(self) -> tuple[str, ...]:
        """Ids of the series that the formula reads."""
        return (self.months,)

    def reads(self, period: Period) -> tuple[Read, ...]:
        """The cumulative figure of the whole year."""
        if period.kind is not PeriodKind.YEAR:
            return ()
        return (Read("cumulative", self.months, cumulative_to(period.end_year, MONTHS_IN_YEAR)),)


def cumulative_to(year: int, month: int) -> Period:
    """January to a month of a year, as one period."""
    return Period.parse(f"{year:04d}M01-{month:02d}")


TimeFormula = MonthOfCumulativeFormula | GrowthOfLevelFormula | YearOfMonthsFormula
