"""Find the heading row and its columns. Matched by heading, never by position."""

from etl.errors import LayoutChanged
from etl.model.sheet import Sheet, cell_name
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
    """
    wanted = {normal(heading): heading for heading in headings}
    best_row = 1
    best: dict[str, int] = {}
    for row in sheet.cells.index[:_SEARCHED_ROWS]:
        found: dict[str, int] = {}
        for column, cell in sheet.cells.loc[row].items():
            word = normal(cell)
            if word in wanted and wanted[word] not in found:
                found[wanted[word]] = int(str(column))
        if len(found) == len(wanted):
            return int(row), found
        if len(found) > len(best):
            best_row, best = int(row), found
    raise _changed(sheet, headings, best_row, best)


def _changed(sheet: Sheet, headings: tuple[str, ...], row: int, found: dict[str, int]) -> LayoutChanged:
    missing = [heading for heading in headings if heading not in found]
    others = [
        f"{cell_name(row, int(str(column)))} {str(cell).strip()!r}"
        for column, cell in sheet.cells.loc[row].items()
        if int(str(column)) not in found.values() and str(cell).strip()
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
