"""Whatever an office types: nothing is lost, nothing crashes, nothing changes on a round trip."""

import string
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.catalog.load import load_catalog
from etl.columns import NOTHING
from etl.errors import LayoutChanged, PeriodError
from etl.model.period import Period, PeriodKind
from etl.model.source import known_from
from etl.stage.stage import stage_sheet
from etl.stage.words import normal, number_of
from tests import small

UNITS = tuple(load_catalog(Path(__file__).parents[2] / "data").units.values())

years = st.integers(1000, 9999)
months = st.integers(1, 12)
periods = st.one_of(
    years.map(Period.of_year),
    st.tuples(years, years).map(lambda pair: Period.of_span(*sorted(pair))),
    st.builds("{}{}".format, years, st.sampled_from(["H1", "H2", "Q1", "Q2", "Q3", "Q4", "Q1-3"])).map(
        Period.parse
    ),
    st.builds("{}M{:02d}".format, years, months).map(Period.parse),
    st.builds("{}M01-{:02d}".format, years, st.integers(2, 12)).map(Period.parse),
)


@given(periods)
def test_a_period_reads_back_as_it_is_written(period):
    assert Period.parse(str(period)) == period
    assert Period.parse(f" {period} ") == period


@given(periods, periods)
def test_periods_are_ordered_by_their_end_and_equal_only_when_spelled_equal(one, other):
    ends = [(period.end_year, period.end_month) for period in (one, other)]

    assert (one == other) == (str(one) == str(other))
    if ends[0] != ends[1]:
        assert (one < other) == (ends[0] < ends[1])
    if one == other:
        assert hash(one) == hash(other)


@given(periods)
def test_the_previous_year_is_the_same_period_a_year_earlier(period):
    before = period.previous_year()

    assert before.kind is period.kind
    assert before < period
    assert (before.start_year, before.start_month) == (period.start_year - 1, period.start_month)


@given(st.text(alphabet=string.digits + "HQM/-年 ", max_size=12))
def test_a_text_that_is_a_period_is_spelled_in_the_grammar_and_any_other_is_an_error(text):
    try:
        period = Period.parse(text)
    except PeriodError:
        return
    assert str(period) == text.strip()
    assert period.kind in PeriodKind


@given(st.sampled_from(UNITS), st.sampled_from(UNITS), st.integers(-(10**12), 10**12))
def test_a_figure_converted_there_and_back_is_the_figure(one, other, units):
    if one.converts_to(other):
        there = Decimal(units) * one.factor_to(other)

        assert there * other.factor_to(one) == units
        assert one.factor_to(one) == 1


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4))
def test_a_number_is_read_whatever_its_separators_and_width(number):
    wide = str.maketrans("0123456789.-", "０１２３４５６７８９．－")

    assert number_of(f"{number:,}") == number_of(str(number)) == float(number)
    assert number_of(str(number).translate(wide)) == float(number)


@given(st.text(max_size=20))
def test_any_text_is_a_finite_number_or_none(text):
    number = number_of(text)

    assert number is None or abs(number) < float("inf")
    assert not any(mark.isspace() for mark in normal(text))


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_vague_date_is_never_known_earlier_than_an_exact_one_in_it(day):
    assert known_from(day.isoformat()) == day
    assert known_from(day.isoformat()[:7]) >= day
    assert known_from(day.isoformat()[:4]) >= known_from(day.isoformat()[:7])


CATALOG = small.catalog(
    all_series=(small.series("gdp", "hundred_million_yuan", "level"), small.series("change"))
)
HEADINGS = ("地区", "时期", "指标", "单位", "数值", "发布")
anything = st.one_of(
    st.text(max_size=6),
    st.none(),
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.floats(),
    st.dates(),
    st.sampled_from(["…", "#REF!", "=1+1", "1e999", "-", "8122①"]),
)
rows = st.tuples(
    st.sampled_from(["沈阳市", "铁西区", "鞍山市", "无此市"]) | anything,
    st.sampled_from(["2023", "2023Q1-3", "去年"]) | anything,
    st.sampled_from(["生产总值", "能耗强度变化", "总产值"]) | anything,
    st.sampled_from(["亿元", "万元", "%", "吨"]) | anything,
    st.sampled_from(["1", "1,234.5", "−3", "约1"]) | anything,
    st.sampled_from(["2024", "2024-02", "2024-02-30"]) | anything,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(rows, max_size=12))
def test_every_row_of_any_sheet_is_kept_or_rejected_once_and_never_lost(body):
    declared = small.long_format(published="发布")

    staged = stage_sheet(small.sheet(HEADINGS, *body), declared, small.raw_file(), CATALOG)

    numbers = [*staged.rows["row_no"], *staged.rejected["row_no"]]
    filled = [at for at, row in enumerate(body, start=2) if any(cell not in ("", None) for cell in row)]
    assert staged.rows_in == len(numbers) == len(set(numbers))
    assert set(numbers) == set(filled)
    assert NOTHING not in staged.rows["region"].codes
    assert (np.isnan(staged.rows["reported"]) == (staged.rows["reason"].codes != NOTHING)).all()
    assert set(staged.rejected["column_no"]) <= {1, 2, 3, 4, 5, 6}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(anything, min_size=3, max_size=3), min_size=1, max_size=6))
def test_a_sheet_without_its_headings_is_refused_by_name(cells):
    with pytest.raises(LayoutChanged, match="expected heading"):
        stage_sheet(small.sheet(*map(tuple, cells)), small.long_format(), small.raw_file(), CATALOG)
