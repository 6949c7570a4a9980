"""The calendar of returns: what is owed, until which day, and how each return stands."""

from datetime import date

import pytest

from etl.model.due_return import Arrival, DueReturn, ReturnState
from tests import small

SHENYANG, ANSHAN = "210100", "210300"
RETURN = DueReturn.read(
    {
        "id": "monthly", "name": small.NAMED, "source": "bureau", "series": ["gdp", "energy"],
        "owed_by": "city", "within_year": ["M01-02", "M01-03"], "first": "2024M01-02", "due_days": 16,
    }
)  # fmt: skip


def states(came, day):
    return [
        (owed.region, str(owed.period), owed.state, owed.days_late, owed.lacking)
        for owed in RETURN.owed([SHENYANG], came, day)
    ]


@pytest.mark.parametrize(
    ("arrival", "day", "state", "days", "lacking"),
    [
        (None, "2024-03-16", ReturnState.NOT_DUE, 0, 2),  # 29 February + 16 days: still in time on that day
        (None, "2024-03-17", ReturnState.MISSING, 1, 2),
        (Arrival(date(2024, 3, 16), 2), "2024-03-20", ReturnState.RECEIVED, 0, 0),
        (Arrival(date(2024, 3, 16), 1), "2024-03-20", ReturnState.PARTIAL, 0, 1),
        (Arrival(date(2024, 3, 18), 1), "2024-03-20", ReturnState.LATE, 2, 1),
    ],
)
def test_a_return_stands_as_calendar_and_arrival_say(arrival, day, state, days, lacking):
    came = {(SHENYANG, "2024M01-02"): arrival} if arrival else {}

    assert states(came, date.fromisoformat(day)) == [(SHENYANG, "2024M01-02", state, days, lacking)]


def test_nothing_is_owed_before_its_period_is_over():
    assert states({}, date(2024, 2, 28)) == []


def test_every_region_owes_every_period():
    owed = RETURN.owed([SHENYANG, ANSHAN], {}, date(2024, 4, 1))

    assert [(one.region, str(one.period)) for one in owed] == [
        (SHENYANG, "2024M01-02"), (ANSHAN, "2024M01-02"), (SHENYANG, "2024M01-03"), (ANSHAN, "2024M01-03"),
    ]  # fmt: skip
