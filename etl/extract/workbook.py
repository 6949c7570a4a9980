"""Excel workbooks, ``.xlsx``, ``.xlsm`` and ``.xls``: looked through, then opened in a process of its own."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np

from etl.extract.limited import ReadSheet, WorkbookReader
from etl.extract.precheck import Precheck, check_workbook
from etl.extract.refusal import damaged
from etl.extract.sheet_notes import SheetFindings
from etl.model.cell_table import CellTable
from etl.model.sheet import UNCALCULATED, Sheet, SheetWarning

_KIND_OF_SUFFIX = {".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xls"}


def read_workbook(path: Path, file: str, workbooks: WorkbookReader) -> tuple[Sheet, ...]:
    """All sheets of a workbook; cells keep their type, errors such as #REF! stay as text.

    Args:
        path: where the file lies.
        file: its path below ``data/raw``, for messages and provenance.
        workbooks: the process that opens it.

    Raises:
        RefusedFile: no readable workbook, or one beyond the limits.
    """
    checked = check_workbook(path, file)
    by_content = _KIND_OF_SUFFIX.get(path.suffix.lower()) != checked.kind
    read = workbooks.read(path, file, by_content=by_content)
    if len(read) != len(checked.sheets):
        raise damaged(file, f"{len(checked.sheets)} sheets are listed, {len(read)} can be read")
    return tuple(_sheets(read, checked, file))


def _sheets(read: list[ReadSheet], checked: Precheck, file: str) -> Iterator[Sheet]:
    """The sheets that hold cells, each with what concerns it and what concerns the whole workbook."""
    for number, (sheet, found) in enumerate(zip(read, checked.sheets, strict=True), start=1):
        if sheet.cells is None:
            continue
        hidden = (SheetWarning.of("hidden", file=file, sheet=sheet.name),) if sheet.is_hidden else ()
        yield Sheet(
            file=file,
            name=sheet.name,
            number=number,
            cells=_cells(sheet, found, file),
            merged=sheet.merged,
            warnings=(*checked.warnings, *hidden, *found.warnings(file, sheet.name)),
        )


def _cells(sheet: ReadSheet, found: SheetFindings, file: str) -> CellTable:
    flat = sheet.cells or []
    values: np.ndarray = np.empty(len(flat), dtype=object)
    values[:] = flat
    values = values.reshape(sheet.rows, len(flat) // max(sheet.rows, 1))
    for (row, column), text in found.errors.items():
        if row > values.shape[0] or column > values.shape[1]:
            raise damaged(file, f"sheet {sheet.name}: {text} lies outside of the cells that can be read")
        values[row - 1, column - 1] = text  # the reader returns an error as an empty cell
    for row, column in found.uncalculated_cells:
        if row <= values.shape[0] and column <= values.shape[1]:
            values[row - 1, column - 1] = UNCALCULATED
    for row, column in found.percent:
        if row <= values.shape[0] and column <= values.shape[1]:
            values[row - 1, column - 1] = _as_shown(values[row - 1, column - 1])
    return CellTable.of_rows(values)


def _as_shown(value: object) -> object:
    """A figure of a cell that shows per cent, as a person sees it: 3.16% for 0.0316."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return f"{(Decimal(str(value)) * 100).normalize():f}%"
