"""Open one raw file with the reader its format declares."""

from fnmatch import fnmatchcase
from pathlib import Path

from msgspec.structs import replace

from etl.errors import SourceFileError, told
from etl.extract.csv_file import read_csv
from etl.extract.limited import WorkbookReader
from etl.extract.workbook import read_workbook
from etl.model.format import GUIDANCE_SHEET, Format
from etl.model.sheet import Sheet, SheetWarning


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
    chosen = _chosen(sheets, declared)
    if not chosen:
        wanted = ", ".join(repr(name) for name in (declared.sheet, *declared.sheets) if name)
        found = ", ".join(repr(sheet.name) for sheet in sheets)
        raise SourceFileError(file=file, **told("no_sheet", wanted=wanted or "—", found=found or "—"))
    return _with_note_of_others(sheets, chosen, declared, file)


def _chosen(sheets: tuple[Sheet, ...], declared: Format) -> tuple[Sheet, ...]:
    """The sheets that the format names; without a name the first one."""
    if declared.sheet is None and not declared.sheets:
        return sheets[:1]
    return tuple(
        sheet for sheet in sheets if sheet.name.strip() == declared.sheet or _is_named(sheet, declared.sheets)
    )


def _with_note_of_others(
    sheets: tuple[Sheet, ...], chosen: tuple[Sheet, ...], declared: Format, file: str
) -> tuple[Sheet, ...]:
    """Sheets with cells that nobody reads are named beside the first one that is read."""
    read = {sheet.number for sheet in chosen}
    others = [
        sheet.name
        for sheet in sheets
        if sheet.number not in read
        and sheet.cells.size
        and not _is_named(sheet, (GUIDANCE_SHEET, *declared.ignore_sheets))
    ]
    if not others:
        return chosen
    note = SheetWarning.of("not_read", file=file, sheets=", ".join(others))
    return (replace(chosen[0], warnings=(*chosen[0].warnings, note)), *chosen[1:])


def _is_named(sheet: Sheet, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(sheet.name.strip(), pattern) for pattern in patterns)
