"""Where a region stands: of each indicator the latest value, the one before, and its course."""

import numpy as np
import pytest

from etl.columns import Coded, Columns
from etl.model.period import Period
from etl.store import standing_rows as standing_rows_module
from etl.store.rows import ValueRow
from etl.store.standing_rows import standing_rows
from etl.store.standings import NO_COURSE, Course, Earlier, standings_of

SHENYANG, DALIAN = "210100", "210200"


def row(indicator, region, period, value, reason=None, *, note=None):
    status = "missing" if value is None else "final"
    origin = ("published", "official", "exact", None, note)
    return ValueRow(indicator, region, period, value, status, reason, *origin)


MONTHS = [
    row("output", SHENYANG, "2022M01-02", 10.0),
    row("output", SHENYANG, "2022M01-12", 70.0),
    row("output", SHENYANG, "2023M01-02", 11.0),
    row("output", SHENYANG, "2023M01-03", 18.0, note="narrow"),
    row("output", SHENYANG, "2024M01-02", 12.0),
    row("output", SHENYANG, "2024M01-03", None, "not_published"),
]


def test_the_course_takes_the_same_months_and_the_change_the_period_just_before():
    (one,) = standings_of(MONTHS)

    assert one.latest == MONTHS[4]
    assert one.before == Earlier(Period.parse("2023M01-03"), 18.0, "narrow")
    assert one.course == Course((2022, 2023, 2024), (10.0, 11.0, 12.0))


def test_a_course_is_in_order_of_time_whatever_the_order_of_the_rows():
    (one,) = standings_of(reversed(MONTHS))

    assert one.course == Course((2022, 2023, 2024), (10.0, 11.0, 12.0))


def test_spans_of_years_overlap_and_have_neither_course_nor_change():
    spans = [row("saving", SHENYANG, "2016/2020", 15.0), row("saving", SHENYANG, "2021/2025", 9.0)]

    (one,) = standings_of(spans)

    assert (one.latest, one.before, one.course) == (spans[1], None, NO_COURSE)


def test_without_any_value_the_first_reason_is_told():
    silent = [
        row("output", DALIAN, "2022", None),
        row("output", DALIAN, "2023", None, "suppressed"),
        row("output", DALIAN, "2024", None, "not_published"),
    ]

    (one,) = standings_of(silent)

    assert (one.latest.reason, one.before, one.course) == ("suppressed", None, NO_COURSE)


@pytest.mark.parametrize("rows", [[], MONTHS, [
    *MONTHS,
    row("output", DALIAN, "2023", None, "suppressed"),
    row("price", DALIAN, "2022", 101.0),
    row("price", DALIAN, "2022M01-12", 102.0),  # the same months: what stands first counts
    row("price", DALIAN, "2023", 103.0),
    row("saving", DALIAN, "2016/2020", 15.0),
]])  # fmt: skip
@pytest.mark.parametrize("piece", [1, 9, 1 << 21])
def test_the_rows_found_for_all_regions_at_once_are_those_of_each_region(rows, piece, monkeypatch):
    monkeypatch.setattr(standing_rows_module, "_PIECE", piece)
    periods = tuple(sorted({each.period for each in rows}))
    rows = sorted(rows, key=lambda each: (each.indicator, each.period, each.region))
    found = standing_rows(
        Columns(
            {
                "indicator": Coded.of([each.indicator for each in rows], ("output", "price", "saving")),
                "region": Coded.of([each.region for each in rows], (DALIAN, SHENYANG)),
                "period": Coded.of([each.period for each in rows], periods),
                "value": np.asarray([np.nan if each.value is None else each.value for each in rows]),
                "reason": Coded.of([each.reason for each in rows]),
            }
        )
    )

    for number, code in enumerate((DALIAN, SHENYANG)):
        expected = standings_of([each for each in rows if each.region == code])
        lines = range(found.starts[number], found.starts[number + 1])
        assert [rows[found.latest[line]] for line in lines] == [one.latest for one in expected]
        since = [found.before[line] for line in lines]
        assert [None if place < 0 else rows[place].value for place in since] == [
            one.before and one.before.value for one in expected
        ]
        courses = [found.course[found.course_starts[line] : found.course_starts[line + 1]] for line in lines]
        assert [[rows[place].value for place in course] for course in courses] == [
            list(one.course.values) for one in expected
        ]
