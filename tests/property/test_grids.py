"""Whatever an office types into a table: every cell is kept, rejected or left out once, or all is refused."""

from math import isfinite

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from etl.columns import NOTHING
from etl.errors import LayoutChanged
from etl.stage.period_words import period_in_words, periods_said
from tests.grids import MERGED, ROWS, Draft

words = st.sampled_from(
    [
        "沈阳市",
        "鞍　山",
        "铁西区",
        "全省",
        "西翼",
        "省辖市",
        "无此市",
        "注：",
        "地区",
        "单位：万元",
        "2024年",
        "",
    ]
)
cells = st.one_of(
    st.sampled_from(["…", "—", "#DIV/0!", "1,234.5", "12.5万吨", "约1", "８", "", "\n"]),
    words,
    st.text(max_size=6),
    st.none(),
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.floats(),
    st.dates(),
)
lines = st.tuples(cells, words | cells, cells, cells, cells, cells)


def refusal_or_staged(draft):
    """The refusal of the whole table, or what is staged of it."""
    try:
        return draft.stage()
    except LayoutChanged as problem:
        return problem


def check(draft):
    """A refusal names its place; rows in are rows kept, rejected, left out, and no figure is loaded twice."""
    result = refusal_or_staged(draft)
    if isinstance(result, LayoutChanged):
        assert result.facts["cell"]
        assert "工作表" in result.say("zh")
        return
    kept = list(zip(result.rows["row_no"], result.rows["column_no"], strict=True))
    rejected = set(result.rejected["row_no"])
    assert result.rows_in == len(kept) + result.rejected.size + result.rows_left_out
    assert len(kept) == len(set(kept))
    assert (np.isnan(result.rows["reported"]) == (result.rows["reason"].codes != NOTHING)).all()
    for name in ("region", "series", "period", "unit"):
        assert NOTHING not in result.rows[name].codes, name
    lost = [cell for cell in figures_of_body(draft) if cell not in set(kept) and cell[0] not in rejected]
    assert len(lost) <= result.rows_left_out


def figures_of_body(draft):
    """Addresses of the numbers below the headings in columns of figures."""
    return {
        (row, column)
        for row, line in enumerate(draft.rows, start=1)
        for column in (4, 5, 6)
        if row > 5 and type(line[column - 1]) in (int, float) and isfinite(line[column - 1])
    }


@settings(max_examples=80, deadline=None)
@given(st.lists(lines, max_size=12))
def test_any_rows_below_the_headings_are_kept_rejected_or_left_out_once(body):
    check(replace(Draft(), rows=(*ROWS[:5], *body)))


@settings(max_examples=80, deadline=None)
@given(st.integers(0, len(ROWS) - 1), st.integers(0, 5), words | cells)
def test_any_one_cell_of_a_good_table_may_be_anything(row, column, value):
    line = ROWS[row]
    check(Draft().with_row(row + 1, (*line[:column], value, *line[column + 1 :])))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.integers(1, 6), st.integers(0, 4), st.integers(0, 3)), max_size=4
    ),
    st.lists(lines, max_size=4),
)
def test_any_merged_ranges_are_read_or_refused(ranges, body):
    merged = tuple((row, column, row + down, column + right) for row, column, down, right in ranges)
    check(replace(Draft(), rows=(*ROWS[:6], *body), merged=(*MERGED, *merged)))


@given(st.text(alphabet="0123456789年月季度一二三四前上下半第—-～至份末、和", max_size=14))
def test_no_words_break_the_reading_of_periods(text):
    whole = period_in_words(text)

    assert whole is None or whole in (periods_said([text]).periods or [whole])
