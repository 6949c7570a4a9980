"""A plain CSV file is read by arrays as other readers of CSV read it; one that is not is left to those."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.extract import column_words, csv_file, plain_csv
from etl.extract.column_words import numbered
from etl.extract.csv_file import read_csv
from etl.extract.plain_csv import plain_columns
from etl.extract.text_signs import signs_of

WORDS = st.text(
    st.characters(codec="utf-8", exclude_characters='",\r\n', exclude_categories=["Cc"]), max_size=30
)
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(WORDS, min_size=width, max_size=width), min_size=1, max_size=40)
)


def columns_of(text, width):
    raw = text.encode()
    return plain_columns(raw, signs_of(raw, most=10_000), width)


def cells_of(columns):
    return [list(row) for row in zip(*columns, strict=True)]


@given(TABLES, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_cells_are_those_of_another_reader(rows, line_end, ends_with_line):
    text = line_end.join(map(",".join, rows)) + (line_end if ends_with_line or not "".join(rows[-1]) else "")

    found = columns_of(text, len(rows[0]))

    assert found is not None
    assert cells_of(found) == [row or [""] for row in csv.reader(io.StringIO(text, newline=""))]


@given(
    cycle=st.integers(1, 20),
    lacking=st.sets(st.integers(0, 199), max_size=6),
    figures=st.lists(st.one_of(st.integers(0, 10**9).map(str), WORDS), min_size=1, max_size=200),
    piece=st.sampled_from([1, 2, 7, 16, 64, 8192]),
)
def test_regions_that_come_again_and_figures_that_never_do_are_cells_like_others(
    cycle, lacking, figures, piece
):
    rows = [
        ["数值", "代码", "地区"],
        *(
            [figures[at % len(figures)] or "0", f"{210_000 + at % cycle}", f"第{at % cycle}区"]
            for at in range(200)
        ),
    ]
    rows = [row for at, row in enumerate(rows) if at not in lacking]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain_csv, "_PIECE_ROWS", piece)
        found = columns_of("\n".join(map(",".join, rows)), 3)

    assert cells_of(found) == rows
    assert all(len(set(column.words)) == len(column.words) for column in found[1:])


@pytest.mark.parametrize(
    "text",
    ['a,b\n"1",2\n', "a,b\n1\n", "a,b\n1,2,3\n4\n", "a,b\r1,2\n", "a,b\n\n1,2\n", f"a,b\n{'x' * 1025},2\n"],
    ids=["quoted", "short", "two rows of the right sum", "old line ends", "blank line", "long cell"],
)
def test_what_is_not_plain_is_left_to_a_reader_of_every_kind(text):
    assert columns_of(text, 2) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_long_file_holds_the_same_cells_whichever_reader_takes_it(tmp_path, monkeypatch, encoding):
    path = tmp_path / "long.csv"
    lines = [
        f"{code:06d},沈阳市铁西区镕{code % 7},{code / 8},{'…' if code % 5 == 0 else ''}"
        for code in range(300)
    ]
    path.write_text("代码,地区,数值,说明\n" + "\n".join(lines) + "\n", encoding=encoding)
    short = read_csv(path, "long.csv")[0].cells
    monkeypatch.setattr(csv_file, "_MANY_ROWS", 10)
    long = read_csv(path, "long.csv")[0].cells
    monkeypatch.setattr(csv_file, "plain_columns", lambda *_, **__: None)
    of_every_kind = read_csv(path, "long.csv")[0].cells

    assert long.raw.tolist() == short.raw.tolist() == of_every_kind.raw.tolist()
    assert long.shape == short.shape == of_every_kind.shape == (301, 4)


@given(st.lists(st.one_of(st.integers(0, 5), st.integers(0, 2**64 - 1)), max_size=300))
def test_equal_keys_have_equal_numbers_in_order_of_their_first_appearance(keys):
    codes, first = numbered(np.asarray(keys, dtype=np.uint64))

    distinct = list(dict.fromkeys(keys))
    assert [distinct[code] for code in codes] == keys
    assert [keys[at] for at in first] == distinct


@pytest.mark.parametrize(
    "text",
    ["a,b\n", "a,b", "1,\n2,\n", "x,第0省\n,沈阳市铁西区\n", "城市建设,1\n城市,2\n,3\n", "a,12345678\n"],
)
def test_cells_at_the_very_end_of_a_text_are_whole(text):
    rows = list(csv.reader(io.StringIO(text)))

    assert cells_of(columns_of(text, 2)) == rows


def test_words_that_are_mixed_to_one_number_stay_apart(monkeypatch):
    rows = [[f"辽宁省第{at % 7}区", f"备注{at}"] for at in range(50)]
    monkeypatch.setattr(column_words, "_mixed", lambda cells: np.zeros(len(cells), dtype=np.uint64))

    assert cells_of(columns_of("\n".join(map(",".join, rows)), 2)) == rows
