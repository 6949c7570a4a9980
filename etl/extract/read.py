"""Open one raw file with the reader its format declares."""

from pathlib import Path

from etl.errors import SourceFileError
from etl.extract.csv_file import read_csv
from etl.extract.limited import WorkbookReader
from etl.extract.workbook import read_workbook
from etl.model.format import Format
from etl.model.sheet import Sheet


def read_sheets(path: Path, file: str, declared: Format, workbooks: WorkbookReader) -> tuple[Sheet, ...]:
    """The sheets of a file that its format speaks of, as found.

    Args:
        path: where the file lies.
        file: its path below ``data/raw``, for messages and provenance.
        declared: the format that holds for it.
        workbooks: the process that opens workbooks, one for a whole delivery.

    Raises:
        SourceFileError: the file is not what it claims to be, or the declared sheet is not in it.
    """
    sheets = read_csv(path, file) if declared.reader == "csv" else read_workbook(path, file, workbooks)
    if declared.sheet is None:
        return sheets[:1]
    chosen = tuple(sheet for sheet in sheets if sheet.name.strip() == declared.sheet)
    if not chosen:
        found = ", ".join(sheet.name for sheet in sheets)
        raise SourceFileError(
            file=file,
            problem=f"no sheet {declared.sheet!r}; found {found}",
            action="Send the sheet, or declare its new name in a newer format.",
        )
    return chosen
