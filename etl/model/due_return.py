"""The calendar of returns: who owes which figures, and when. Declared, never guessed from what arrived."""

from typing import Literal, Self

from pydantic import Field, model_validator

from etl.model.base import Bilingual, Declaration, Identifier
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
    series: tuple[Identifier, ...] = Field(min_length=1)
    owed_by: Literal[RegionLevel.PROVINCE, RegionLevel.CITY, RegionLevel.COUNTY, RegionLevel.UNIT]
    exempt: tuple[str, ...] = ()
    within_year: tuple[str, ...] = Field(min_length=1)
    first: Period
    last: Period | None = None
    due_days: int = Field(ge=0)
    document: str | None = None
    note: Bilingual | None = None

    @model_validator(mode="after")
    def _endings_are_periods(self) -> Self:
        for ending in self.within_year:
            Period.parse(f"{self.first.start_year}{ending}")
        return self

    def periods_until(self, last_year: int) -> tuple[Period, ...]:
        """The periods owed up to a year, in order."""
        years = range(self.first.start_year, last_year + 1)
        owed = (Period.parse(f"{year}{ending}") for year in years for ending in self.within_year)
        return tuple(sorted(p for p in owed if self.first <= p and (self.last is None or p <= self.last)))
