"""Excel workbooks, ``.xlsx`` and ``.xls``, by python-calamine."""

from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from etl.errors import SourceFileError
from etl.model.sheet import Sheet


def read_workbook(path: Path, file: str) -> tuple[Sheet, ...]:
    """All sheets of a workbook; cells keep their type.

    Raises:
        SourceFileError: no readable workbook.
    """
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        return tuple(
            _sheet(workbook, file, name, number) for number, name in enumerate(workbook.sheet_names, start=1)
        )
    except CalamineError as error:
        raise SourceFileError(
            file=file,
            problem=f"no readable workbook: {error}",
            action="Open it in Excel or WPS and save it again.",
        ) from error


def _sheet(workbook: CalamineWorkbook, file: str, name: str, number: int) -> Sheet:
    rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    cells = pd.DataFrame(rows, dtype=object)
    cells.index = pd.RangeIndex(1, len(cells) + 1)
    cells.columns = pd.RangeIndex(1, cells.shape[1] + 1)
    return Sheet(file=file, name=name, number=number, cells=cells)
