"""What had come about by the end of a period: latest values, and the periods that lie within it."""

from collections.abc import Iterable
from functools import cache

from etl.model.period import Period
from etl.store.rows import ValueRow


@cache
def _read(period: str) -> Period:
    """The few hundred periods of a build are asked about again and again."""
    return Period.parse(period)


def ends_by(period: str, until: Period) -> bool:
    """Whether a period is over when another one ends."""
    found = _read(period)
    return (found.end_year, found.end_month) <= (until.end_year, until.end_month)


def lies_within(period: str, whole: Period) -> bool:
    """Whether a period begins and ends within another one, itself included."""
    found = _read(period)
    begins_after = (found.start_year, found.start_month) >= (whole.start_year, whole.start_month)
    return begins_after and ends_by(period, whole)


def latest_shared_period(rows: Iterable[ValueRow], until: Period) -> str | None:
    """The latest whole year that is over and for which any of the rows has a value."""
    years = {row.period for row in rows if row.value is not None and ends_by(row.period, until)}
    whole = [Period.parse(period) for period in years if period.isdigit()]
    return str(max(whole)) if whole else None
