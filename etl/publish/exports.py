"""The exports of a build: plain CSV in a stable order, so that equal inputs export equal bytes."""

import csv
import hashlib
import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.model.read import Read
from etl.model.sheet import cell_name
from etl.store.quality_rows import CorrectionRow
from etl.store.read import Warehouse
from etl.store.rows import (
    AssessmentRow,
    CellAddress,
    ChallengeRow,
    FileRow,
    FindingRow,
    FlagRow,
    ObservationRow,
    PeerRow,
    RejectedRow,
    StageCountRow,
    TitleFlowRow,
    ValueRow,
)
from etl.store.working import declared_figures, used_observation

EXPORTS = "exports"
MANIFEST = "manifest.json"


def write_exports(warehouse: Warehouse, catalog: Catalog, folder: Path) -> dict[str, str]:
    """Write every export and the manifest with their hashes.

    Returns:
        file name → sha256.
    """
    folder.mkdir(parents=True)
    observations = warehouse.observations(all_vintages=True)
    values = warehouse.values()
    tables: dict[str, tuple[Sequence[str], Iterable[NamedTuple]]] = {
        "observations": (ObservationRow._fields, observations),
        "assessments": (AssessmentRow._fields, warehouse.assessments()),
        "flags": (FlagRow._fields, warehouse.flags()),
        "challenges": (ChallengeRow._fields, warehouse.challenges()),
        "files": (FileRow._fields, warehouse.files()),
        "stage_counts": (StageCountRow._fields, warehouse.stage_counts()),
        "rejected": (RejectedRow._fields, warehouse.rejected()),
        "findings": (FindingRow._fields, warehouse.findings()),
        "peers": (PeerRow._fields, warehouse.peers()),
        "title_flows": (TitleFlowRow._fields, warehouse.title_flows()),
        "corrections": (CorrectionRow._fields, warehouse.corrections()),
    }
    hashes = {name: _write(folder / f"{name}.csv", fields, rows) for name, (fields, rows) in tables.items()}
    with_working = _with_working(catalog, values, observations)
    hashes["values"] = _write(folder / "values.csv", (*ValueRow._fields, "formula", "inputs"), with_working)
    manifest = {
        "build_id": warehouse.build_id,
        "deployment": catalog.deployment.id,
        "nature": catalog.deployment.nature,
        "sha256": {f"{name}.csv": hashes[name] for name in sorted(hashes)},
    }
    (folder / MANIFEST).write_text(
        json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    return hashes


def _write(path: Path, fields: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(fields)
        writer.writerows(
            [cell_text(cell) if type(cell) is CellAddress else cell for cell in row] for row in rows
        )
    return hashlib.sha256(path.read_bytes()).hexdigest()


def cell_text(cell: CellAddress) -> str:
    """A cell's full address in one word: ``file!sheet!C7``."""
    return f"{cell.file}!{cell.sheet}!{cell_name(cell.row, cell.column)}"


def _with_working(
    catalog: Catalog, values: Sequence[ValueRow], observations: Sequence[ObservationRow]
) -> Iterable[tuple[object, ...]]:
    """Each value with its formula and the cells or values that it reads."""
    vintages: dict[tuple[str, str, str], list[ObservationRow]] = {}
    for each in observations:
        vintages.setdefault((each.series, each.region, each.period), []).append(each)
    figures = {(v.indicator, v.region, v.period): v.value for v in values}
    periods = {text: Period.parse(text) for text in {value.period for value in values}}

    @cache  # the regions of a period read alike
    def reads_of(name: str, period: str, basis: str) -> tuple[tuple[Read, str], ...]:
        reads = catalog.indicators[name].reads(periods[period], published=basis == "published")
        return tuple((read, str(read.period)) for read in reads)

    for value in values:
        indicator, period = catalog.indicators[value.indicator], periods[value.period]
        inputs = []
        for read, text in reads_of(value.indicator, value.period, value.basis):
            key = (read.name, read.region or value.region, text)
            first = vintages.get((read.beside or "", *key[1:]))
            observation = used_observation(vintages.get(key, ()), first[0] if first else None)
            if observation is not None:
                inputs.append(f"{read.name}@{text}={observation.value!r}[{cell_text(observation.cell)}]")
            elif figures.get(key) is not None:
                inputs.append(f"{read.name}@{text}={figures[key]!r}")
        inputs += [
            f"{figure.value!r}[{figure.file}!{figure.row}]"
            for figure in declared_figures(catalog, indicator, value.region, period)
        ]
        yield (*value, indicator.formula.kind, "; ".join(inputs))
