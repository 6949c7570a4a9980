"""Working days by the yearly notices (国务院办公厅关于部分节假日安排的通知)."""

from datetime import date

import pytest

from dashboard.cases.term_days import working_days_after
from etl.model.work_calendar import WorkCalendar, working_days
from etl.plain_values.fault import DeclarationError


@pytest.fixture(scope="module")
def calendars(shipped_catalog):
    return shipped_catalog.work_calendars.values()


# days as the notices print them: 国办发明电〔2024〕12号 for 2025, 国办发明电〔2025〕7号 for 2026
@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2025, 1, 26), True),  # a Sunday, made up for the Spring Festival
        (date(2025, 2, 4), False),
        (date(2025, 10, 8), False),
        (date(2025, 10, 11), True),
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
        (date(2026, 2, 28), True),
        (date(2026, 10, 10), True),
        (date(2026, 3, 7), False),  # a plain Saturday
        (date(2026, 3, 9), True),
    ],
)
def test_days_off_and_days_made_up_follow_the_notice(calendars, day, works):
    assert working_days(calendars)(day) is works


def test_ten_working_days_after_the_eve_of_the_national_day_end_on_the_saturday_made_up(calendars):
    # 2026: 1–7 October are off; 8, 9 and Saturday the 10th are worked
    assert working_days_after(date(2026, 9, 30), 3, working_days(calendars)) == date(2026, 10, 10)


def test_a_year_without_a_notice_is_counted_by_the_week_and_said_to_be_so(calendars):
    works = working_days(calendars)
    assert works.unknown_from(date(2026, 12, 1), date(2026, 12, 31)) is None
    assert works.unknown_from(date(2026, 12, 24), date(2031, 1, 8)) == date(2027, 1, 1)
    assert works.unknown_from(date(2031, 10, 8), date(2031, 10, 9)) == date(2031, 10, 8)
    assert working_days(calendars)(date(2031, 10, 8))
    assert not working_days(calendars)(date(2031, 10, 11))  # a Saturday


def test_ten_working_days_over_a_new_year_without_a_notice_do_not_count_new_years_day(calendars):
    # 国务院令第795号: 1 January, 1 and 2 May, 1 to 3 October are off in every year
    works = working_days(calendars)
    days = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)]
    assert not any(works(date(2030, month, day)) for month, day in days)
    assert works(date(2023, 5, 2))  # off by law since 2025
    assert working_days_after(date(2026, 12, 21), 10, works) == date(2027, 1, 5)


@pytest.mark.parametrize(
    "wrong", [{"days_off": ["2026-03-07"]}, {"days_made_up": ["2026-03-09"]}, {"days_off": ["2025-03-10"]}]
)
def test_a_day_that_is_no_exception_is_refused(wrong):
    told = {"id": "c", "year": 2026, "document": "号", "title": {"zh": "通知", "en": "Notice"}}
    with pytest.raises(DeclarationError):
        WorkCalendar.read({**told, "days_off": [], "days_made_up": [], **wrong})
