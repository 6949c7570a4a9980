"""Stocks, flows and courses of titles (工信部企业〔2022〕63号: three years, three more after a review)."""

from datetime import date

import pytest

from etl.derive.title_course import histories_of
from etl.derive.titles import Cell, MonthOfCell, count_titles, month_of, suppress_small, years_after
from etl.model.title import Title, TitleEvent, TitleEventKind, TitleFlow

CITY, OTHER_CITY, COUNTY, NEIGHBOUR, PROVINCE = "210100", "210200", "210102", "210103", "210000"
WITHIN = {
    CITY: (CITY, PROVINCE),
    OTHER_CITY: (OTHER_CITY, PROVINCE),
    COUNTY: (COUNTY, CITY, PROVINCE),
    NEIGHBOUR: (NEIGHBOUR, CITY, PROVINCE),
}
MONTHS = range(month_of(date(2020, 1, 1)), month_of(date(2027, 1, 1)))


def title(**more) -> Title:
    given = {
        "firm": "A",
        "tier": "srdi_sme",
        "region": COUNTY,
        "industry": "34",
        "recognised": date(2021, 7, 1),
        "valid_to": date(2024, 7, 1),
        "known_from": date(2021, 7, 20),
    }
    return Title(**(given | more))


def event(kind: str, day: date, **more) -> TitleEvent:
    given = {"firm": "A", "tier": "srdi_sme", "valid_to": None, "region": None, "known_from": day}
    return TitleEvent(kind=TitleEventKind(kind), effective=day, **(given | more))


def count(*steps, as_of: date | None = None) -> dict[Cell, dict[int, MonthOfCell]]:
    titles = [step for step in steps if isinstance(step, Title)]
    events = [step for step in steps if isinstance(step, TitleEvent)]
    return count_titles(
        list(histories_of(titles, events, as_of)),
        MONTHS,
        within=lambda code: WITHIN[code],
        by_industry=lambda code: code == PROVINCE,
        expiring_months=lambda _: 6,
        pending_months=lambda _: 12,
    )


def at(counted: dict, region: str, year: int, month: int) -> MonthOfCell:
    return counted[Cell(region, "srdi_sme")][month_of(date(year, month, 1))]


def test_title_counts_from_its_first_month_to_the_month_before_it_ends() -> None:
    counted = count(title())
    assert [at(counted, CITY, *month).closing for month in ((2021, 6), (2021, 7), (2024, 6), (2024, 7))] == [
        0, 1, 1, 0,
    ]  # fmt: skip
    assert at(counted, CITY, 2021, 7).flows == {TitleFlow.RECOGNISED: 1}
    assert at(counted, CITY, 2024, 7).flows == {TitleFlow.EXPIRED: 1}


def test_passed_review_extends_without_any_flow() -> None:
    passed = event("extended", date(2024, 7, 1), valid_to=date(2027, 7, 1), known_from=date(2024, 9, 14))
    counted = count(title(), passed)
    assert at(counted, CITY, 2024, 7).flows == {}
    assert at(counted, CITY, 2026, 12).closing == 1


def test_review_published_late_is_known_from_its_publication() -> None:
    passed = event("extended", date(2024, 7, 1), valid_to=date(2027, 7, 1), known_from=date(2024, 9, 14))
    before = count(title(), passed, as_of=date(2024, 8, 31))
    after = count(title(), passed, as_of=date(2024, 9, 30))
    assert at(before, CITY, 2024, 8).closing == 0
    assert at(before, CITY, 2024, 8).review_pending == 1
    assert at(after, CITY, 2024, 8).closing == 1


def test_review_is_pending_from_the_end_until_the_list_is_published_and_stands_apart() -> None:
    lapsed = event("lapsed", date(2024, 7, 1), known_from=date(2024, 10, 5))
    counted = count(title(), lapsed)
    pending = [at(counted, CITY, 2024, month).review_pending for month in (6, 7, 8, 9, 10)]
    assert pending == [0, 1, 1, 1, 0]
    assert at(counted, CITY, 2024, 8).closing == 0


def test_title_expires_soon_during_the_six_months_before_its_end() -> None:
    counted = count(title())
    assert [at(counted, CITY, 2023, 12).expiring, at(counted, CITY, 2024, 1).expiring] == [0, 1]
    assert [at(counted, CITY, 2024, 6).expiring, at(counted, CITY, 2024, 7).expiring] == [1, 0]


def test_what_ends_soon_and_what_is_pending_is_told_by_industry_too() -> None:
    counted = count(title(), title(firm="B", industry="36"))
    march, august = (month_of(date(2024, month, 1)) for month in (3, 8))
    of_bearings = counted[Cell(PROVINCE, "srdi_sme", "34")]
    assert (of_bearings[march].expiring, of_bearings[august].review_pending) == (1, 1)
    assert (at(counted, PROVINCE, 2024, 3).expiring, at(counted, PROVINCE, 2024, 8).review_pending) == (2, 2)


def test_move_between_counties_of_a_city_is_no_flow_of_the_city() -> None:
    counted = count(title(), event("moved", date(2022, 3, 9), region=NEIGHBOUR))
    assert at(counted, COUNTY, 2022, 3).flows == {TitleFlow.MOVED_OUT: 1}
    assert at(counted, NEIGHBOUR, 2022, 3).flows == {TitleFlow.MOVED_IN: 1}
    assert at(counted, CITY, 2022, 3).flows == {}
    assert at(counted, CITY, 2022, 3).closing == 1


def test_new_code_of_a_region_is_told_apart_from_a_move() -> None:
    counted = count(title(), event("recoded", date(2022, 3, 9), region=OTHER_CITY))
    assert at(counted, CITY, 2022, 3).flows == {TitleFlow.RECODED_OUT: 1}
    assert at(counted, OTHER_CITY, 2022, 3).flows == {TitleFlow.RECODED_IN: 1}


def test_revoked_title_can_be_restored_for_the_rest_of_its_term() -> None:
    counted = count(title(), event("revoked", date(2022, 5, 1)), event("restored", date(2022, 8, 1)))
    assert [at(counted, CITY, 2022, month).closing for month in (4, 5, 7, 8)] == [1, 0, 0, 1]
    assert at(counted, CITY, 2024, 7).flows == {TitleFlow.EXPIRED: 1}


def test_a_title_that_ends_on_the_day_of_a_revocation_had_ended_already() -> None:
    # methods §3: valid while recognised ≤ date < valid_to
    counted = count(title(), event("revoked", date(2024, 7, 1)))
    assert at(counted, CITY, 2024, 7).flows == {TitleFlow.EXPIRED: 1}


def test_a_review_of_a_later_title_extends_no_earlier_one() -> None:
    anew = title(recognised=date(2025, 7, 1), valid_to=date(2026, 7, 1), known_from=date(2025, 7, 20))
    passed = event("extended", date(2026, 7, 1), valid_to=date(2029, 7, 1))
    counted = count(title(), anew, passed)
    assert [at(counted, CITY, *month).closing for month in ((2024, 6), (2025, 1), (2025, 7), (2026, 12))] == [
        1, 0, 1, 1,
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["renamed", "promoted"])
def test_renaming_and_promotion_change_nothing_in_the_stock(kind) -> None:
    assert count(title(), event(kind, date(2022, 5, 1))) == count(title())


def test_gross_count_deducts_nothing() -> None:
    counted = count(title(), event("revoked", date(2022, 5, 1)))
    assert (at(counted, CITY, 2026, 1).gross, at(counted, CITY, 2026, 1).closing) == (1, 0)


def test_event_of_the_firm_concerns_every_tier_and_an_event_of_a_tier_only_that_one() -> None:
    both = (title(), title(tier="little_giant"))
    of_firm = count(*both, event("revoked", date(2022, 5, 1), tier=None))
    of_tier = count(*both, event("revoked", date(2022, 5, 1)))
    month = month_of(date(2022, 6, 1))
    assert of_firm[Cell(CITY, "little_giant")][month].closing == 0
    assert of_tier[Cell(CITY, "little_giant")][month].closing == 1


def test_tiers_are_counted_apart_and_never_together() -> None:
    counted = count(title(), title(tier="little_giant"))
    assert {cell.tier for cell in counted} == {"srdi_sme", "little_giant"}
    assert at(counted, CITY, 2022, 1).closing == 1


def test_one_hidden_cell_hides_the_next_smallest_so_that_none_can_be_subtracted() -> None:
    assert suppress_small({"a": 2, "b": 9, "c": 5, "d": 0}, 3) == {"a", "c"}
    assert suppress_small({"a": 2, "b": 3, "c": 5}, 3) == {"a", "b"}
    assert suppress_small({"a": 4, "b": 0}, 3) == frozenset()


def test_term_that_began_on_the_last_of_february_ends_on_the_last_of_february() -> None:
    assert years_after(date(2024, 2, 29), 3) == date(2027, 2, 28)


def test_a_title_that_a_later_list_states_again_is_one_recognition_with_what_the_later_list_says() -> None:
    first = title()
    again = title(valid_to=date(2025, 7, 1), known_from=date(2023, 1, 10))
    counted = count(first, again)
    assert (at(counted, CITY, 2024, 8).closing, at(counted, CITY, 2024, 8).gross) == (1, 1)
    before = count(first, again, as_of=date(2022, 12, 31))
    assert (at(before, CITY, 2024, 8).closing, at(before, CITY, 2024, 8).gross) == (0, 1)


def test_a_list_of_names_that_knows_the_city_only_takes_no_firm_from_its_county() -> None:
    register, listed = title(), title(region=CITY, known_from=date(2022, 1, 10), is_listed=True)
    counted = count(register, listed)
    assert (at(counted, COUNTY, 2022, 6).closing, at(counted, CITY, 2022, 6).gross) == (1, 1)


@pytest.mark.parametrize("left", [event("merged", date(2022, 5, 1)), event("moved", date(2022, 5, 1))])
def test_only_a_revocation_can_be_taken_back(left) -> None:
    # restored: "a revocation was taken back"; a firm that merged into another or moved away has none
    assert at(count(title(), left, event("restored", date(2022, 8, 1))), CITY, 2022, 9).closing == 0
    revoked = event("revoked", date(2022, 5, 1))
    assert at(count(title(), revoked, event("restored", date(2022, 8, 1))), CITY, 2022, 9).closing == 1
