"""Periods of which a file cannot speak: not over when it was published, or not covered by its source."""

from datetime import date

import numpy as np
from msgspec import Struct

from etl.columns import Coded, Columns
from etl.model.cell_table import CellColumn
from etl.model.period import Period, PeriodKind
from etl.model.source import Covers
from etl.stage.result import Faults

Fault = tuple[str, dict[str, object]]
"""Key of the message, and what was expected."""


def begins(period: Period) -> date:
    """The first day on which anything can be said of a period: its first, of 累计 that of its last month.

    Counts and batches may come within a year; figures of January to May cannot come in February.
    """
    if period.kind is PeriodKind.CUMULATIVE:
        return date(period.end_year, period.end_month, 1)
    return period.first_day


def sayable_from(period: Period, *, is_flow: bool) -> date:
    """The first day on which a figure of a period can be known.

    What runs through a period (an amount, a rate) is known when it has ended; a count or a grade may be given
    within it. A span of years is a plan as well as its outcome.
    """
    return period.last_day if is_flow and period.kind is not PeriodKind.SPAN else begins(period)


class PeriodLimits(Struct, frozen=True):
    """What a file can speak of.

    Attributes:
        published: the day from which it is known.
        covers: the years of its source.
    """

    published: date
    covers: Covers

    def fault_of(self, period: Period, *, is_flow: bool) -> Fault | None:
        """Why a period is impossible; None if it is not.

        Args:
            period: the period of a figure.
            is_flow: whether the figure runs through it.
        """
        if sayable_from(period, is_flow=is_flow) > self.published:
            fault = "period_not_ended" if is_flow and begins(period) <= self.published else "period_not_begun"
            return fault, {"published": self.published.isoformat()}
        return None if _is_covered(period, self.covers) else ("period_not_covered", _span(self.covers))


def refuse_impossible_periods(
    periods: Coded,
    known_from: np.ndarray,
    covers: Covers,
    faults: Faults,
    *,
    column: int | np.ndarray,
    found: CellColumn,
    are_flows: np.ndarray,
) -> None:
    """Figures of a period that had not begun or ended when they were published, or outside of their source.

    Args:
        periods: the period of each figure.
        known_from: the day from which each is known, ``datetime64[s]``; NaT where it could not be read.
        covers: the years of the source.
        faults: takes the figures at fault.
        column: where the periods stand.
        found: what stands there.
        are_flows: which figures run through their period.
    """
    if not len(periods.words):
        return
    known = [Period.parse(text) for text in periods.words]
    first = _days([begins(period) for period in known])
    ended = _days([sayable_from(period, is_flow=True) for period in known])
    # what is the case but for a slip is found out at once; a day that could not be read is no least day
    if not (known_from.size and ended[:-1].max() <= known_from.min()):
        begun = first[periods.codes]
        known_at = np.where(are_flows, ended[periods.codes], begun)
        _refuse_too_early(begun, known_at, known_from, faults, column=column, found=found)
    outside = np.array([*(not _is_covered(period, covers) for period in known), False])
    if outside.any():
        faults.add(outside[periods.codes], "period_not_covered", column, found, **_span(covers))


def _refuse_too_early(
    first: np.ndarray,
    known_at: np.ndarray,
    known_from: np.ndarray,
    faults: Faults,
    *,
    column: int | np.ndarray,
    found: CellColumn,
) -> None:
    """Figures that were published before they could be known.

    Args:
        first: the first day of each one's period.
        known_at: the day from which each could be known.
        known_from: the day from which each is known.
        faults: takes the figures at fault.
        column: where the periods stand.
        found: what stands there.
    """
    for day in np.unique(known_from[known_at > known_from]):
        told = {"published": str(day.astype("datetime64[D]"))}
        too_early = (known_at > known_from) & (known_from == day)
        not_begun = first > known_from
        faults.add(too_early & not_begun, "period_not_begun", column, found, **told)
        faults.add(too_early & ~not_begun, "period_not_ended", column, found, **told)


def _days(days: list[date]) -> np.ndarray:
    """Days by number of the period; behind them none, for periods that were not understood."""
    return np.array([*days, None], dtype="datetime64[s]")


def rows_kept(rows: Columns, wrong: np.ndarray) -> Columns:
    """The rows without a fault; the period of one that has is no period of the build."""
    if not wrong.any():
        return rows
    kept = rows.take(~wrong)
    return kept.with_columns(period=kept.coded("period").only_used())


def _is_covered(period: Period, covers: Covers) -> bool:
    too_early = covers.first is not None and period.start_year < covers.first
    return not too_early and (covers.last is None or period.end_year <= covers.last)


def _span(covers: Covers) -> dict[str, object]:
    return {"first": covers.first, "last": covers.last}
