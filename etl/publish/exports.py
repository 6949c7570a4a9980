"""The exports of a build: plain CSV in a stable order, so that equal inputs export equal bytes."""

import csv
import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from etl.catalog.catalog import Catalog
from etl.catalog.declared_by_day import undated
from etl.model.sheet import cell_name
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
from etl.store.slicing import write_slices
from etl.store.working import KINDS_WITH_DECLARED_FIGURES

EXPORTS = "exports"
MANIFEST = "manifest.json"


def write_exports(build: Path, catalog: Catalog) -> dict[str, str]:
    """Write every export and the slices of a finished warehouse, and the manifest with their hashes.

    Args:
        build: the folder of the build, named by its id.
        catalog: the declarations that it was made by.

    Returns:
        name of the table → sha256 of its file.
    """
    folder = build / EXPORTS
    folder.mkdir(parents=True)
    slices = write_slices(build / WAREHOUSE)
    warehouse = Warehouse.of_file(build.name, build / WAREHOUSE)
    try:
        as_of = warehouse.build().as_of
        hashes = _write_small(warehouse, folder)
        stated = tuple(figures_declared(catalog, warehouse.values(_with_declared_figures(catalog))))
    finally:
        warehouse.close()
    hashes |= _write_large(build / WAREHOUSE, catalog, stated, folder)
    manifest = {
        "build_id": build.name,
        "deployment": catalog.deployment.id,
        "nature": catalog.deployment.nature,
        "as_of": None if as_of is None else as_of.isoformat(),
        "undated_counted_as_known": [] if as_of is None else list(undated(catalog)),
        "sha256": {f"{name}.csv": hashes[name] for name in sorted(hashes)},
        "slices": slices,
    }
    (folder / MANIFEST).write_text(
        json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    return hashes


def _write_small(warehouse: Warehouse, folder: Path) -> dict[str, str]:
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
    return {name: _write(folder / f"{name}.csv", fields, rows) for name, (fields, rows) in tables.items()}


def _write_large(warehouse: Path, catalog: Catalog, stated: Iterable[Stated], folder: Path) -> dict[str, str]:
    """The exports that grow with the figures; the engine writes them."""
    formulas = {each.id: each.formula.kind for each in catalog.indicators.values()}
    with Exporter(warehouse, folder) as exporter:
        observations = exporter.write_observations("observations.csv")
        read = figures_read(catalog, exporter.footings())
        values = exporter.write_values("values.csv", formulas, read, stated)
    return {"observations": sha256_of(observations), "values": sha256_of(values)}


def _with_declared_figures(catalog: Catalog) -> list[str]:
    """Ids of the indicators whose formula takes figures from the catalogue."""
    return [
        each.id for each in catalog.indicators.values() if each.formula.kind in KINDS_WITH_DECLARED_FIGURES
    ]


def _write(path: Path, fields: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(fields)
        writer.writerows(
            [cell_text(cell) if type(cell) is CellAddress else cell for cell in row] for row in rows
        )
    return sha256_of(path)


def sha256_of(path: Path) -> str:
    """Hash of a file, read piece by piece."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def cell_text(cell: CellAddress) -> str:
    """A cell's full address in one word: ``file!sheet!C7``."""
    return f"{cell.file}!{cell.sheet}!{cell_name(cell.row, cell.column)}"
