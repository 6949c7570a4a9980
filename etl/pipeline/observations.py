"""Stage 3 into the warehouse: corrections, observations with their vintages, sizes of revisions."""

from datetime import date

import numpy as np

from etl.catalog.catalog import Catalog
from etl.columns import Columns
from etl.derive.revisions import revision_sizes
from etl.errors import ConservationError
from etl.model.figures import Axes
from etl.model.vocabulary import MissingReason, Status
from etl.observe.observe import is_known
from etl.pipeline.engine import Engine
from etl.stage.corrections import CorrectedFigure
from etl.store.write import WarehouseWriter


def write_observations(
    writer: WarehouseWriter,
    catalog: Catalog,
    axes: Axes,
    staged: Columns,
    *,
    corrected: list[CorrectedFigure],
    as_of: date | None,
    engine: Engine,
) -> Columns:
    """Observations out of the staged rows, as they stand in their table.

    Raises:
        ConservationError: a row known by the day was lost or doubled.
    """
    corrections = [_correction_row(each) for each in corrected]
    writer.insert_rows("correction", corrections)
    observations = engine.observe(staged, catalog, axes, as_of, corrections)
    writer.append("observation", observations)
    _refuse_loss(writer, staged, as_of)
    writer.insert_rows("revision_size", revision_sizes(observations))
    return observations


def _refuse_loss(writer: WarehouseWriter, staged: Columns, as_of: date | None) -> None:
    """Every staged row known by the day is an observation in the warehouse, source by source.

    Raises:
        ConservationError: a source lost rows, or has more than it sent.
    """
    stored = dict(writer.rows("SELECT CAST(source AS VARCHAR), count(*) FROM observation GROUP BY ALL"))
    source, known = staged.coded("source"), is_known(staged, as_of)
    rows_in, rows_known = (
        np.bincount(codes, minlength=len(source.words)).tolist()
        for codes in (source.codes, source.codes[known])
    )
    for name, sent, expected in zip(source.words, rows_in, rows_known, strict=True):
        if (kept := stored.get(name, 0)) != expected:
            raise ConservationError(
                stage="observe", source=name, rows_in=sent, kept=kept, rejected=sent - expected
            )


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
