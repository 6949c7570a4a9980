"""The calendar of returns: who owes which figures, and when. Declared, never guessed from what arrived."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from etl.model.base import Bilingual, Declaration, Identifier
from etl.model.bounds import CountOrZero, OneOrMore
from etl.model.period import Period
from etl.model.vocabulary import RegionLevel


class DueReturn(Declaration):
    """One return (报表) that regions of a level owe.

    Attributes:
        id: name of the return.
        source: source whose files carry it.
        series: what it reports; any row of one of them, a declared gap too, counts as returned.
        owed_by: level of the regions within the home region that owe it.
        exempt: codes of regions of that level that do not owe it.
        within_year: the periods of a year by their endings in the grammar of periods: ``""`` for the year
            itself, ``Q1``, ``H1``, ``M01-02``, …
        first, last: first and last period owed; ``last`` is None while the return goes on.
        due_days: days after the end of the period, that day included, on which it is still in time.
        document: 文号 of the act that asks for it.
    """

    id: Identifier
    name: Bilingual
    source: Identifier
    series: OneOrMore[Identifier]
    owed_by: RegionLevel
    exempt: tuple[str, ...] = ()
    within_year: OneOrMore[str]
    first: Period
    last: Period | None = None
    due_days: CountOrZero
    document: str | None = None
    note: Bilingual | None = None

    def __post_init__(self) -> None:
        if self.owed_by is RegionLevel.NATION:
            msg = "the nation owes no return; owed_by is the level of regions within it"
            raise ValueError(msg)
        for ending in self.within_year:
            Period.parse(f"{self.first.start_year}{ending}")

    def periods_until(self, last_year: int) -> tuple[Period, ...]:
        """The periods owed up to a year, in order."""
        years = range(self.first.start_year, last_year + 1)
        owed = (Period.parse(f"{year}{ending}") for year in years for ending in self.within_year)
        return tuple(sorted(p for p in owed if self.first <= p and (self.last is None or p <= self.last)))

    def due_on(self, period: Period) -> date:
        """The last day on which the return of a period is in time."""
        return period.last_day + timedelta(days=self.due_days)

    def owed(
        self, regions: Sequence[str], came: Mapping[tuple[str, str], "Arrival"], day: date
    ) -> Iterator["Owed"]:
        """What is owed for every period that was over on a day, by period and region.

        Args:
            regions: codes of the regions that owe it.
            came: what came, by code and period.
            day: the day on which the data stand.
        """
        for period in self.periods_until(day.year):
            if period.last_day <= day:
                due, name = self.due_on(period), str(period)
                for code in regions:
                    yield Owed(self, code, period, due, came.get((code, name)), day)


class ReturnState(StrEnum):
    """How a return stands. Only the calendar decides, never a guess from what others sent."""

    RECEIVED = "received"
    LATE = "late"
    PARTIAL = "partial"  # in time, but not all of its series
    REFUSED = "refused"  # it came, and none of its figures passed: to be mended, not said to be missing
    MISSING = "missing"
    NOT_DUE = "not_due"


class Arrival(Struct, frozen=True):
    """What came of a return.

    Attributes:
        first: the day on which anything of it first came.
        series: how many of its series have a row by now.
        refused: how many of its series came with a cell that was rejected.
    """

    first: date
    series: int
    refused: int = 0


class Owed(Struct, frozen=True):
    """One return that a region owes for a period, and what came of it by a day."""

    declared: DueReturn
    region: str
    period: Period
    due: date
    arrival: Arrival | None
    day: date

    @property
    def state(self) -> ReturnState:
        """How it stands; a day of grace is no concern here but of the rule that chases."""
        if self.arrival is None:
            return ReturnState.MISSING if self.due < self.day else ReturnState.NOT_DUE
        if self.arrival.refused and not self.arrival.series:
            return ReturnState.REFUSED
        if self.arrival.first > self.due:
            return ReturnState.LATE
        return ReturnState.PARTIAL if self.lacking else ReturnState.RECEIVED

    @property
    def days_late(self) -> int:
        """Days between the last day in time and the arrival, or the day of the data; not above 0 in time."""
        return ((self.arrival.first if self.arrival else self.day) - self.due).days

    @property
    def lacking(self) -> int:
        """How many of its series have not come."""
        return len(self.declared.series) - (self.arrival.series if self.arrival else 0)
