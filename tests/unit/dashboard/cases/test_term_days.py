from datetime import date

import pytest

from dashboard.cases.term_days import months_after, working_days_after
from tests.small_case import weekdays


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        (date(2026, 1, 15), 3, date(2026, 4, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),  # no corresponding day: the last day of the month
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_months_end_on_the_corresponding_day_of_the_civil_code(day, months, due):
    assert months_after(day, months) == due


def test_the_day_itself_is_not_counted():
    assert working_days_after(date(2026, 3, 6), 1, weekdays) == date(2026, 3, 9)  # Friday, then Monday


def test_days_off_are_asked_of_the_calendar():
    days_off = {date(2026, 10, day) for day in range(1, 9)}
    assert working_days_after(date(2026, 9, 30), 1, lambda day: day not in days_off) == date(2026, 10, 9)
