"""Which figures of a delivery the declared corrections change. The rows themselves stay as reported."""

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
from msgspec import Struct

from etl.columns import Columns
from etl.errors import CorrectionAbsent, CorrectionRepaired, LiaoningError
from etl.model.correction import Correction, CorrectionAction
from etl.model.loaded import RawFile
from etl.model.period import Period
from etl.model.sheet import cell_name

StagedFile = tuple[RawFile, Columns]
Row = dict[str, Any]
_CELL = ("sheet_no", "row_no", "column_no")


class CorrectedFigure(Struct, frozen=True):
    """One figure with its correction.

    Attributes:
        file_id, sheet_no, row_no, column_no: its cell.
        reported: what stands there, in the unit of the file.
        corrected: what is used instead, in the same unit; None where it is withheld.
        corrected_region: the region that it is of.
    """

    correction: Correction
    source: str
    period: str
    file_id: int
    sheet_no: int
    row_no: int
    column_no: int
    reported: float
    corrected: float | None
    corrected_region: str


def correct(
    source: str, corrections: Iterable[Correction], files: Sequence[StagedFile], as_of: date | None
) -> tuple[list[CorrectedFigure], list[LiaoningError]]:
    """The corrected figures of one source, and the corrections that must be refused.

    Args:
        source: id of the source.
        corrections: its corrections.
        files: its files with their staged rows, in order of their numbers.
        as_of: only corrections and rows known by that day count; None for all.
    """
    figures: list[CorrectedFigure] = []
    problems: list[LiaoningError] = []
    for correction in corrections:
        if not correction.holds(as_of):
            continue
        for period in correction.periods:
            rows = _rows_of(correction, str(period), files)
            try:
                figures.extend(_corrected(source, correction, period, rows, as_of))
            except (CorrectionAbsent, CorrectionRepaired) as problem:
                problems.append(problem)
    return figures, problems


def _rows_of(correction: Correction, period: str, files: Sequence[StagedFile]) -> list[Row]:
    """The rows that a correction names, oldest first."""
    words = {"series": correction.series, "region": correction.region, "period": period}
    found = []
    for file, rows in files:
        if correction.file not in (None, file.path):
            continue
        fits = np.logical_and.reduce([rows.coded(name).is_word(word) for name, word in words.items()])
        found += [{**row, "file_id": file.file_id, "path": file.path} for row in rows.take(fits).rows()]
    return sorted(found, key=lambda row: [row[name] for name in ("known_from", "file_id", *_CELL)])


def _is_known(row: Row, as_of: date | None) -> bool:
    known_from: datetime = row["known_from"]
    return as_of is None or known_from.date() <= as_of


def _corrected(
    source: str, correction: Correction, period: Period, rows: list[Row], as_of: date | None
) -> Iterator[CorrectedFigure]:
    expected = correction.expected(period)
    facts = {
        "file": f"corrections/{source}.yaml",
        "correction": correction.id,
        "series": correction.series,
        "region": correction.region,
        "period": str(period),
        "expected": expected,
    }
    if not rows and as_of is not None:
        return  # a file that came after the day is not read
    if not rows:
        raise CorrectionAbsent(**facts, place=correction.file or source)
    known = [row for row in rows if _is_known(row, as_of)]
    if not known:
        return
    newest = known[-1]
    if newest["reported"] != expected:
        cell = cell_name(newest["row_no"], newest["column_no"])
        found = "—" if math.isnan(newest["reported"]) else newest["reported"]
        raise CorrectionRepaired(
            **facts,
            found=found,
            place=f"{newest['path']}!{cell}",
            known_from=f"{newest['known_from']:%Y-%m-%d}",
        )
    for row in known:
        if row["reported"] != expected:
            continue
        cell_of = {name: row[name] for name in ("file_id", *_CELL)}
        yield CorrectedFigure(
            correction,
            source,
            str(period),
            **cell_of,
            reported=expected,
            corrected=_figure(correction, expected),
            corrected_region=correction.to_region or correction.region,
        )


def _figure(correction: Correction, reported: float) -> float | None:
    """What is used instead; decimals, because 79100 × 0.0001 is 7.91 and not 7.910000000000001."""
    match correction.action:
        case CorrectionAction.WITHHOLD:
            return None
        case CorrectionAction.REPLACE:
            return correction.value
        case CorrectionAction.SCALE:
            return float(Decimal(str(reported)) * Decimal(str(correction.factor)))
        case CorrectionAction.MOVE_REGION:
            return reported
