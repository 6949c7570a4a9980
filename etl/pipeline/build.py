"""How a build comes into being: whole or not at all."""

import shutil
import tempfile
from datetime import date
from pathlib import Path

from msgspec import Struct

from etl.catalog.catalog import Catalog
from etl.catalog.declared_by_day import catalog_known_by, undated
from etl.errors import BuildError, storage_error, told
from etl.model.sheet import SheetWarning
from etl.pipeline.delivery import Progress, read_delivery, refuse_if_wrong, silent
from etl.pipeline.engine import Engine, InProcess
from etl.pipeline.fingerprint import fingerprint_of
from etl.pipeline.lock import one_build_at_a_time
from etl.pipeline.overlay import lay_over
from etl.pipeline.published_by_day import known_by, with_corrections
from etl.pipeline.snapshot import refuse_if_changed, snapshot_catalog
from etl.pipeline.verify import is_whole, refuse_if_unfinished, refuse_other_nature
from etl.pipeline.warehouse import StageCount, fill_warehouse
from etl.publish.manifest import sha256_of, write_manifest
from etl.publish.pointer import DRAFT, put_in_place, set_current
from etl.store.faults import told_of_disk
from etl.store.read import WAREHOUSE, current_build_id, open_warehouse
from etl.store.slices import SLICES

SCRATCH = ".building-"


class BuildSummary(Struct, frozen=True):
    """What a build did.

    Attributes:
        build_id: hash of inputs, catalogue, code and as-of date; no clock inside.
        is_new: False where the same build was there already.
        previous: the build that the pointer named before.
        counts: rows in, kept, rejected and left out per stage and source.
        warnings: what to know about the sheets before the figures are used.
        undated: declarations without a date that a build of a past day took as known.
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
    warnings: tuple[SheetWarning, ...]
    undated: tuple[str, ...]


def build(
    data_dir: Path,
    build_dir: Path,
    as_of: date | None = None,
    report: Progress = silent,
    accepted: Path | None = None,
    *,
    declared: Path | None = None,
    engine: Engine | None = None,
) -> BuildSummary:
    """Load, measure and publish everything below ``data_dir``.

    The build appears in ``build_dir/<build_id>/`` by a rename and becomes current by another, both atomic: a
    reader sees the old build or the new one, never a part.

    One build at a time works in a folder. What is complete there is never removed; a damaged current build
    does not stand in the way of a new one.

    Args:
        data_dir: the folder of ``catalog/`` and ``raw/``.
        build_dir: the folder of the builds and of the pointer.
        as_of: only what was known on that day.
        report: told how far it is.
        accepted: folder of the files accepted at the load desk; they count from the day of their acceptance.
        declared: folder of the declarations that two people changed; they count from that day too.
        engine: where the stages from observe to assess run; unset: in this process. The build is the same.

    Raises:
        ProblemsFound: files or cells are wrong; all are named, nothing is published.
        DataError: another build is under way, or the inputs changed while they were read.
        UsageError: the folder holds builds of the other nature, real or demonstration.
        StorageError: the disk is full, or the folder cannot be written.
    """
    try:
        with told_of_disk(build_dir):
            at = engine or InProcess()
            return _build_in(data_dir, build_dir, as_of, report, accepted, declared=declared, engine=at)
    except OSError as error:
        known = storage_error(error, build_dir)
        if known is None:
            raise
        raise known from error


def _build_in(
    data_dir: Path,
    build_dir: Path,
    as_of: date | None,
    report: Progress,
    accepted: Path | None,
    *,
    declared: Path | None,
    engine: Engine,
) -> BuildSummary:
    build_dir.mkdir(parents=True, exist_ok=True)
    with one_build_at_a_time(build_dir):
        _sweep(build_dir)
        with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=build_dir) as scratch:
            snapshot_catalog(data_dir, Path(scratch))
            lay_over(Path(scratch) / "catalog", declared, as_of)
            return _build(data_dir, build_dir, Path(scratch), as_of, report, accepted, engine=engine)


def _build(  # noqa: PLR0917  the arguments of a build, and where it is put together
    data_dir: Path,
    build_dir: Path,
    scratch: Path,
    as_of: date | None,
    report: Progress,
    accepted: Path | None,
    *,
    engine: Engine,
) -> BuildSummary:
    declared, _, delivery = read_delivery(
        data_dir, report, declarations=scratch, accepted=accepted, as_of=as_of
    )
    catalog = catalog_known_by(declared, as_of)
    staging = known_by(catalog, with_corrections(catalog, delivery, as_of), as_of)
    refuse_if_wrong(staging)
    nature = catalog.deployment.nature
    refuse_other_nature(build_dir, nature)
    is_demo = nature == "demonstration"
    fingerprint = fingerprint_of(scratch / "catalog", staging.files, as_of, is_demo=is_demo)
    previous, target = _previous(build_dir), build_dir / fingerprint.build_id
    is_new = not is_whole(target)
    if is_new:
        folder = scratch / fingerprint.build_id
        folder.mkdir()
        slices = fill_warehouse(folder / WAREHOUSE, catalog, staging, fingerprint, report, engine=engine)
        (scratch / "catalog").rename(folder / "catalog")  # a build is read by its own declarations
        publish(folder, catalog, as_of, slices)
        refuse_if_unfinished(folder)
        refuse_if_changed(delivery.files)
    summary = _summary(
        scratch if is_new else build_dir,  # it opens before it takes its place
        fingerprint.build_id,
        previous,
        staging.warnings,
        undated=undated(catalog) if as_of else (),
        is_new=is_new,
    )
    if is_new:
        put_in_place(scratch / fingerprint.build_id, target, aside=scratch / "damaged")
    set_current(build_dir, fingerprint.build_id)
    return summary


def _sweep(build_dir: Path) -> None:
    """Remove what builds left that were killed; the lock is held, so that none is under way."""
    for leftover in build_dir.glob(f"{SCRATCH}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    for leftover in build_dir.glob(f"{DRAFT}*"):
        leftover.unlink(missing_ok=True)


def _previous(build_dir: Path) -> str | None:
    """The build that was current; a damaged pointer, which a new build mends, names none."""
    try:
        return current_build_id(build_dir)
    except BuildError:
        return None


def publish(folder: Path, catalog: Catalog, as_of: date | None, slices: str) -> None:
    """Write down what the finished files of a build hash to.

    Args:
        folder: of the build.
        catalog: the declarations.
        as_of: the day of which only what was known counted.
        slices: hash of its slices.
    """
    sha256 = {SLICES: slices, WAREHOUSE: sha256_of(folder / WAREHOUSE)}
    write_manifest(folder, catalog, build_id=folder.name, as_of=as_of, sha256=sha256)


def _summary(
    build_dir: Path,
    build_id: str,
    previous: str | None,
    warnings: tuple[SheetWarning, ...],
    *,
    undated: tuple[str, ...],
    is_new: bool,
) -> BuildSummary:
    warehouse = open_warehouse(build_dir, build_id)
    try:
        known = warehouse.known_values()
        if warehouse.count_stored() != known.values:
            raise BuildError(**told("damaged_build", build=build_id, part=WAREHOUSE))
        challenges = warehouse.challenges()
        return BuildSummary(
            build_id=build_id,
            is_new=is_new,
            previous=previous,
            counts=tuple(StageCount(*count) for count in warehouse.stage_counts()),
            indicators=known.indicators,
            values=known.values,
            regions=known.regions,
            periods=known.periods,
            assessments=len(warehouse.assessments()),
            flags=len(warehouse.flags()),
            challenges=sum(challenge.severity == "challenge" for challenge in challenges),
            notes=sum(challenge.severity == "note" for challenge in challenges),
            warnings=warnings,
            undated=undated,
        )
    finally:
        warehouse.close()
