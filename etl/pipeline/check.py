"""Check a delivery, or one file alone, without writing anything."""

from collections.abc import Iterator
from pathlib import Path

from etl.catalog.catalog import Catalog
from etl.catalog.load import load_catalog
from etl.catalog.target_form import TARGETS, load_target_form, with_target_form
from etl.errors import LiaoningError, SourceFileError, UsageError, told
from etl.extract.limited import WorkbookReader
from etl.extract.raw_files import sha256_of
from etl.model.loaded import RawFile
from etl.model.source import FileMeta
from etl.pipeline.delivery import Staging, read_delivery, refuse_if_wrong, stage_file
from etl.pipeline.known import with_corrections
from etl.pipeline.target_return import target_problems
from etl.stage.result import StagedSheet


def check_delivery(data_dir: Path) -> Iterator[str]:
    """A line per source.

    Raises:
        ProblemsFound: every problem of the catalogue and the files.
    """
    catalog, files, delivery = read_delivery(data_dir)
    staging = with_corrections(catalog, delivery, None)
    refuse_if_wrong(staging)
    yield from (warning.say("en") for warning in staging.warnings)
    rows = sum(staged.rows_in for _, _, staged in staging.sheets)
    yield (
        f"{len(catalog.indicators)} indicators, {len(catalog.targets)} targets, "
        f"{len(files)} files, {rows} rows: no problem found."
    )


def check_one_file(data_dir: Path, path: Path, source: str | None) -> Iterator[str]:
    """What the intake makes of one file, wherever it lies.

    The source is the one given, else every source whose format fits the file's name is tried.

    Raises:
        ProblemsFound: the file fits no format, or cells are wrong.
        UsageError: there is no such file.
    """
    if not path.is_file():
        raise UsageError(**told("no_file", path=path))
    form = load_target_form()
    catalog = with_target_form(load_catalog(data_dir), form)
    candidates = [source] if source else _fitting_sources(catalog, path)
    if not candidates:
        raise SourceFileError(file=path.name, **told("no_format_alone"))
    with WorkbookReader() as workbooks:
        tried = [(name, _stage_alone(catalog, path, name, workbooks)) for name in candidates]
    best, staging = min(tried, key=lambda each: _faults(each[1]))
    for _, sheet, staged in staging.sheets if best == TARGETS else ():
        staging.problems.extend(target_problems(catalog, form, sheet, staged))
    refuse_if_wrong(staging)
    yield from (warning.say("en") for warning in staging.warnings)
    for _, sheet, staged in staging.sheets:
        kept = len(staged.rows) + len(staged.records)
        yield (
            f"{path.name}, sheet {sheet.name}, as {best}: "
            f"{staged.rows_in} rows in = {kept} kept + {len(staged.rejected)} rejected{_left_out(staged)}"
        )


def _left_out(staged: StagedSheet) -> str:
    """What the format leaves out of a sheet, with the words of its rows."""
    words = ", ".join(staged.left_out)
    return f" + {staged.rows_left_out} left out ({words})" if words else ""


def _fitting_sources(catalog: Catalog, path: Path) -> list[str]:
    name = Path(path.name)
    return [
        source
        for source, files in catalog.formats.items()
        if any(name.match(declared.format.file) for declared in files)
    ]


def _stage_alone(catalog: Catalog, path: Path, source: str, workbooks: WorkbookReader) -> Staging:
    """Stages 1 and 2 of a file that has no meta yet."""
    sha256 = sha256_of(path, path.name)
    meta = FileMeta(source=source, publisher="-", published="9999", licence="-", citation="-", sha256=sha256)
    staging = Staging()
    stage_file(RawFile(1, source, path.name, path, sha256, meta), catalog, staging, workbooks)
    return staging


def _faults(staging: Staging) -> tuple[bool, int]:
    """How badly a file fits: a changed layout is worse than any number of wrong cells."""
    problems: list[LiaoningError] = staging.problems
    return (not staging.sheets, len(problems))
