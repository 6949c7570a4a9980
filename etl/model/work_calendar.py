"""Calendars of working days: days off and days made up (调休), as the yearly notice fixes them."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Final

from msgspec import Meta, Struct

from etl.model.base import Bilingual, Declaration, Identifier, Text

SATURDAY: Final = 5
_HOLIDAYS: Final = frozenset({(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)})
"""Month and day of the public holidays that stand by the solar calendar (全国年节及纪念日放假办法)."""
_SECOND_OF_MAY: Final = (5, 2)
_SECOND_OF_MAY_SINCE: Final = 2025  # 国务院令第795号


class WorkCalendar(Declaration):
    """The working days of one year.

    Attributes:
        document: 文号 of the notice of the State Council's General Office.
        days_off: days from Monday to Friday on which offices do not work.
        days_made_up: Saturdays and Sundays on which they do.
    """

    id: Identifier
    year: Annotated[int, Meta(ge=2000, le=2100)]
    document: Text
    title: Bilingual
    days_off: frozenset[date]
    days_made_up: frozenset[date]

    def __post_init__(self) -> None:
        odd = [day for day in self.days_off | self.days_made_up if day.year != self.year]
        odd += [day for day in self.days_off if day.weekday() >= SATURDAY]
        odd += [day for day in self.days_made_up if day.weekday() < SATURDAY]
        if odd:
            msg = f"not of {self.year}, or no exception to the week: {', '.join(map(str, sorted(odd)))}"
            raise ValueError(msg)


class WorkingDays(Struct, frozen=True):
    """Whether offices work on a day, and how far that is known.

    A year without a notice is counted from Monday to Friday without the holidays that have a fixed day, so
    that no term ends early over New Year. Spring Festival and the other days off of that year are not known:
    a term that runs into it is provisional, and nothing is decided by its end.

    Attributes:
        years: the years whose notice is declared.
        days_off, days_made_up: exceptions to the week in these years.
    """

    years: frozenset[int]
    days_off: frozenset[date]
    days_made_up: frozenset[date]

    def __call__(self, day: date) -> bool:
        """Whether offices work on a day."""
        if day in self.days_made_up:
            return True
        is_off = day in self.days_off or (day.year not in self.years and _is_holiday(day))
        return day.weekday() < SATURDAY and not is_off

    def unknown_from(self, first: date, last: date) -> date | None:
        """The first day of a stretch whose year has no notice; None where all of it is known."""
        year = next((year for year in range(first.year, last.year + 1) if year not in self.years), None)
        return None if year is None else max(first, date(year, 1, 1))


def working_days(calendars: Iterable[WorkCalendar]) -> WorkingDays:
    """The working days of the declared years."""
    held = tuple(calendars)
    return WorkingDays(
        years=frozenset(each.year for each in held),
        days_off=frozenset(day for each in held for day in each.days_off),
        days_made_up=frozenset(day for each in held for day in each.days_made_up),
    )


def _is_holiday(day: date) -> bool:
    at = (day.month, day.day)
    return at in _HOLIDAYS or (at == _SECOND_OF_MAY and day.year >= _SECOND_OF_MAY_SINCE)
