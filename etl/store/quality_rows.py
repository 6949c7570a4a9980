"""Rows of the questions about the data themselves: coverage, vintages, corrections, sources."""

from datetime import date
from typing import NamedTuple

from etl.store.rows import CellAddress


class CoverageCellRow(NamedTuple):
    """What is there of one series, region and period.

    ``reason`` is why the figure in use is missing; ``first_known`` the day on which the first one came.
    """

    series: str
    region: str
    period: str
    has_value: bool
    reason: str | None
    first_known: date
    last_known: date
    vintages: int


class ArrivalRow(NamedTuple):
    """What came of a return from a region for a period: the first day, series with a row, refused ones."""

    region: str
    period: str
    first_known: date
    series: int
    refused: int = 0


class YearCoverageRow(NamedTuple):
    """Regions of a level with a row, and with a value, of a series in a year; a span counts by its end."""

    series: str
    level: str
    year: int
    with_row: int
    with_value: int


class RevisionCountRow(NamedTuple):
    """How many figures of a series one source revised."""

    source: str
    series: str
    figures: int


class VintageRow(NamedTuple):
    """One vintage of a figure, in the unit of its series, with its cell."""

    value: float
    status: str
    known_from: date
    in_use: bool
    cell: CellAddress
    correction: str | None


class RevisionRow(NamedTuple):
    """A figure that one source revised, with its last vintages, newest first."""

    series: str
    region: str
    period: str
    source: str
    vintages: tuple[VintageRow, ...]


class RevisionSizeRow(NamedTuple):
    """How often and how much figures of a series or a computed indicator were revised (medians)."""

    series: str
    revisions: int
    median_absolute: float
    median_relative: float | None


class CorrectionRow(NamedTuple):
    """One corrected figure: what stands in the cell, and what is used instead (None: withheld)."""

    correction: str
    source: str
    series: str
    region: str
    period: str
    action: str
    reported: float
    corrected: float | None
    corrected_region: str
    reason_zh: str
    reason_en: str
    reported_on: date
    reported_by: str
    cell: CellAddress


class SourceRow(NamedTuple):
    """What one source sent: ``gaps`` are declared gaps; periods are None where it holds no figures."""

    source: str
    files: int
    first_known: date
    last_known: date
    rows_in: int
    rows_rejected: int
    in_use: int
    gaps: int
    series: int
    regions: int
    first_period: str | None
    last_period: str | None


class InUseRow(NamedTuple):
    """One figure in use."""

    series: str
    region: str
    period: str
    source: str
    value: float | None
    known_from: date
