"""Which periods a return reports, and when: no clock, everything counts from the last month declared."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import assert_never

from msgspec import Struct

from etl.demo.declared import Province, Return
from etl.model.period import MONTHS_IN_YEAR, Period
from etl.model.vocabulary import Status

_EDITIONS = (Status.PRELIMINARY, Status.REVISED, Status.FINAL)
_CENSUS_YEARS = (2010, 2020)


class Issue(Struct, frozen=True):
    """One file of a return.

    Attributes:
        name: the stem of the file.
        periods: what it reports.
        published: day of publication.
        edition: how settled its figures are.
    """

    name: str
    periods: tuple[Period, ...]
    published: date
    edition: Status = Status.FINAL


def data_date(province: Province) -> date:
    """The day on which the demonstration stands: what is published later has not arrived."""
    return province.last_month.last_day + timedelta(days=province.data_day)


def periods_of(declared: Return, province: Province) -> Iterator[Period]:
    """The periods of a return up to the last month, in order."""
    first = declared.first_year or province.returns_from
    last = declared.last_year or province.last_month.end_year
    for year in range(first, last + 1):
        for text in _spellings(declared, year, first):
            period = Period.parse(text)
            if period.last_day <= province.last_month.last_day:
                yield period


def _spellings(declared: Return, year: int, first: int) -> list[str]:
    match declared.periods:
        case "yearly":
            return [f"{year}"]
        case "quarterly":
            return [f"{year}Q1", f"{year}H1", f"{year}Q1-3"]
        case "monthly":  # January is reported with February
            return [f"{year}M01-{month:02d}" for month in range(2, MONTHS_IN_YEAR + 1)]
        case "half_yearly_stock":
            return [f"{year}M06", f"{year}M12"]
        case "spans":
            return [f"{first}/{year}"] if year > first else []
        case "census":
            return [f"{year}"] if year in _CENSUS_YEARS else []
        case _:
            assert_never(declared.periods)


def issues_of(declared: Return, province: Province) -> list[Issue]:
    """The files of a return that have arrived by the data date, in order of publication."""
    periods = tuple(periods_of(declared, province))
    lag = timedelta(days=declared.lag_days)
    if declared.one_file:
        known = tuple(p for p in periods if p.last_day + lag <= data_date(province))
        name = f"{known[0].start_year}-{known[-1].end_year}"
        return [Issue(name, known, known[-1].last_day + lag)]
    if declared.editions:
        issues = [issue for period in periods for issue in _editions(period, lag)]
    else:
        issues = [Issue(str(p).replace("/", "-"), (p,), p.last_day + lag) for p in periods]
    arrived = [issue for issue in issues if issue.published <= data_date(province)]
    return sorted(arrived, key=lambda issue: (issue.published, issue.name))


def _editions(period: Period, lag: timedelta) -> Iterator[Issue]:
    """A figure is preliminary in the next spring, revised a year later, final after another."""
    published = period.last_day + lag
    for later, edition in enumerate(_EDITIONS):
        day = published.replace(year=published.year + later)
        yield Issue(f"{period}_{edition.value}", (period,), day, edition)
