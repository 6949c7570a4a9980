"""The document as a workbook: every table a sheet with real numbers, native charts, traced figures."""

import math
from typing import Any, Final

import xlsxwriter

from dashboard.report.blocks import Cell, Chart, Table
from dashboard.report.document import Document
from dashboard.report.native_chart import make_chart, number_format, write_chart_data
from dashboard.report.sentences import Sentences, load_sentences
from dashboard.report.spreadsheet import neutralised, new_workbook
from dashboard.report.zip_times import with_fixed_times
from dashboard.theme import mark_of

_HEADER_ROW: Final = 2
_CHARACTERS: Final = 15  # width of a column with share 1
_A4: Final = 9  # number of the paper in the file format
_LINE_POINTS: Final = 16
_WIDE_CHARACTER: Final = 0x2E80
_FIGURE_COLUMNS: Final = (
    "sentence",
    "printed",
    "value",
    "stored",
    "series",
    "region_code",
    "period",
    "stored_value",
)
_FIGURE_WIDTHS: Final = (60, 20, 16, 28, 30, 12, 14, 16)


def render_excel(report: Document) -> bytes:
    """The report as ``.xlsx``; the same report gives the same bytes."""
    book, stream = new_workbook(f"{report.title} {report.subtitle}", report.imprint.date)
    say = load_sentences(report.lang)
    formats = _Formats(book)
    names = sheet_names(report, say)
    _write_contents(book, report, names, formats, say)
    for table in report.tables():
        _write_table(book.add_worksheet(names[table.name]), table, formats, report.watermark)
    for chart in report.charts():
        _write_chart(book, names[chart.name], chart, formats)
    _write_figures(book.add_worksheet(say.text("workbook.figures")), report, formats, say)
    book.close()
    return with_fixed_times(stream.getvalue())


def captioned(label: str, caption: str) -> str:
    """The label and the words of a table or chart: ``表1　…``."""
    return f"{label}　{caption}"


def sheet_names(report: Document, say: Sentences) -> dict[str, str]:
    """Name of the sheet of every table and chart: ``表1``, ``图1``, in order."""
    names = {
        table.name: say.text("workbook.table_sheet", number=number)
        for number, table in enumerate(report.tables(), start=1)
    }
    return names | {
        chart.name: say.text("workbook.chart_sheet", number=number)
        for number, chart in enumerate(report.charts(), start=1)
    }


class _Formats:
    """The cell formats of one workbook; each is made when it is first asked for."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[str, Any] = {}

    def get(self, **properties: Any) -> Any:
        """A format."""
        key = repr(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"valign": "vcenter", **properties})
        return self._made[key]

    @property
    def title(self) -> Any:
        """Captions."""
        return self.get(bold=True, font_size=13)

    def head(self, *, is_numeric: bool) -> Any:
        """Header cells."""
        return self.get(
            bold=True, text_wrap=True, bottom=1, bg_color="#EAF1F8", align="right" if is_numeric else "left"
        )

    @property
    def note(self) -> Any:
        """Notes and long texts."""
        return self.get(font_color="#55606B", font_size=9)


def _write_contents(
    book: xlsxwriter.Workbook, report: Document, names: dict[str, str], formats: _Formats, say: Sentences
) -> None:
    sheet = book.add_worksheet(say.text("workbook.contents"))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 90)
    _fit_page(sheet)
    head = report.masthead
    lines = (report.title, report.subtitle, head.number, head.day, report.imprint.subject, report.watermark)
    row = 0
    for line in (line for line in lines if line):
        sheet.write_string(row, 0, neutralised(line), formats.title if row == 0 else formats.note)
        row += 1
    row += 1
    for column, key in enumerate(("sheet", "table")):
        sheet.write_string(row, column, say.text(f"workbook.{key}"), formats.head(is_numeric=False))
    captions = [(table.name, captioned(table.label, table.caption)) for table in report.tables()]
    captions += [(chart.name, captioned(chart.label, chart.title)) for chart in report.charts()]
    for name, caption in captions:
        row += 1
        sheet.write_url(row, 0, f"internal:'{names[name]}'!A1", string=names[name])
        sheet.write_string(row, 1, neutralised(caption))


def _write_table(sheet: Any, table: Table, formats: _Formats, watermark: str) -> None:
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, neutralised(captioned(table.label, table.caption)), formats.title)
    if watermark:
        sheet.write_string(1, 0, neutralised(watermark), formats.note)
        sheet.set_header(f"&C{watermark}")
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, _CHARACTERS * column.share)
    for row, texts in enumerate(table.header, start=_HEADER_ROW):
        for place, (text, column) in enumerate(zip(texts, table.columns, strict=True)):
            sheet.write_string(row, place, neutralised(text), formats.head(is_numeric=column.is_numeric))
    first = _HEADER_ROW + len(table.header)
    sheet.freeze_panes(first, 1)
    sheet.repeat_rows(_HEADER_ROW, first - 1)
    _fit_page(sheet)
    for row, cells in enumerate(table.rows, start=first):
        sheet.set_row(row, _LINE_POINTS * _lines(cells, table))
        for place, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
            _write_cell(sheet, row, place, cell, formats, is_numeric=column.is_numeric)
    for row, note in enumerate(table.notes, start=first + len(table.rows) + 1):
        sheet.write_string(row, 0, neutralised(note.text), formats.note)


def _fit_page(sheet: Any) -> None:
    """Printed on A4 across, as wide as a page and as long as it takes."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _lines(cells: tuple[Cell, ...], table: Table) -> int:
    """How many lines the longest cell of a row takes; not every program works it out when it opens a file."""
    return max(
        math.ceil(_printed_width(cell.text) / (_CHARACTERS * column.share - 1))
        for cell, column in zip(cells, table.columns, strict=True)
    )


def _printed_width(text: str) -> int:
    """Width in characters; a Han character is as wide as two."""
    return sum(2 if ord(character) >= _WIDE_CHARACTER else 1 for character in text) or 1


def _write_cell(sheet: Any, row: int, place: int, cell: Cell, formats: _Formats, *, is_numeric: bool) -> None:
    """A number stays a number at full precision; its format adds what the text has around it (≥, %, sign)."""
    if cell.value is not None and cell.result is None:
        shown = _format_of(cell)
        sheet.write_number(row, place, cell.value, formats.get(num_format=shown, align="right"))
    elif cell.result is not None:
        mark = mark_of(cell.result)
        look = formats.get(font_color=mark.ink, text_wrap=True)
        sheet.write_string(row, place, f"{mark.shape} {cell.text}", look)
    else:
        look = formats.get(align="right") if is_numeric else formats.get(text_wrap=True)
        sheet.write_string(row, place, neutralised(cell.text), look)


def _format_of(cell: Cell) -> str:
    """The number format that prints a cell as its text does."""
    digits = "0123456789,."
    number = number_format(cell.decimals) if "," in cell.text or not _is_year(cell) else "0"
    if cell.text.startswith(("+", "−")):
        return f"+{number};−{number};{number}"
    before = cell.text[: next((i for i, c in enumerate(cell.text) if c in digits), 0)]
    after = cell.text[max((i for i, c in enumerate(cell.text) if c in digits), default=-1) + 1 :]
    return "".join((_quoted(before), number, _quoted(after)))


def _is_year(cell: Cell) -> bool:
    return cell.value is not None and cell.decimals == 0 and cell.value >= 1000 and "," not in cell.text  # noqa: PLR2004  a thousand would have its separator


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""


def _write_chart(book: xlsxwriter.Workbook, name: str, chart: Chart, formats: _Formats) -> None:
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, neutralised(captioned(chart.label, chart.title)), formats.title)
    sheet.set_column(0, 1, 16)
    write_chart_data(
        sheet,
        chart,
        {"number": formats.get(num_format=number_format(chart.decimals, is_signed=chart.is_signed))},
        _HEADER_ROW,
    )
    sheet.freeze_panes(_HEADER_ROW + 1, 1)
    _fit_page(sheet)
    sheet.insert_chart(_HEADER_ROW, 3, make_chart(book, name, chart, _HEADER_ROW), {"description": chart.alt})
    sheet.write_string(_HEADER_ROW + len(chart.categories) + 2, 0, chart.note.text, formats.note)


def _write_figures(sheet: Any, report: Document, formats: _Formats, say: Sentences) -> None:
    """Every number of the text: its sentence, the number printed, the stored value or values behind it."""
    for place, (key, width) in enumerate(zip(_FIGURE_COLUMNS, _FIGURE_WIDTHS, strict=True)):
        title = say.text(f"workbook.{key}" if key != "period" else "columns.period")
        sheet.write_string(0, place, title, formats.head(is_numeric=key.endswith("value")))
        sheet.set_column(place, place, width)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    _fit_page(sheet)
    row = 0
    for sentence, figure in report.figures():
        for trace in figure.traces:
            row += 1
            sheet.write_string(row, 0, neutralised(sentence))
            sheet.write_string(row, 1, neutralised(figure.text))
            sheet.write_number(row, 2, figure.value)
            for place, text in enumerate((trace.table, trace.name, trace.region, trace.period), start=3):
                sheet.write_string(row, place, neutralised(text))
            sheet.write_number(row, 7, trace.value)
