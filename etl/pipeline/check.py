"""Check a delivery, or one file alone, without writing anything."""

from collections.abc import Iterator
from pathlib import Path

from etl.pipeline.delivery import read_delivery, refuse_if_wrong
from etl.pipeline.intake import read_intake
from etl.pipeline.published_by_day import with_corrections
from etl.stage.result import StagedSheet


def check_delivery(data_dir: Path, accepted: Path | None = None) -> Iterator[str]:
    """A line per source.

    Args:
        data_dir: the deployment.
        accepted: folder of the files accepted at the load desk, if there are any.

    Raises:
        ProblemsFound: every problem of the catalogue and the files.
    """
    catalog, files, delivery = read_delivery(data_dir, accepted=accepted)
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
    intake = read_intake(data_dir, path, source)
    refuse_if_wrong(intake.staging)
    yield from (warning.say("en") for warning in intake.staging.warnings)
    for _, sheet, staged in intake.sheets:
        kept = staged.rows.size + staged.records.size
        yield (
            f"{path.name}, sheet {sheet.name}, as {intake.source}: "
            f"{staged.rows_in} rows in = {kept} kept + {staged.rejected.size} rejected{_left_out(staged)}"
        )


def _left_out(staged: StagedSheet) -> str:
    """What the format leaves out of a sheet, with the words of its rows."""
    words = ", ".join(staged.left_out)
    return f" + {staged.rows_left_out} left out ({words})" if words else ""
