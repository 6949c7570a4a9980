"""Questions about the data themselves: coverage, vintages, corrections, sources."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from etl.store.quality_rows import (
    ArrivalRow,
    CorrectionRow,
    CoverageCellRow,
    InUseRow,
    RevisionCountRow,
    RevisionRow,
    RevisionSizeRow,
    SourceRow,
    VintageRow,
    YearCoverageRow,
)
from etl.store.rows import CellAddress, CoverageRow, KnownRow, RejectedRow, StageCountRow

Row = tuple[Any, ...]


class QualityQuestions(Protocol):
    """What the page 数据 asks; the warehouse answers."""

    def _ask(self, query: str, *parameters: object) -> list[Row]:
        """Rows of a query; whoever answers the questions has a build to ask."""

    def known_values(self) -> KnownRow:
        """How many values there are; a missing one is none."""
        (row,) = self._ask(
            """
            SELECT count(*), count(DISTINCT indicator), count(DISTINCT region), count(DISTINCT period)
            FROM indicator_value WHERE value IS NOT NULL
            """
        )
        return KnownRow(*row)

    def coverage_cells(
        self, series: Sequence[str], regions: Sequence[str] | None = None, source: str | None = None
    ) -> list[CoverageCellRow]:
        """What is there of some series, by series, region and period; a cell without a row was never sent.

        Args:
            series: ids of series, such as those of a return.
            regions: codes; None means all.
            source: count only what this source sent.
        """
        rows = self._ask(
            """
            SELECT series, region, period, bool_or(value IS NOT NULL),
                   CAST(min(reason) FILTER (vintage = 1) AS VARCHAR), min(known_from), max(known_from),
                   count(*)
            FROM observation
            WHERE CAST(series AS VARCHAR) IN (SELECT unnest(?::VARCHAR[]))
              AND (?::VARCHAR[] IS NULL OR CAST(region AS VARCHAR) IN (SELECT unnest(?::VARCHAR[])))
              AND (?::VARCHAR IS NULL OR CAST(source AS VARCHAR) = ?)
            GROUP BY series, region, period ORDER BY series, region, period
            """,
            list(series),
            *[None if regions is None else list(regions)] * 2,
            *[source] * 2,
        )
        return [CoverageCellRow(*row) for row in rows]

    def arrivals(self, source: str, series: Sequence[str]) -> list[ArrivalRow]:
        """What came of a return, by period and region; a declared gap is an answer too, a rejected cell none.

        Args:
            source: whose files carry the return.
            series: ids of the series that it reports.
        """
        rows = self._ask(
            """
            WITH wanted AS (SELECT unnest(?::VARCHAR[]) AS series), came AS (
                SELECT CAST(region AS VARCHAR) AS region, CAST(period AS VARCHAR) AS period, known_from,
                       series, NULL AS refused
                FROM observation
                WHERE CAST(source AS VARCHAR) = ? AND CAST(series AS VARCHAR) IN (FROM wanted)
                UNION ALL BY NAME
                SELECT region, period, known_from, series AS refused
                FROM rejected JOIN file USING (file_id)
                WHERE CAST(rejected.source AS VARCHAR) = ? AND series IN (FROM wanted) AND region IS NOT NULL
                  AND period IS NOT NULL
            )
            SELECT region, period, min(known_from), count(DISTINCT series), count(DISTINCT refused)
            FROM came GROUP BY region, period ORDER BY period, region
            """,
            list(series),
            *[source] * 2,
        )
        return [ArrivalRow(*row) for row in rows]

    def year_coverage(self, regions: Sequence[str], source: str | None = None) -> list[YearCoverageRow]:
        """How much of each series is there, by level and year.

        Args:
            regions: codes of the regions that count.
            source: count only what this source sent.
        """
        rows = self._ask(
            """
            SELECT series, level, CAST(left(split_part(CAST(period AS VARCHAR), '/', -1), 4) AS INTEGER),
                   count(DISTINCT region), count(DISTINCT region) FILTER (value IS NOT NULL)
            FROM observation JOIN region ON region.code = observation.region
            WHERE code IN (SELECT unnest(?::VARCHAR[]))
              AND (?::VARCHAR IS NULL OR CAST(source AS VARCHAR) = ?)
            GROUP BY ALL ORDER BY ALL
            """,
            list(regions),
            source,
            source,
        )
        return [YearCoverageRow(*row) for row in rows]

    def revision_counts(self) -> list[RevisionCountRow]:
        """How many figures were revised, by source and series, most first."""
        rows = self._ask(
            """
            WITH revised AS (
                SELECT source, series, region, period FROM observation WHERE value IS NOT NULL
                GROUP BY ALL HAVING count(DISTINCT value) > 1
            )
            SELECT source, series, count(*) FROM revised GROUP BY ALL ORDER BY 3 DESC, 1, 2
            """
        )
        return [RevisionCountRow(*row) for row in rows]

    def revisions(
        self,
        series: Sequence[str] | None = None,
        regions: Sequence[str] | None = None,
        periods: Sequence[str] | None = None,
        *,
        sources: Sequence[str] | None = None,
        last: int = 3,
    ) -> list[RevisionRow]:
        """Figures that one source gave with different values, each with its last vintages, newest first.

        Args:
            series: ids of series; None means all.
            regions: codes; None means all.
            periods: None means all.
            sources: ids of sources; None means all.
            last: how many vintages of each are wanted.
        """
        rows = self._ask(
            """
            WITH chosen AS (
                SELECT * FROM observation
                WHERE value IS NOT NULL
                  AND (?::VARCHAR[] IS NULL OR CAST(series AS VARCHAR) IN (SELECT unnest(?::VARCHAR[])))
                  AND (?::VARCHAR[] IS NULL OR CAST(region AS VARCHAR) IN (SELECT unnest(?::VARCHAR[])))
                  AND (?::VARCHAR[] IS NULL OR CAST(period AS VARCHAR) IN (SELECT unnest(?::VARCHAR[])))
                  AND (?::VARCHAR[] IS NULL OR CAST(source AS VARCHAR) IN (SELECT unnest(?::VARCHAR[])))
            ), revised AS (
                SELECT series, region, period, source FROM chosen
                GROUP BY ALL HAVING count(DISTINCT value) > 1
            )
            SELECT o.series, o.region, o.period, o.source, o.value, o.status, o.known_from, o.vintage = 1,
                   f.path, s.name, o.row_no, o.column_no, c.correction
            FROM chosen o JOIN revised USING (series, region, period, source)
            JOIN file f USING (file_id) JOIN sheet s USING (file_id, sheet_no)
            LEFT JOIN correction c USING (file_id, sheet_no, row_no, column_no)
            QUALIFY row_number() OVER (
                PARTITION BY o.series, o.region, o.period, o.source
                ORDER BY o.known_from DESC, o.file_id DESC, o.row_no DESC, o.column_no DESC) <= ?
            ORDER BY o.series, o.region, o.period, o.source, o.known_from DESC, o.file_id DESC, o.row_no DESC,
                     o.column_no DESC
            """,
            *(
                parameter
                for words in (series, regions, periods, sources)
                for parameter in [None if words is None else list(words)] * 2
            ),
            last,
        )
        return _revisions(rows)

    def coverage(self) -> list[CoverageRow]:
        """How many regions of each level have a value, by indicator and period, latest period first."""
        rows = self._ask(
            """
            SELECT indicator, period, level, count(*)
            FROM indicator_value JOIN region ON region.code = indicator_value.region
            WHERE value IS NOT NULL GROUP BY ALL ORDER BY indicator, period DESC, level
            """
        )
        return [CoverageRow(*row) for row in rows]

    def revision_sizes(self, series: Sequence[str] | None = None) -> list[RevisionSizeRow]:
        """Median size of revisions of a series or computed indicator; what was never revised has no row."""
        rows = self._ask(
            """
            SELECT series, revisions, median_absolute, median_relative FROM revision_size
            WHERE ?::VARCHAR[] IS NULL OR CAST(series AS VARCHAR) IN (SELECT unnest(?::VARCHAR[]))
            ORDER BY series
            """,
            *[None if series is None else list(series)] * 2,
        )
        return [RevisionSizeRow(*row) for row in rows]

    def corrections(self) -> list[CorrectionRow]:
        """Corrections applied in this build, each with its cell."""
        rows = self._ask(
            """
            SELECT correction, c.source, series, region, period, action, reported, corrected,
                   corrected_region, reason_zh, reason_en, reported_on, reported_by,
                   f.path, s.name, row_no, column_no
            FROM correction c JOIN file f USING (file_id) JOIN sheet s USING (file_id, sheet_no)
            ORDER BY correction, period, file_id, sheet_no, row_no, column_no, series, region
            """
        )
        return [CorrectionRow._make((*row[:13], CellAddress(*row[13:]))) for row in rows]

    def sources(self) -> list[SourceRow]:
        """What each source sent: files, rows, rejects, and what of it is in use."""
        rows = self._ask(
            """
            WITH sent AS (
                SELECT source, count(*) AS files, min(known_from) AS first, max(known_from) AS last
                FROM file GROUP BY source
            ), counted AS (
                SELECT source, sum(rows_in) AS rows_in, sum(rows_rejected) AS rejected
                FROM stage_count WHERE stage = 'stage' GROUP BY source
            ), observed AS (
                SELECT source, count(*) FILTER (vintage = 1) AS in_use,
                       count(*) FILTER (value IS NULL) AS gaps,
                       count(DISTINCT series) AS series, count(DISTINCT region) AS regions,
                       min(period) AS first_period, max(period) AS last_period
                FROM observation GROUP BY source
            )
            SELECT source, files, first, last, CAST(coalesce(rows_in, 0) AS BIGINT),
                   CAST(coalesce(rejected, 0) AS BIGINT), coalesce(in_use, 0), coalesce(gaps, 0),
                   coalesce(series, 0), coalesce(regions, 0), first_period, last_period
            FROM sent LEFT JOIN counted USING (source) LEFT JOIN observed USING (source) ORDER BY source
            """
        )
        return [SourceRow(*row) for row in rows]

    def stage_counts(self) -> list[StageCountRow]:
        """Rows in, kept, rejected and left out per stage and source."""
        rows = self._ask(
            """
            SELECT stage, source, rows_in, rows_kept, rows_rejected, rows_left_out
            FROM stage_count ORDER BY ALL
            """
        )
        return [StageCountRow(*row) for row in rows]

    def rejected(self) -> list[RejectedRow]:
        """Rejected cells."""
        rows = self._ask(
            """
            SELECT stage, r.source, f.path, s.name, row_no, column_no, code, found, facts,
                   series, region, period
            FROM rejected r JOIN file f USING (file_id) JOIN sheet s USING (file_id, sheet_no)
            ORDER BY file_id, sheet_no, row_no, column_no, stage, code, found, facts
            """
        )
        return [RejectedRow._make((*row[:2], CellAddress(*row[2:6]), *row[6:])) for row in rows]

    def in_use(self) -> list[InUseRow]:
        """Every figure in use in one word each, to compare two builds."""
        rows = self._ask(
            """
            SELECT series, region, period, source, value, known_from
            FROM observation WHERE vintage = 1 ORDER BY series, period, region
            """
        )
        return [InUseRow(*row) for row in rows]

    def day_of_data(self) -> date | None:
        """The day of the newest figure: the day on which the build stands, whatever the clock says."""
        return self._ask("SELECT max(known_from) FROM observation")[0][0]  # type: ignore[no-any-return]


def _revisions(rows: list[Row]) -> list[RevisionRow]:
    found: dict[tuple[str, str, str, str], list[VintageRow]] = {}
    for row in rows:
        vintage = VintageRow(row[4], row[5], row[6], row[7], CellAddress(*row[8:12]), row[12])
        found.setdefault((row[0], row[1], row[2], row[3]), []).append(vintage)
    return [RevisionRow(*key, tuple(vintages)) for key, vintages in found.items()]
