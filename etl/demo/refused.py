"""Files that the intake must refuse, one fault each: they lie in ``inbox/``, no part of ``raw/``."""

from collections.abc import Sequence

from msgspec import Struct

from etl.demo.tables import (
    CODE,
    LONG_HEADINGS,
    NAME,
    PERIOD,
    SERIES,
    UNIT,
    VALUE,
    DemoFile,
    Row,
)

_ROWS = 12
_AT_FAULT = 5  # 0-based row of the body
Cells = list[Row]


class Refusal(Struct, frozen=True):
    """One file to be refused.

    Attributes:
        code: the reject code or error code that must name the place.
        row: 1-based row in the file, None where the whole file is at fault.
        found: what stands there.
    """

    kind: str
    source: str
    name: str
    content: bytes
    code: str
    row: int | None
    found: str


def refused_files(long: DemoFile, table: DemoFile, register: DemoFile) -> list[Refusal]:
    """One file per fault, made from the beginnings of three good files.

    Args:
        long: a file with one figure per row.
        table: a file with regions down and series across.
        register: a file of records.
    """
    return [*_long_faults(long), *_table_faults(table), *_register_faults(register), *_whole_files(long)]


def _long_faults(long: DemoFile) -> list[Refusal]:
    changes = (
        ("unknown_region", CODE, "219999"),
        ("region_name_differs", NAME, "不存在市"),
        ("unknown_period", PERIOD, "去年"),
        ("unknown_series", SERIES, "幸福指数"),
        ("unknown_unit", UNIT, "斤"),
        ("wrong_unit", UNIT, "平方公里"),
    )
    found = [_changed(long, code, code, heading, text) for code, heading, text in changes]
    numbers = (
        ("text_in_number", "约12万"), ("comma_as_decimal", "12,5"), ("error_cell", "#DIV/0!"),
        ("two_numbers", "12.5/13.1"), ("undeclared_missing_word", "保密"), ("impossible_date", "2023-05-01"),
    )  # fmt: skip
    return [*found, *(_changed(long, kind, "not_a_number", VALUE, text) for kind, text in numbers)]


def _table_faults(table: DemoFile) -> list[Refusal]:
    first_series = table.headings[3]
    renamed = tuple(f"{first_series[:2]}合计" if each == first_series else each for each in table.headings)
    body = [[*row] for row in table.rows[:_ROWS]]
    return [
        _changed(table, "subtotal_row", "unknown_region", CODE, "合计"),
        _changed(table, "text_in_table", "not_a_number", first_series, "未报"),
        _layout_changed("heading_renamed", table, renamed, body),
        _layout_changed("column_missing", table, table.headings[:3], [row[:3] for row in body]),
    ]


def _register_faults(register: DemoFile) -> list[Refusal]:
    return [
        _changed(register, "field_empty", "field_empty", "企业名称", ""),
        _changed(register, "unknown_county", "unknown_region", CODE, "210199"),
    ]


def _whole_files(long: DemoFile) -> list[Refusal]:
    html = "<html><body><table><tr><td>地区生产总值</td></tr></table></body></html>"
    contents = (
        ("empty_file", b"", "source_file"),
        ("not_text", bytes([0xFF, 0xFE, 0x80, 0x81, 0xFF]) * 40, "source_file"),
        ("web_page", html.encode(), "source_file"),
    )
    foreign = tuple(f"column {number}" for number in range(1, len(LONG_HEADINGS) + 1))
    return [
        *(
            Refusal(kind, long.source, f"{kind}.csv", content, code, None, "")
            for kind, content, code in contents
        ),
        _layout_changed("foreign_headings", long, foreign, [[*row] for row in long.rows[:_ROWS]]),
    ]


def _changed(file: DemoFile, kind: str, code: str, heading: str, text: str) -> Refusal:
    """The file's beginning with one cell changed."""
    body = [[*row] for row in file.rows[:_ROWS]]
    body[_AT_FAULT][file.headings.index(heading)] = text
    content = csv_bytes(file.headings, body, "utf-8")
    return Refusal(kind, file.source, f"{kind}.csv", content, code, _AT_FAULT + 2, text)


def _layout_changed(kind: str, long: DemoFile, headings: Sequence[str], body: Cells) -> Refusal:
    """A file whose headings are not the declared ones."""
    content = csv_bytes(headings, body, "utf-8")
    return Refusal(kind, long.source, f"{kind}.csv", content, "layout_changed", None, headings[-1])


def csv_bytes(headings: Sequence[str], rows: Sequence[Row], encoding: str) -> bytes:
    """A CSV file; a cell is quoted only where it must be."""
    lines = [",".join(map(_quoted, row)) for row in (headings, *rows)]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def _quoted(text: str) -> str:
    return f'"{text}"' if any(mark in text for mark in ',"\r\n') else text
