"""Days of terms: months end on the corresponding day (民法典 第二百零二条); working days have a calendar."""

import calendar
from collections.abc import Callable
from datetime import date, timedelta
from typing import Protocol


class IsWorkingDay(Protocol):
    """Whether offices work on a day: yearly notices of days off (调休) decide, so it is never guessed."""

    def __call__(self, day: date, /) -> bool:
        """Whether offices work on the day."""

    def unknown_from(self, first: date, last: date) -> date | None:
        """The first day of a stretch whose year has no notice; None where all of it is known."""


DECEMBER = 12


def months_after(day: date, months: int) -> date:
    """The corresponding day some months later; the month's last day where it has no such day.

    Source: 民法典 第二百零二条.
    """
    whole = day.year * DECEMBER + day.month - 1 + months
    year, month = divmod(whole, DECEMBER)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def working_days_after(day: date, count: int, is_working_day: Callable[[date], bool]) -> date:
    """The last of ``count`` working days after a day, which is not counted itself (民法典 第二百零一条)."""
    at, left = day, count
    while left > 0:
        at += timedelta(days=1)
        left -= is_working_day(at)
    return at
