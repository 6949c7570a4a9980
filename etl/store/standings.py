"""Where a region stands: of each indicator its latest value, the one before, and the course that leads there.

What the page of a region says of a hundred months is made of a dozen of them. A build publishes which
(``etl.store.standing_rows``); of a build without slices they are picked out of all its rows here.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from etl.model.period import Period, PeriodKind
from etl.store.rows import ValueRow


class Earlier(NamedTuple):
    """An earlier value, with what its source says of its scope."""

    period: Period
    value: float
    note: str | None


class Course(NamedTuple):
    """Values that lie whole numbers of years apart, in order of time.

    Attributes:
        years: the year of each value; the months are those of the latest value.
        values: as many values.
    """

    years: tuple[int, ...] = ()
    values: tuple[float, ...] = ()


NO_COURSE: Final = Course()


class Standing(NamedTuple):
    """One indicator of a region.

    Attributes:
        latest: its latest value; where it has none, the first row that says why.
        before: the value before it of the same kind of period; None for a span of years, which overlap.
        course: its values of the same months of each year, the latest at the end; none of a span of years.
    """

    latest: ValueRow
    before: Earlier | None = None
    course: Course = NO_COURSE


def months_of(period: Period) -> tuple[PeriodKind, int, int]:
    """What two periods share that lie a whole number of years apart."""
    return period.kind, period.start_month, period.end_month


def standings_of(rows: Iterable[ValueRow]) -> list[Standing]:
    """Where a region stands by all its values.

    Args:
        rows: of one region, in order of indicators.
    """
    of_indicator: dict[str, list[ValueRow]] = {}
    for row in rows:
        of_indicator.setdefault(row.indicator, []).append(row)
    return [_standing(each) for each in of_indicator.values()]


def _standing(rows: list[ValueRow]) -> Standing:
    own = {Period.parse(row.period): row for row in rows if row.value is not None}
    if not own:
        return Standing(next((row for row in rows if row.reason), rows[0]))
    period = max(own)
    if period.kind is PeriodKind.SPAN:
        return Standing(own[period])
    since = max((at for at in own if at.kind is period.kind and at < period), default=None)
    alike = sorted(at for at in own if months_of(at) == months_of(period))
    values = tuple(value for at in alike if (value := own[at].value) is not None)
    course = Course(tuple(at.end_year for at in alike), values)
    return Standing(own[period], _earlier(own[since]) if since else None, course)


def _earlier(row: ValueRow) -> Earlier | None:
    return None if row.value is None else Earlier(Period.parse(row.period), row.value, row.note)
