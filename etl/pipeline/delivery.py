"""Stages 1 and 2 of every file, with everything that is wrong collected."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from msgspec import Struct, field

from etl.catalog.catalog import Catalog
from etl.catalog.check import check_catalog
from etl.catalog.claimed import refuse_unclaimed
from etl.catalog.load import load_catalog
from etl.errors import LiaoningError, ProblemsFound, RejectedCell
from etl.extract.limited import WorkbookReader
from etl.extract.raw_files import format_of, list_raw_files
from etl.extract.read import read_sheets
from etl.model.loaded import RawFile
from etl.model.sheet import Sheet, SheetWarning, cell_name
from etl.stage.corrections import CorrectedFigure
from etl.stage.result import StagedSheet
from etl.stage.stage import stage_sheet

_OF_CELL = ("sheet_no", "row_no", "column_no", "code", "found", "facts")

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, how many parts are done, and how many there are."""


def silent(step: str, done: int, of: int) -> None:
    """Report nothing."""


Part = tuple[RawFile, Sheet, StagedSheet]
"""One sheet with the file that it is of, and what staging made of it."""


class Staging(Struct):
    """All sheets of a delivery after stage 2, and the figures in them that a correction changes."""

    sheets: list[Part] = field(default_factory=list)
    problems: list[LiaoningError] = field(default_factory=list)
    corrected: list[CorrectedFigure] = field(default_factory=list)

    @property
    def files(self) -> tuple[RawFile, ...]:
        """The files, each once, in order of their numbers."""
        return tuple({file.file_id: file for file, _, _ in self.sheets}.values())

    @property
    def warnings(self) -> tuple[SheetWarning, ...]:
        """What to know before the figures are used, each once, in order of files."""
        return tuple(dict.fromkeys(warning for _, sheet, _ in self.sheets for warning in sheet.warnings))


def read_delivery(
    data_dir: Path,
    report: Progress = silent,
    declarations: Path | None = None,
    accepted: Path | None = None,
    as_of: date | None = None,
) -> tuple[Catalog, list[RawFile], Staging]:
    """Stages 1 and 2 of every file, with everything that is wrong collected.

    Args:
        data_dir: the folder whose ``raw/`` is read.
        report: told how far it is.
        declarations: the folder whose ``catalog/`` is read; unset: that of the data.
        accepted: folder of the files accepted at the load desk, if there are any.
        as_of: pass over what came after this day; None for all of it.
    """
    catalog_dir = declarations or data_dir
    refuse_unclaimed(catalog_dir / "catalog")
    catalog = load_catalog(catalog_dir)
    check_catalog(catalog)
    files, problems = list_raw_files(data_dir / "raw", catalog, accepted, as_of)
    staging = Staging(problems=list(problems))
    with WorkbookReader() as workbooks:
        for number, file in enumerate(files):
            report("stage", number, len(files))
            stage_file(file, catalog, staging, workbooks)
    return catalog, files, staging


def stage_file(file: RawFile, catalog: Catalog, staging: Staging, workbooks: WorkbookReader) -> None:
    """Stages 1 and 2 of one file; what is wrong goes to ``staging.problems``."""
    try:
        declared = format_of(file, catalog).format
        staged = [(file, sheet, stage_sheet(sheet, declared, file, catalog)) for sheet in
                  read_sheets(file.location, file.path, declared, workbooks)]  # fmt: skip
    except LiaoningError as problem:
        staging.problems.append(problem)
        return
    staging.sheets.extend((file, sheet.without_cells(), result) for file, sheet, result in staged)
    rejected = [cell for _, sheet, result in staged for cell in rejected_cells(sheet, result)]
    if len(rejected) > file.meta.accepted_rejects:
        staging.problems.extend(rejected)


def rejected_cells(sheet: Sheet, staged: StagedSheet) -> Iterable[RejectedCell]:
    """The rejects of a sheet as problems with their place; a region at fault is named once only."""
    cells = (tuple(row[name] for name in _OF_CELL) for row in staged.rejected.rows())
    for cell in dict.fromkeys(cells):
        reject = dict(zip(_OF_CELL, cell, strict=True))
        yield RejectedCell(
            str(reject["code"]),
            file=sheet.file,
            sheet=sheet.name,
            cell=cell_name(reject["row_no"], reject["column_no"]),
            found=reject["found"],
            **json.loads(reject["facts"]),
        )


def refuse_if_wrong(staging: Staging) -> None:
    """Refuse the whole delivery if anything is wrong with it.

    Raises:
        ProblemsFound: with every problem.
    """
    if staging.problems:
        raise ProblemsFound(staging.problems)
