"""The first sheet of a file that somebody handed in, as plain texts, read within the limits of all intake.

``python -m etl.pipeline.cells FILE NAME`` prints them as JSON: the pages have files read in a process apart.
"""

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

from etl.errors import LiaoningError
from etl.extract.csv_file import read_csv
from etl.extract.limited import WorkbookReader
from etl.extract.workbook import read_workbook


def texts_of(path: Path, name: str) -> list[list[str]]:
    """The texts of the first sheet from A1 on, row by row; merged cells and errors as found.

    Args:
        path: where the file lies.
        name: what messages call it.

    Raises:
        RefusedFile: no readable file, or one beyond the limits.
    """
    if path.suffix.lower() == ".csv":
        sheets = read_csv(path, name)
    else:
        with WorkbookReader() as workbooks:
            sheets = read_workbook(path, name, workbooks)
    if not sheets:
        return []
    return [[_text(cell) for cell in row] for row in sheets[0].cells.raw.tolist()]


def _text(cell: Any) -> str:
    """A cell as text: a day without its hour, a whole number without a point."""
    if cell is None or cell != cell:  # noqa: PLR0124 - NaN
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def told(path: Path, name: str) -> dict[str, Any]:
    """The cells, or why the file is refused, in both languages."""
    try:
        return {"cells": texts_of(path, name)}
    except LiaoningError as error:
        return {"refused": {lang: error.say(lang) for lang in ("zh", "en")}}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(told(Path(sys.argv[1]), sys.argv[2])))
