"""Calendars of working days: days off and days made up (调休), as the yearly notice fixes them."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final, Self

from pydantic import Field, model_validator

from etl.model.base import Bilingual, Declaration, Identifier

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
    year: int = Field(ge=2000, le=2100)
    document: str = Field(min_length=1)
    title: Bilingual
    days_off: frozenset[date]
    days_made_up: frozenset[date]

    @model_validator(mode="after")
    def _days_fit(self) -> Self:
        odd = [day for day in self.days_off | self.days_made_up if day.year != self.year]
        odd += [day for day in self.days_off if day.weekday() >= SATURDAY]
        odd += [day for day in self.days_made_up if day.weekday() < SATURDAY]
        if odd:
            msg = f"not of {self.year}, or no exception to the week: {', '.join(map(str, sorted(odd)))}"
            raise ValueError(msg)
        return self


def working_days(calendars: Iterable[WorkCalendar]) -> Callable[[date], bool]:
    """Whether offices work on a day.

    A year without a calendar is counted from Monday to Friday without the holidays that have a fixed day, so
    that no term ends early over New Year; :func:`has_calendar` tells it, so that a deadline in that year is
    shown as provisional.
    """
    held = tuple(calendars)
    years = {each.year for each in held}
    off = {day for each in held for day in each.days_off}
    on = {day for each in held for day in each.days_made_up}
    return lambda day: (
        day in on
        or (day.weekday() < SATURDAY and day not in off and (day.year in years or not _is_holiday(day)))
    )


def _is_holiday(day: date) -> bool:
    at = (day.month, day.day)
    return at in _HOLIDAYS or (at == _SECOND_OF_MAY and day.year >= _SECOND_OF_MAY_SINCE)


def has_calendar(calendars: Iterable[WorkCalendar], day: date) -> bool:
    """Whether the notice of a day's year is declared."""
    return any(each.year == day.year for each in calendars)
