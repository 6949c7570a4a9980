"""Where the titles of a count stand, in words."""

from typing import NamedTuple

from etl.model.title_text import counted_lines


class Row(NamedTuple):
    file: str
    sheet: str
    row: int


def test_rows_that_follow_each_other_are_one_range_and_each_sheet_has_its_line() -> None:
    rows = [Row("a.xlsx", "名单", row) for row in (2, 3, 4, 9)] + [Row("b.xlsx", "名单", 5)]
    assert list(counted_lines(rows, "en")) == [
        "titles counted, 4: a.xlsx, sheet 名单, rows 2–4, 9",
        "titles counted, 1: b.xlsx, sheet 名单, rows 5",
    ]
