"""Find the heading row and its columns. Matched by heading, never by position."""

from collections.abc import Iterable, Mapping

import numpy as np

from etl.errors import LayoutChanged, TableChanged
from etl.model.sheet import Sheet, cell_name
from etl.stage.cells import is_figure
from etl.stage.words import normal

_SEARCHED_ROWS = 30


def find_columns(sheet: Sheet, headings: tuple[str, ...]) -> tuple[int, dict[str, int]]:
    """The row of headings and the column of each.

    Args:
        sheet: the sheet as found.
        headings: the headings that the format declares, all required.

    Returns:
        1-based number of the heading row, and heading → 1-based column number.

    Raises:
        LayoutChanged: no row has all headings; names the best row, what it lacks and what stands there.
        TableChanged: one of them stands there twice.
    """
    wanted = {normal(heading): heading for heading in headings}
    best_row = 1
    best: dict[str, int] = {}
    for row in range(1, min(sheet.cells.shape[0], _SEARCHED_ROWS) + 1):
        found: dict[str, int] = {}
        for column, cell in enumerate(sheet.cells.row(row), start=1):
            word = normal(cell)
            if word in wanted and wanted[word] not in found:
                found[wanted[word]] = column
        if len(found) == len(wanted):
            _refuse_twice(sheet, row, wanted)
            return row, found
        if len(found) > len(best):
            best_row, best = row, found
    raise _changed(sheet, headings, best_row, best)


def refuse_undeclared_figures(
    sheet: Sheet, heading_row: int, used: Iterable[int], ignored: Iterable[str]
) -> None:
    """A column of figures that is not declared means that the publisher changed the table.

    Args:
        sheet: the sheet as found.
        heading_row: 1-based row of the headings.
        used: 1-based columns that the format names.
        ignored: headings of columns whose figures are not loaded.

    Raises:
        TableChanged: names the heading and the first figure below it.
    """
    passed = {normal(heading) for heading in ignored}
    body, headings = sheet.cells.below(heading_row), sheet.cells.row(heading_row)
    for column in sorted(set(range(1, len(headings) + 1)) - set(used)):
        heading = headings[column - 1]
        if normal(heading) in passed:
            continue
        cells = body[column]
        are_figures = np.asarray([is_figure(word) for word in cells.words], dtype=bool)[cells.codes]
        if are_figures.any():
            at = int(are_figures.argmax())
            raise TableChanged(
                "column_undeclared",
                file=sheet.file,
                sheet=sheet.name,
                cell=cell_name(heading_row, column),
                found=str(heading).strip() or "—",
                example=cell_name(int(body.numbers[at]), column),
                figure=str(cells.words[cells.codes[at]]),
            )


def _refuse_twice(sheet: Sheet, row: int, wanted: Mapping[str, str]) -> None:
    places: dict[str, list[str]] = {}
    for column, cell in enumerate(sheet.cells.row(row), start=1):
        if (word := normal(cell)) in wanted:
            places.setdefault(wanted[word], []).append(cell_name(row, column))
    for heading, where in places.items():
        if len(where) > 1:
            raise TableChanged(
                "column_twice", file=sheet.file, sheet=sheet.name, cell=", ".join(where), heading=heading
            )


def _changed(sheet: Sheet, headings: tuple[str, ...], row: int, found: dict[str, int]) -> LayoutChanged:
    missing = [heading for heading in headings if heading not in found]
    others = [
        f"{cell_name(row, column)} {str(cell).strip()!r}"
        for column, cell in enumerate(sheet.cells.row(row), start=1)
        if column not in found.values() and str(cell).strip()
    ]
    return LayoutChanged(
        file=sheet.file,
        sheet=sheet.name,
        cell=f"row {row}",
        expected="heading " + ", ".join(repr(heading) for heading in missing),
        found=", ".join(others[:8]) or "no other heading",
        action="If the publisher changed the table, "
        "add a format file named after the first period it holds for.",
    )
