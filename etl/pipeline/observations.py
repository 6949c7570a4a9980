"""Stage 3 into the warehouse: corrections, observations with their vintages, sizes of revisions."""

from datetime import date

import pandas as pd

from etl.catalog.catalog import Catalog
from etl.derive.revisions import revision_sizes
from etl.errors import ConservationError
from etl.frames import Frame
from etl.model.vocabulary import MissingReason, Nature, Status
from etl.observe.observe import observe
from etl.stage.corrections import CorrectedFigure
from etl.store.write import WarehouseWriter


def write_observations(
    writer: WarehouseWriter, catalog: Catalog, corrected: list[CorrectedFigure], as_of: date | None
) -> None:
    """Observations out of the staged rows.

    Raises:
        ConservationError: a row known by the day was lost or doubled.
    """
    writer.insert_rows("correction", (_correction_row(each) for each in corrected))
    observations = observe(
        writer.table("staged"),
        _conversions(writer, catalog),
        _natures(writer, catalog),
        as_of,
        writer.table("correction") if corrected else None,
    )
    writer.insert_expression("observation", observations, ("series", "period", "region", "vintage"))
    _refuse_loss(writer, as_of)
    writer.insert_expression("revision_size", revision_sizes(writer.table("observation")), ("series",))


def _refuse_loss(writer: WarehouseWriter, as_of: date | None) -> None:
    """Every staged row known by the day is an observation, source by source.

    Raises:
        ConservationError: a source lost rows, or has more than it sent.
    """
    counts = writer.rows(
        """
        SELECT source, sum(staged), sum(known), sum(kept) FROM (
            SELECT source, 1 AS staged, 0 AS kept,
                   CASE WHEN known_from <= coalesce(?, DATE '9999-12-31') THEN 1 ELSE 0 END AS known
            FROM staged
            UNION ALL SELECT source, 0, 1, 0 FROM observation
        ) GROUP BY source ORDER BY source
        """,
        as_of,
    )
    for source, rows_in, known, kept in counts:
        if kept != known:
            raise ConservationError(
                stage="observe", source=source, rows_in=rows_in, kept=kept, rejected=rows_in - known
            )


def _conversions(writer: WarehouseWriter, catalog: Catalog) -> Frame:
    conversions = [
        {"series": series.id, "unit": unit.id, "multiply": float(numerator), "divide": float(denominator)}
        for series in catalog.series.values()
        for unit in catalog.units.values()
        if unit.converts_to(catalog.units[series.unit])
        for numerator, denominator in [unit.factor_to(catalog.units[series.unit]).as_integer_ratio()]
    ]
    types = {"series": "series_t", "unit": "unit_t", "multiply": "DOUBLE", "divide": "DOUBLE"}
    return writer.lookup(pd.DataFrame(conversions), types)


def _natures(writer: WarehouseWriter, catalog: Catalog) -> Frame:
    ranks = {nature: rank for rank, nature in enumerate(Nature)}
    natures = [
        {"source": source.id, "nature": source.nature.value, "nature_rank": ranks[source.nature]}
        for source in catalog.sources.values()
    ]
    types = {"source": "source_t", "nature": "nature_t", "nature_rank": "INTEGER"}
    return writer.lookup(pd.DataFrame(natures), types)


def _correction_row(each: CorrectedFigure) -> dict[str, object]:
    """One corrected figure; a withheld one is missing, with the reason that it did not pass."""
    declared, is_withheld = each.correction, each.corrected is None
    return {
        "correction": declared.id,
        "source": each.source,
        "series": declared.series,
        "region": declared.region,
        "period": each.period,
        "action": declared.action.value,
        "reported": each.reported,
        "corrected": each.corrected,
        "corrected_region": each.corrected_region,
        "corrected_status": Status.MISSING.value if is_withheld else None,
        "corrected_reason": MissingReason.REJECTED.value if is_withheld else None,
        "reason_zh": declared.reason.zh,
        "reason_en": declared.reason.en,
        "reported_on": declared.reported.date,
        "reported_by": declared.reported.by,
        "file_id": each.file_id,
        "sheet_no": each.sheet_no,
        "row_no": each.row_no,
        "column_no": each.column_no,
    }
