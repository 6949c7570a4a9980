"""No number of any kind prints as nan, inf or None."""

import csv
import io
import re
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dashboard import format as fmt

ANY_NUMBER = st.one_of(
    st.none(),
    st.floats(),
    st.integers(),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.floats(width=32),
)
LANG = st.sampled_from(["zh", "en"])


@given(ANY_NUMBER, LANG, st.integers(0, 6))
def test_a_reader_never_sees_nan_inf_or_none(value, lang, decimals):
    shown = [
        fmt.format_number(value, decimals),
        fmt.format_quantity(value, "%", lang, decimals),
        fmt.format_signed(value, decimals),
        fmt.format_change(value, lang, decimals=decimals),
    ]
    for text in shown:
        assert text
        assert not re.search(r"nan|inf|none", text, re.IGNORECASE)


@given(st.decimals(-(10**12), 10**12, places=4), st.integers(0, 4))
def test_what_is_printed_is_within_half_a_unit_of_the_last_place(value, decimals):
    printed = Decimal(fmt.format_number(value, decimals).replace(",", "").replace("−", "-"))
    assert abs(printed - value) <= Decimal(1).scaleb(-decimals) / 2


@given(st.floats(-1e15, 1e15), st.integers(0, 4))
def test_the_sign_printed_is_the_sign_of_what_is_printed(value, decimals):
    text = fmt.format_signed(value, decimals)
    is_zero = not text.strip("+−0.,")
    assert text.startswith("+" if value > 0 else "−") or is_zero
    assert not (is_zero and text[0] in "+−")


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_no_csv_cell_begins_like_a_formula_unless_it_is_a_number(cells):
    (row,) = list(csv.reader(io.StringIO(fmt.csv_text(cells, []), newline="")))
    for cell in row:
        assert not cell.startswith(("=", "@", "\t", "\r", "＝", "＋", "－", "＠"))
        if cell.startswith(("+", "-")):
            float(cell.replace(",", "").rstrip("%"))
