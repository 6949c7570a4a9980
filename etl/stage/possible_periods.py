"""Periods of which a file cannot speak: not begun when it was published, or not covered by its source."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

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


@dataclass(frozen=True)
class PeriodLimits:
    """What a file can speak of.

    Attributes:
        published: the day from which it is known.
        covers: the years of its source.
    """

    published: date
    covers: Covers

    def fault_of(self, period: Period) -> Fault | None:
        """Why a period is impossible; None if it is not."""
        if begins(period) > self.published:
            return "period_not_begun", {"published": self.published.isoformat()}
        return None if _is_covered(period, self.covers) else ("period_not_covered", _span(self.covers))


def refuse_impossible_periods(
    periods: pd.Categorical,
    known_from: np.ndarray,
    covers: Covers,
    faults: Faults,
    *,
    column: int | np.ndarray,
    found: pd.Series,
) -> None:
    """Figures of a period that had not begun when they were published, or that their source does not cover.

    Args:
        periods: the period of each figure.
        known_from: the day from which each is known, ``datetime64[s]``; NaT where it could not be read.
        covers: the years of the source.
        faults: takes the figures at fault.
        column: where the periods stand.
        found: what stands there.
    """
    if not len(periods.categories):
        return
    known = [Period.parse(text) for text in periods.categories]
    days = np.array(
        [*map(begins, known), None], dtype="datetime64[s]"
    )  # the last is of periods not understood
    not_begun = days[periods.codes] > known_from
    for day in np.unique(known_from[not_begun]):
        told = {"published": str(day.astype("datetime64[D]"))}
        faults.add(not_begun & (known_from == day), "period_not_begun", column, found, **told)
    outside = np.array([*(not _is_covered(period, covers) for period in known), False])
    faults.add(outside[periods.codes], "period_not_covered", column, found, **_span(covers))


def rows_kept(rows: pd.DataFrame, wrong: np.ndarray) -> pd.DataFrame:
    """The rows without a fault; the period of one that has is no period of the build."""
    kept = rows[~wrong].reset_index(drop=True)
    if wrong.any():
        kept["period"] = kept["period"].cat.remove_unused_categories()
    return kept


def _is_covered(period: Period, covers: Covers) -> bool:
    too_early = covers.first is not None and period.start_year < covers.first
    return not too_early and (covers.last is None or period.end_year <= covers.last)


def _span(covers: Covers) -> dict[str, object]:
    return {"first": covers.first, "last": covers.last}
