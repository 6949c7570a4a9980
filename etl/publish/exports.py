"""The exports of a build, written when they are asked for.

Plain CSV in a stable order, so that equal inputs export equal bytes.
"""

import csv
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from etl.catalog.catalog import Catalog
from etl.model.sheet import cell_name
from etl.publish.manifest import sha256_of, write_manifest
from etl.publish.workings import figures_declared, figures_read
from etl.store.export import Exporter, Stated
from etl.store.quality_rows import CorrectionRow
from etl.store.read import WAREHOUSE, Warehouse
from etl.store.rows import (
    AssessmentRow,
    CellAddress,
    ChallengeRow,
    FileRow,
    FindingRow,
    FlagRow,
    PeerRow,
    RejectedRow,
    StageCountRow,
    TitleFlowRow,
)
from etl.store.working import KINDS_WITH_DECLARED_FIGURES


def write_exports(build: Path, catalog: Catalog, folder: Path) -> dict[str, str]:
    """Write every export of a finished build, and their manifest.

    Args:
        build: the folder of the build, named by its id.
        catalog: the declarations that it was made by.
        folder: where the exports go.

    Returns:
        name of each file → its sha256.
    """
    warehouse = Warehouse.of_file(build.name, build / WAREHOUSE)
    try:
        as_of = warehouse.build().as_of
        written = _write_small(warehouse, folder)
        stated = tuple(figures_declared(catalog, warehouse.values(_with_declared_figures(catalog))))
    finally:
        warehouse.close()
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        # whoever serves the build has its warehouse open, and the engine opens one file in one way only
        copy = Path(shutil.copy(build / WAREHOUSE, scratch))
        written += _write_large(copy, catalog, stated, folder)
    sha256 = {path.name: sha256_of(path) for path in written}
    write_manifest(folder, catalog, build_id=build.name, as_of=as_of, sha256=sha256)
    return sha256


def _write_small(warehouse: Warehouse, folder: Path) -> list[Path]:
    """The exports that a reader's rows are written to as they are."""
    tables: dict[str, tuple[Sequence[str], Iterable[NamedTuple]]] = {
        "assessments": (AssessmentRow._fields, warehouse.assessments()),
        "flags": (FlagRow._fields, warehouse.flags()),
        "challenges": (ChallengeRow._fields, warehouse.challenges()),
        "files": (FileRow._fields, warehouse.files()),
        "stage_counts": (StageCountRow._fields, warehouse.stage_counts()),
        "rejected": (RejectedRow._fields, warehouse.rejected()),
        "findings": (FindingRow._fields, warehouse.findings()),
        "peers": (PeerRow._fields, warehouse.peers()),
        "title_flows": (TitleFlowRow._fields, warehouse.title_flows()),
        "title_flows_by_industry": (TitleFlowRow._fields, warehouse.title_flows(by_industry=True)),
        "corrections": (CorrectionRow._fields, warehouse.corrections()),
    }
    return [_write(folder / f"{name}.csv", fields, rows) for name, (fields, rows) in tables.items()]


def _write_large(warehouse: Path, catalog: Catalog, stated: Iterable[Stated], folder: Path) -> list[Path]:
    """The exports that grow with the figures; the engine writes them."""
    formulas = {each.id: each.formula.kind for each in catalog.indicators.values()}
    with Exporter(warehouse, folder) as exporter:
        observations = exporter.write_observations("observations.csv")
        read = figures_read(catalog, exporter.footings())
        values = exporter.write_values("values.csv", formulas, read, stated)
    return [observations, values]


def _with_declared_figures(catalog: Catalog) -> list[str]:
    """Ids of the indicators whose formula takes figures from the catalogue."""
    return [
        each.id for each in catalog.indicators.values() if each.formula.kind in KINDS_WITH_DECLARED_FIGURES
    ]


def _write(path: Path, fields: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(fields)
        writer.writerows(
            [cell_text(cell) if type(cell) is CellAddress else cell for cell in row] for row in rows
        )
    return path


def cell_text(cell: CellAddress) -> str:
    """A cell's full address in one word: ``file!sheet!C7``."""
    return f"{cell.file}!{cell.sheet}!{cell_name(cell.row, cell.column)}"
