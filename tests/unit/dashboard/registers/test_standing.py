"""Deadlines and the completion rate: 办结率＝按期办结÷应办结, as the table of articles defines it."""

from datetime import date

import pytest

from dashboard.registers.standing import Standing, follow, month_due, rate_of, rates_by
from tests.small_case import Weekdays
from tests.small_register import TODAY, entry, register, weekdays

DECLARED = register()


def followed(today=TODAY, **fields):
    return follow(entry(**fields), DECLARED, today, weekdays)


@pytest.mark.parametrize(
    ("came", "answered", "today", "standing"),
    [
        # five working days after Monday 23 February end on Monday 2 March
        ("2026-02-23", "", date(2026, 2, 23), Standing.SOON),
        ("2026-02-23", "", date(2026, 3, 2), Standing.SOON),
        ("2026-02-23", "", date(2026, 3, 3), Standing.OVERDUE),
        ("2026-02-23", "2026-03-02", date(2026, 3, 9), Standing.CLOSED),
        ("2026-02-23", "2026-03-03", date(2026, 3, 9), Standing.LATE),
    ],
)
def test_an_entry_is_in_time_to_the_end_of_its_last_day(came, answered, today, standing):
    assert followed(today, came=came, answered=answered).standing is standing


def test_without_the_day_that_starts_it_nothing_is_due():
    without = register(
        fields=[
            {**field.plain(), "required": field.required and field.id != "came"} for field in DECLARED.fields
        ]
    )

    standing = follow(entry(came=""), without, TODAY, weekdays)

    assert standing.standing is Standing.NOTHING_DUE
    assert rate_of([standing], TODAY).percent is None


def test_the_rate_counts_in_time_over_all_whose_last_day_is_over():
    today = date(2026, 3, 10)
    found = [
        followed(today, came="2026-02-23", answered="2026-02-25"),
        followed(today, came="2026-02-23", answered="2026-03-02"),
        followed(today, came="2026-02-23", answered="2026-03-05"),
        followed(today, came="2026-02-23"),
        followed(today, came="2026-03-06"),  # not yet due
        followed(today, came="2026-03-06", answered="2026-03-09"),  # closed early, counted from its own day
    ]

    rate = rate_of(found, today)

    assert (rate.due, rate.in_time, rate.late, rate.overdue) == (4, 2, 1, 1)
    assert rate.percent == 50


def test_where_nothing_was_due_there_is_no_rate_rather_than_a_full_one():
    assert rate_of([], TODAY).percent is None
    assert rate_of([followed(came="2026-03-02")], TODAY).percent is None


def test_on_the_last_day_nobody_counts_yet_closed_or_not():
    last = date(2026, 3, 2)
    found = [followed(last, came="2026-02-23"), followed(last, came="2026-02-23", answered="2026-03-02")]

    assert rate_of(found, last).due == 0


def test_the_month_of_an_entry_is_that_of_its_last_day():
    found = [followed(date(2026, 4, 1), came="2026-02-23"), followed(date(2026, 4, 1), came="2026-01-05")]

    rates = rates_by(found, month_due, date(2026, 4, 1))

    assert {month: rate.overdue for month, rate in rates.items()} == {"2026-01": 1, "2026-03": 1}


def test_once_the_end_is_met_an_earlier_step_that_nobody_wrote_down_is_owed_no_more():
    two = register(
        fields=[
            *[field.plain() for field in DECLARED.fields],
            {"id": "taken", "name": {"zh": "受理日期", "en": "Taken"}, "kind": "date"},
        ],
        deadlines=[
            {"id": "taken", "name": {"zh": "受理", "en": "Taken"}, "starts_with": "came", "met_by": "taken",
             "working_days": 1},
            *[deadline.plain() for deadline in DECLARED.deadlines],
        ],
    )  # fmt: skip

    assert follow(entry(came="2026-02-26"), two, TODAY, weekdays).standing is Standing.OVERDUE
    closed = follow(entry(came="2026-02-26", answered="2026-03-02"), two, TODAY, weekdays)
    assert closed.standing is Standing.CLOSED


@pytest.mark.parametrize(
    ("answered", "today", "standing"),
    [  # five working days from 28 December 2026 run into a year whose days off nobody has declared
        ("", date(2026, 12, 29), Standing.SOON),
        ("", date(2027, 2, 1), Standing.UNDETERMINED),
        ("2026-12-30", date(2027, 2, 1), Standing.CLOSED),
        ("2027-01-04", date(2027, 2, 1), Standing.UNDETERMINED),
    ],
)
def test_nothing_is_called_late_or_in_time_by_a_day_that_nobody_can_tell(answered, today, standing):
    found = follow(entry(came="2026-12-28", answered=answered), DECLARED, today, Weekdays(2027))

    assert found.standing is standing
    assert found.is_open is not bool(answered)
    assert rate_of([found], today).due == (standing is Standing.CLOSED)
