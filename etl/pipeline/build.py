"""How a build comes into being: whole or not at all."""

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.catalog.catalog import Catalog
from etl.errors import UsageError
from etl.pipeline.delivery import Progress, read_delivery, refuse_if_wrong, silent
from etl.pipeline.fingerprint import fingerprint_of
from etl.pipeline.warehouse import StageCount, fill_warehouse
from etl.publish.exports import EXPORTS, write_exports
from etl.store.read import POINTER, WAREHOUSE, Warehouse, current_build_id, open_warehouse


@dataclass(frozen=True)
class BuildSummary:
    """What a build did.

    Attributes:
        build_id: hash of inputs, catalogue, code and as-of date; no clock inside.
        is_new: False where the same build was there already.
        previous: the build that the pointer named before.
        counts: rows in, kept, rejected and left out per stage and source.
    """

    build_id: str
    is_new: bool
    previous: str | None
    counts: tuple[StageCount, ...]
    indicators: int
    values: int
    regions: int
    periods: int
    assessments: int
    flags: int
    challenges: int
    notes: int


def build(
    data_dir: Path, build_dir: Path, as_of: date | None = None, report: Progress = silent
) -> BuildSummary:
    """Load, measure and publish everything below ``data_dir``.

    The build appears in ``build_dir/<build_id>/`` by a rename and becomes current by another, both atomic: a
    reader sees the old build or the new one, never a part.

    Raises:
        ProblemsFound: files or cells are wrong; all are named, nothing is published.
    """
    catalog, files, staging = read_delivery(data_dir, report)
    refuse_if_wrong(staging)
    fingerprint = fingerprint_of(data_dir, files, as_of)
    build_dir.mkdir(parents=True, exist_ok=True)
    previous, target = current_build_id(build_dir), build_dir / fingerprint.build_id
    _refuse_other_nature(build_dir, previous, catalog)
    is_new = not (target / WAREHOUSE).exists()
    if is_new:
        with tempfile.TemporaryDirectory(prefix=".building-", dir=build_dir) as scratch:
            folder = Path(scratch) / fingerprint.build_id
            folder.mkdir()
            fill_warehouse(folder / WAREHOUSE, catalog, staging, fingerprint, report)
            # A build is read by its own declarations.
            shutil.copytree(data_dir / "catalog", folder / "catalog")
            publish(folder, catalog, report)
            shutil.rmtree(target, ignore_errors=True)
            folder.rename(target)
    set_current(build_dir, fingerprint.build_id)
    return _summary(build_dir, fingerprint.build_id, previous, is_new=is_new)


def _refuse_other_nature(build_dir: Path, previous: str | None, catalog: Catalog) -> None:
    """Real and demonstration data never share a pointer.

    Raises:
        UsageError: the pointer names a build of the other nature.
    """
    if previous is None or not (build_dir / previous / WAREHOUSE).exists():
        return
    warehouse = open_warehouse(build_dir, previous)
    try:
        there = warehouse.build().nature
    finally:
        warehouse.close()
    if there != catalog.deployment.nature:
        raise UsageError(
            problem=f"{build_dir} holds builds of {there} data, these are {catalog.deployment.nature} data",
            action="Give another --build-dir: real and demonstration data never share a folder",
        )


def publish(folder: Path, catalog: Catalog, report: Progress) -> None:
    """Stage 7 of a finished warehouse."""
    report("publish", 0, 1)
    warehouse = Warehouse.of_file(folder.name, folder / WAREHOUSE)
    try:
        write_exports(warehouse, catalog, folder / EXPORTS)
    finally:
        warehouse.close()


def set_current(build_dir: Path, build_id: str) -> None:
    """Let the pointer name a build, atomically and durably."""
    handle, name = tempfile.mkstemp(prefix=".current-", dir=build_dir)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(build_id + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    Path(name).replace(build_dir / POINTER)


def _summary(build_dir: Path, build_id: str, previous: str | None, *, is_new: bool) -> BuildSummary:
    warehouse = open_warehouse(build_dir, build_id)
    try:
        values = [value for value in warehouse.values() if value.value is not None]
        challenges = warehouse.challenges()
        return BuildSummary(
            build_id=build_id,
            is_new=is_new,
            previous=previous,
            counts=tuple(StageCount(*count) for count in warehouse.stage_counts()),
            indicators=len({value.indicator for value in values}),
            values=len(values),
            regions=len({value.region for value in values}),
            periods=len({value.period for value in values}),
            assessments=len(warehouse.assessments()),
            flags=len(warehouse.flags()),
            challenges=sum(challenge.severity == "challenge" for challenge in challenges),
            notes=sum(challenge.severity == "note" for challenge in challenges),
        )
    finally:
        warehouse.close()
