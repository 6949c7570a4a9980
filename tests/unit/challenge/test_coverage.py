"""Regions left out, regions lost, returns late or missing."""

from datetime import date

import pytest
from msgspec.structs import replace

from etl.challenge.coverage import coverage_shrank, regions_without_data
from etl.challenge.returns import late_returns, missing_returns
from etl.model.due_return import DueReturn
from etl.model.vocabulary import Severity
from tests import small
from tests.unit.challenge.figures import ANSHAN, SHENYANG, evidence

FUSHUN, BENXI = "210400", "210500"
FOUR = (SHENYANG, ANSHAN, FUSHUN, BENXI)
RETURN = DueReturn.read(
    {
        "id": "monthly_gdp", "name": small.NAMED, "source": "bureau", "series": ["gdp"], "owed_by": "city",
        "within_year": ["M01-02", "M01-03"], "first": "2024M01-02", "due_days": 16, "exempt": [BENXI],
    }
)  # fmt: skip
CATALOG = small.catalog(
    all_series=(small.series("gdp", "hundred_million_yuan", "level"),),
    sources=(small.source("bureau"), small.source("press", "reported")),
    regions=(*small.REGIONS[:3], *(small.region(code, "city", "210000") for code in FOUR)),
    returns=(RETURN,),
)
LEFT_OUT = small.challenge_rule("region_without_data", severity="note", least_share=0.5)
SHRANK = small.challenge_rule("coverage_shrank", least_share=0.5)
LATE, MISSING = small.challenge_rule("late_return", grace_days=2), small.challenge_rule("missing_return")


def rows_of(period, *regions, source="bureau", known="2024-03-01", value=1.0):
    return [("gdp", region, period, value, source, known) for region in regions]


def test_a_region_that_a_source_leaves_out_is_named():
    (found,) = regions_without_data(LEFT_OUT, evidence(CATALOG, rows_of("2023", *FOUR[:3])))

    assert (found.kind, found.region, found.period) == ("region_without_data", BENXI, None)
    assert found.facts == {"source": "bureau", "covered": 3, "of": 4}


@pytest.mark.parametrize("rows", [
    rows_of("2023", *FOUR), rows_of("2023", SHENYANG), rows_of("2023", *FOUR[:3], source="press"),
], ids=["all of a level", "less than half", "single press figures"])  # fmt: skip
def test_sources_that_cover_a_level_or_promise_nothing_raise_nothing(rows):
    assert list(regions_without_data(LEFT_OUT, evidence(CATALOG, rows))) == []


def shrunk(*rows):
    found = coverage_shrank(SHRANK, evidence(CATALOG, [row for part in rows for row in part]))
    return [(c.region, c.period, c.facts["compared_with"], c.severity) for c in found]


def test_a_region_that_had_a_figure_the_year_before_is_named():
    found = shrunk(rows_of("2022", *FOUR), rows_of("2023", *FOUR[:3]))

    assert found == [(BENXI, "2023", "2022", Severity.CHALLENGE)]


def test_a_source_that_thins_out_is_told_once_of_the_home_region():
    found = shrunk(rows_of("2022", *FOUR), rows_of("2023", SHENYANG))

    assert found == [("210000", "2023", "2022", Severity.NOTE)]


def test_a_part_of_the_year_is_compared_with_the_same_part_of_the_year_before():
    months = [rows_of("2022M01-05", *FOUR), rows_of("2022M01-06", SHENYANG), rows_of("2023M01-05", *FOUR)]

    assert shrunk(*months) == []


def test_a_gap_that_the_publisher_declares_is_no_silence():
    assert (
        shrunk(rows_of("2022", *FOUR), rows_of("2023", *FOUR[:3]), rows_of("2023", BENXI, value=None)) == []
    )


def test_a_region_lost_in_a_later_edition_is_named_and_a_supplement_is_no_edition():
    first = rows_of("2023", *FOUR)

    assert shrunk(first, rows_of("2023", *FOUR[:3], known="2025-03-01")) == [
        (BENXI, "2023", "2024-03-01", Severity.CHALLENGE)
    ]
    assert shrunk(first, rows_of("2023", BENXI, known="2025-03-01")) == []


IN_TIME, AFTER = "2024-03-16", "2024-04-20"  # 1–2月 is due on 2024-03-16 (29 February + 16 days)


def returns(check, rule, *rows):
    found = check(rule, evidence(CATALOG, [row for part in rows for row in part]))
    return [(c.subject, c.region, c.period, c.facts["days"]) for c in found]


def test_a_return_after_its_day_and_the_days_of_grace_is_late():
    rows = [
        rows_of("2024M01-02", SHENYANG, known=IN_TIME),
        rows_of("2024M01-02", ANSHAN, known="2024-03-18"),
        rows_of("2024M01-02", FUSHUN, known="2024-03-19"),
        rows_of("2024M01-03", *FOUR, known="2024-04-16"),
    ]

    assert returns(late_returns, LATE, *rows) == [("monthly_gdp", FUSHUN, "2024M01-02", 3)]


def test_a_return_whose_day_is_over_on_the_day_of_the_data_is_missing():
    rows = [
        rows_of("2024M01-02", SHENYANG, ANSHAN, known=IN_TIME),
        rows_of("2024M01-03", SHENYANG, ANSHAN, FUSHUN, known=AFTER),
    ]

    # 29 February + 16 days is 16 March; the newest figure is of 20 April. 本溪 owes nothing.
    assert returns(missing_returns, MISSING, *rows) == [("monthly_gdp", FUSHUN, "2024M01-02", 35)]


def test_a_return_is_not_missing_before_its_day():
    assert returns(missing_returns, MISSING, rows_of("2024M01-02", SHENYANG, known="2024-03-10")) == []


def test_a_declared_gap_counts_as_returned():
    rows = [
        rows_of("2024M01-02", *FOUR[:2], known=IN_TIME),
        rows_of("2024M01-02", FUSHUN, known=IN_TIME, value=None),
        rows_of("2024M01-03", *FOUR, known="2024-04-16"),
    ]

    assert returns(missing_returns, MISSING, *rows) == []


def test_the_calendar_knows_which_periods_are_owed():
    ended = replace(RETURN, last=RETURN.first)

    assert [str(p) for p in RETURN.periods_until(2025)] == [
        "2024M01-02", "2024M01-03", "2025M01-02", "2025M01-03",
    ]  # fmt: skip
    assert [str(p) for p in ended.periods_until(2025)] == ["2024M01-02"]


def test_the_day_of_the_data_is_that_of_the_newest_figure():
    assert evidence(CATALOG, rows_of("2023", SHENYANG, known=AFTER)).day == date(2024, 4, 20)
