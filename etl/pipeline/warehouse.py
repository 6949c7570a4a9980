"""Stages 3 to 6 into a new warehouse file."""

from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np
from msgspec import Struct
from msgspec.structs import asdict

from etl.catalog.catalog import Catalog
from etl.challenge.challenge import raise_challenges
from etl.challenge.figure_arrays import Evidence
from etl.columns import Coded, Columns, together
from etl.derive.months import periods_of_months
from etl.flag.flags import raise_flags
from etl.model.figures import Axes
from etl.model.indicator import ChainedReductionFormula
from etl.model.loaded import RawFile
from etl.model.period import Period, PeriodKind
from etl.model.tables import SCHEMA_VERSION
from etl.model.title import TITLE_REGISTER
from etl.pipeline.computed_revisions import write_computed_revisions
from etl.pipeline.delivery import Progress, Staging
from etl.pipeline.engine import Engine
from etl.pipeline.evidence import read_evidence
from etl.pipeline.findings import write_findings
from etl.pipeline.fingerprint import Fingerprint
from etl.pipeline.freed_memory import give_back
from etl.pipeline.observations import rows_sent, write_corrections, write_observations
from etl.pipeline.observed import levels_as_published, observed_of, read_refused
from etl.pipeline.publications import Publications, printed_in, write_notes
from etl.pipeline.readings import write_readings
from etl.pipeline.register_values import declared_periods, declared_values, last_day_of, read_title_stocks
from etl.pipeline.staged import staged_columns
from etl.pipeline.values import rows_of_values
from etl.stage.figures import periods_in_order
from etl.store.slicing import write_slices
from etl.store.write import WarehouseWriter


class StageCount(Struct, frozen=True):
    """Conservation of one stage for one source."""

    stage: str
    source: str
    rows_in: int
    rows_kept: int
    rows_rejected: int
    rows_left_out: int


def fill_warehouse(
    path: Path,
    catalog: Catalog,
    staging: Staging,
    fingerprint: Fingerprint,
    report: Progress,
    *,
    engine: Engine,
) -> str:
    """Stages 3 to 6 into a new warehouse file, and what pages read of it beside it.

    Args:
        path: of the warehouse; its folder holds nothing of the kind yet.
        catalog: the declarations.
        staging: the rows of the files.
        fingerprint: what the build is made of.
        report: told how far it is.
        engine: says where the first three stages run.

    Returns:
        sha256 of the slices.
    """
    writer = WarehouseWriter(path)
    try:
        at_hand = _fill(writer, catalog, staging, fingerprint, report, engine=engine)
        give_back(at_hand["values"].size)
        report("publish", 0, 1)
        return write_slices(writer, path.parent, at_hand)
    finally:
        writer.close()


def _fill(
    writer: WarehouseWriter,
    catalog: Catalog,
    staging: Staging,
    fingerprint: Fingerprint,
    report: Progress,
    *,
    engine: Engine,
) -> dict[str, Columns]:
    """All tables; returns the rows of the large ones as they were written, by the question asked of them."""
    counts = _stage_counts(staging)
    staged = staged_columns(staging, catalog)
    give_back(staged.size)
    with writer.at_once():
        axes = _write_loaded(writer, catalog, staging, fingerprint, staged=staged)
        writer.insert_rows("stage_count", map(asdict, counts))
    report("observe", 0, 1)
    corrections = write_corrections(writer, staging.corrected)
    sent = rows_sent(staged, fingerprint.as_of)
    observations = engine.observe(staged, catalog, axes, fingerprint.as_of, corrections)
    del staged  # its words and numbers are in the observations
    write_observations(writer, observations, sent)
    give_back(observations.size)
    write_readings(writer, catalog)
    observed = observed_of(observations, axes)
    declared = declared_values(writer, catalog, axes, fingerprint.as_of)
    values = engine.derive(catalog, axes, observations, declared, report)
    publications = Publications(printed_in(observations), axes)
    write_computed_revisions(writer, catalog, axes, observations, values=values, publications=publications)
    rows = rows_of_values(catalog.indicators, values)
    give_back(rows.size)
    writer.append("indicator_value", rows)
    write_notes(writer, catalog, observations, values)
    report("assess", 0, 1)
    refused, stocks = read_refused(writer), read_title_stocks(writer, catalog)
    challenges = raise_challenges(Evidence(catalog, axes, observations, values, refused, stocks))
    evidence = read_evidence(writer, catalog, observed)
    levels = levels_as_published(catalog, observed)
    assessments = engine.assess(catalog, values, levels, evidence)
    flags = raise_flags(catalog, assessments, challenges)
    with writer.at_once():
        rankings = write_findings(writer, catalog, observed, values)
        for table, found in (("challenge", challenges), ("assessment", assessments), ("flag", flags)):
            writer.insert_rows(table, [each.row() for each in found])
    at_hand = {"observations": observations, "values": rows}
    return at_hand | {"rankings": rankings} if rankings.size else at_hand


def _write_loaded(
    writer: WarehouseWriter, catalog: Catalog, staging: Staging, fingerprint: Fingerprint, *, staged: Columns
) -> Axes:
    """What was loaded beside the figures; returns the regions and periods of the build."""
    last_title_day = _last_title_day(catalog, staging, fingerprint.as_of)
    periods = _all_periods(catalog, staged, declared_periods(catalog, last_title_day))
    axes = Axes(tuple(catalog.regions), tuple(map(Period.parse, periods)))
    writer.create(
        {
            "series_t": list(catalog.series),
            "region_t": list(axes.regions),
            "period_t": list(axes.names),
            "unit_t": list(catalog.units),
            "source_t": list(catalog.sources),
            "indicator_t": list(catalog.indicators),
        }
    )
    writer.insert_rows("build", [_build_row(catalog, fingerprint)])
    writer.insert_rows("region", (_region_row(catalog, code) for code in catalog.regions))
    writer.insert_rows("file", (_file_row(file) for file in staging.files))
    writer.insert_rows(
        "sheet", ({"file_id": f.file_id, "sheet_no": s.number, "name": s.name} for f, s, _ in staging.sheets)
    )
    writer.append("record", _joined(staging, "records"))
    rejected = _joined(staging, "rejected")
    writer.append("rejected", rejected.with_columns(stage=Coded.all_alike("stage", rejected.size)))
    return axes


def _build_row(catalog: Catalog, fingerprint: Fingerprint) -> dict[str, object]:
    return {
        "build_id": fingerprint.build_id,
        "deployment": catalog.deployment.id,
        "as_of": fingerprint.as_of,
        "catalog_sha256": fingerprint.catalog,
        "inputs_sha256": fingerprint.inputs,
        "code_sha256": fingerprint.code,
        "nature": catalog.deployment.nature,
        "schema_version": SCHEMA_VERSION,
    }


def _region_row(catalog: Catalog, code: str) -> dict[str, object]:
    region = catalog.regions[code]
    names = {"name_zh": region.name.zh, "name_en": region.name.en}
    return {"code": code, **names, "level": region.level.value, "parent": region.parent}


def _file_row(file: RawFile) -> dict[str, object]:
    return {
        "file_id": file.file_id,
        "source": file.source,
        "path": file.path,
        "sha256": file.sha256,
        "published": file.meta.published,
        "known_from": file.known_from,
        "used": True,  # a file of which nothing was known by the day of the build is not listed
    }


def _last_title_day(catalog: Catalog, staging: Staging, as_of: date | None) -> date | None:
    """Day up to which stocks of titles are stated; None where no register of titles is among the files."""
    has_titles = any(
        staged.records.size and staged.records.coded("register").is_word(TITLE_REGISTER).any()
        for _, _, staged in staging.sheets
    )
    if not has_titles:
        return None
    return last_day_of(catalog, max(file.known_from for file, _, _ in staging.sheets), as_of)


def _joined(staging: Staging, part: Literal["records", "rejected"]) -> Columns:
    tables: list[Columns] = [
        getattr(staged, part).with_columns(
            source=Coded.all_alike(file.source, getattr(staged, part).size),
            file_id=np.full(getattr(staged, part).size, file.file_id, dtype=np.int32),
        )
        for file, _, staged in staging.sheets
        if getattr(staged, part).size
    ]
    return together(tables)


def _stage_counts(staging: Staging) -> list[StageCount]:
    counts: dict[str, list[int]] = {}
    for file, _, staged in staging.sheets:
        total = counts.setdefault(file.source, [0, 0, 0, 0])
        kept = staged.rows.size + staged.records.size
        numbers = (staged.rows_in, kept, staged.rejected.size, staged.rows_left_out)
        for at, number in enumerate(numbers):
            total[at] += number
    return [StageCount("stage", source, *numbers) for source, numbers in sorted(counts.items())]


def _all_periods(catalog: Catalog, staged: Columns, declared: set[str]) -> list[str]:
    """Periods of the files, and those that formulas can add: spans, months, the year before any year."""
    found = {*staged.coded("period").words, *declared}
    years = {Period.parse(text) for text in found}
    found |= {str(p.previous_year()) for p in years if p.kind is PeriodKind.YEAR}
    for indicator in catalog.indicators.values():
        if isinstance(indicator.formula, ChainedReductionFormula):
            found |= set(indicator.formula.spans)
    found |= periods_of_months(years)
    return periods_in_order(found)
