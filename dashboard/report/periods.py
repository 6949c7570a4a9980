"""Periods of a report: other spellings of the same end, the issue before, what it may look back on."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from etl.model.period import MONTHS_IN_YEAR, Period, PeriodKind

_COURSE_YEARS: Final = 20
_PLAN_YEARS: Final = 5
_QUARTER_ENDS: Final = {3: "Q1", 6: "H1", 9: "Q1-3", 12: ""}
_HALF: Final = 6


@cache
def parse(text: str) -> Period:
    """A period as written in the grammar; the same few hundred are read again and again."""
    return Period.parse(text)


def same_end(period: Period) -> tuple[str, ...]:
    """The period, and those from January on that end with it, which returns may report instead of it.

    ``2025Q3`` → ``2025Q3``, ``2025Q1-3``, ``2025M01-09``; ``2025M05`` → ``2025M05``, ``2025M01-05``.
    """
    year, last = period.end_year, period.end_month
    cumulative = [str(period)]
    if last in _QUARTER_ENDS:
        cumulative.append(f"{year:04d}{_QUARTER_ENDS[last]}")
    cumulative.append(f"{year:04d}M01-{last:02d}" if last > 1 else f"{year:04d}M01")
    return tuple(dict.fromkeys(cumulative))


def issue_before(period: Period) -> str:
    """The last issue of the same kind: the quarter, the month or the cumulative period before it.

    Issues that run from January follow each other through the year: 一季度, 上半年, 前三季度, 全年.
    """
    year, last = period.end_year, period.end_month
    match period.kind:
        case PeriodKind.MONTH | PeriodKind.CUMULATIVE:
            before = last - 1 or MONTHS_IN_YEAR
            at = year if last > 1 else year - 1
            if period.kind is PeriodKind.MONTH or before == 1:
                return f"{at:04d}M{before:02d}"
            return f"{at:04d}M01-{before:02d}"
        case PeriodKind.QUARTER if period.start_month > 1:
            return f"{year:04d}Q{period.start_month // 3}"
        case PeriodKind.QUARTER:
            return f"{year - 1:04d}Q4"
        case _:
            return str(period.previous_year())


def barometer_before(period: Period) -> str:
    """The barometer before one: they follow each other through the year, then the year before's last."""
    year = period.end_year
    follows = {3: f"{year - 1:04d}", 6: f"{year:04d}Q1", 9: f"{year:04d}H1", 12: f"{year:04d}Q1-3"}
    return follows.get(period.end_month, str(period.previous_year()))


def kind_of_issue(period: Period) -> str:
    """``monthly``, ``quarterly``, ``half_yearly`` or ``yearly``."""
    match period.kind:
        case PeriodKind.MONTH | PeriodKind.CUMULATIVE:
            return "monthly"
        case PeriodKind.QUARTER | PeriodKind.THREE_QUARTERS:
            return "quarterly"
        case PeriodKind.HALF:
            return "half_yearly"
        case _:
            return "yearly"


@cache
def looked_back_on(period: Period) -> tuple[str, ...]:
    """Every period that a report on one may speak of, its own and later ones of the same plan left out.

    Years as far back as courses are drawn; parts of the last two years; spans of the plans that are over.
    """
    return tuple(dict.fromkeys(_looked_back_on(period)))


def _looked_back_on(period: Period) -> Iterator[str]:
    year = period.end_year
    for back in range(_COURSE_YEARS + 1):
        yield f"{year - back:04d}"
    yield from same_end(period)
    for at in range(year - 2, year + 1):
        yield from (f"{at:04d}{part}" for part in ("Q1", "Q2", "Q3", "Q4", "H1", "H2", "Q1-3"))
        yield from (f"{at:04d}M{month:02d}" for month in range(1, MONTHS_IN_YEAR + 1))
        yield from (f"{at:04d}M01-{month:02d}" for month in range(2, MONTHS_IN_YEAR + 1))
    for back in range(1, 3 * _PLAN_YEARS):
        first = year - back
        yield from (
            f"{first:04d}/{last:04d}" for last in range(first + 1, min(first + _PLAN_YEARS, year + 1))
        )
    for first in range(year - 3 * _PLAN_YEARS, year + 1):
        yield f"{first:04d}/{first + _PLAN_YEARS - 1:04d}"
