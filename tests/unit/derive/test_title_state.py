"""How a title stands at the end of a month; it stands as the counts of that month have it."""

from datetime import date

import pytest

from etl.derive.title_course import histories_of
from etl.derive.title_state import state_at
from etl.derive.titles import Cell, count_titles, month_of
from etl.model.title import IN_STOCK, TitleState
from tests.unit.derive.test_titles import NEIGHBOUR, event, title


def standing(year: int, month: int, *steps):
    titles = [step for step in steps if hasattr(step, "recognised")]
    events = [step for step in steps if not hasattr(step, "recognised")]
    (history,) = histories_of(titles, events)
    return state_at(history, month_of(date(year, month, 1)), expiring_months=6, pending_months=12)


@pytest.mark.parametrize(
    ("year", "month", "state"),
    [
        (2021, 7, TitleState.VALID),  # recognised on 2021-07-01 for three years
        (2023, 12, TitleState.VALID),
        (2024, 1, TitleState.EXPIRING),  # ends within six months
        (2024, 7, TitleState.REVIEW_PENDING),
        (2025, 6, TitleState.REVIEW_PENDING),
        (2025, 7, TitleState.LAPSED),  # no list within twelve months
    ],
)
def test_a_title_is_valid_then_expiring_then_pending_then_lapsed(year, month, state) -> None:
    assert standing(year, month, title()).state is state


def test_before_its_recognition_there_is_no_title() -> None:
    assert standing(2021, 6, title()) is None


def test_a_passed_review_moves_the_end_and_a_failed_one_ends_the_waiting() -> None:
    passed = event("extended", date(2024, 7, 1), valid_to=date(2027, 7, 1), known_from=date(2024, 9, 14))
    extended = standing(2025, 1, title(), passed)
    assert (extended.state, extended.valid_to) == (TitleState.VALID, date(2027, 7, 1))
    failed = event("lapsed", date(2024, 7, 1), known_from=date(2024, 10, 5))
    assert standing(2024, 9, title(), failed).state is TitleState.REVIEW_PENDING
    assert standing(2024, 10, title(), failed).state is TitleState.LAPSED


@pytest.mark.parametrize(("kind", "state"), [("revoked", TitleState.REVOKED), ("merged", TitleState.MERGED)])
def test_an_act_that_ends_a_title_is_named_and_leaves_no_end_of_term(kind, state) -> None:
    found = standing(2022, 6, title(), event(kind, date(2022, 5, 1)))
    assert (found.state, found.valid_to, found.since) == (state, None, date(2022, 5, 1))


def test_a_moved_firm_stands_in_its_new_region() -> None:
    moved = standing(2022, 6, title(), event("moved", date(2022, 3, 9), region=NEIGHBOUR))
    assert (moved.region, moved.state) == (NEIGHBOUR, TitleState.VALID)
    away = standing(2022, 6, title(), event("moved", date(2022, 3, 9)))
    assert away.state is TitleState.MOVED_AWAY


def test_the_titles_in_stock_are_as_many_as_the_counts_say_in_every_month() -> None:
    steps = [title(), event("revoked", date(2022, 5, 20)), event("restored", date(2022, 8, 1))]
    (history,) = histories_of([steps[0]], steps[1:])
    months = range(month_of(date(2021, 1, 1)), month_of(date(2025, 1, 1)))
    counted = count_titles(
        [history], months, within=lambda code: (code,), by_industry=lambda _: False,
        expiring_months=lambda _: 6, pending_months=lambda _: 12,
    )[Cell(steps[0].region, "srdi_sme")]  # fmt: skip
    for month in months:
        found = state_at(history, month, expiring_months=6, pending_months=12)
        assert (found is not None and found.state in IN_STOCK) == bool(counted[month].closing), month
