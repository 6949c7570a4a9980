"""Stage 3 into the warehouse: corrections, observations with their vintages, sizes of revisions."""

from collections.abc import Iterable
from datetime import date

import numpy as np
from msgspec import Struct

from etl.columns import Columns
from etl.derive.revisions import revision_sizes
from etl.errors import ConservationError
from etl.model.vocabulary import MissingReason, Status
from etl.observe.observe import is_known
from etl.stage.corrections import CorrectedFigure
from etl.store.write import WarehouseWriter


class Sent(Struct, frozen=True):
    """How many rows a source sent, and how many of them were known by the day of the build."""

    source: str
    rows: int
    known: int


def rows_sent(staged: Columns, as_of: date | None) -> tuple[Sent, ...]:
    """The staged rows, source by source."""
    source, known = staged.coded("source"), is_known(staged, as_of)
    counts = (
        np.bincount(codes, minlength=len(source.words)).tolist()
        for codes in (source.codes, source.codes[known])
    )
    return tuple(Sent(*each) for each in zip(source.words, *counts, strict=True))


def write_corrections(writer: WarehouseWriter, corrected: list[CorrectedFigure]) -> list[dict[str, object]]:
    """Corrected figures into their table; returns the rows."""
    corrections = [_correction_row(each) for each in corrected]
    writer.insert_rows("correction", corrections)
    return corrections


def write_observations(writer: WarehouseWriter, observations: Columns, sent: Iterable[Sent]) -> None:
    """Observations into their table, and the sizes of revisions in them.

    Raises:
        ConservationError: a row known by the day was lost or doubled.
    """
    writer.append("observation", observations)
    _refuse_loss(writer, sent)
    writer.insert_rows("revision_size", revision_sizes(observations))


def _refuse_loss(writer: WarehouseWriter, sent: Iterable[Sent]) -> None:
    """Every staged row known by the day is an observation in the warehouse, source by source.

    Raises:
        ConservationError: a source lost rows, or has more than it sent.
    """
    stored = dict(writer.rows("SELECT CAST(source AS VARCHAR), count(*) FROM observation GROUP BY ALL"))
    for each in sent:
        if (kept := stored.get(each.source, 0)) != each.known:
            raise ConservationError(
                stage="observe",
                source=each.source,
                rows_in=each.rows,
                kept=kept,
                rejected=each.rows - each.known,
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
