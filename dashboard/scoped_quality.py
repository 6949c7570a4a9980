"""Questions about the data as one reader may ask them: rows of other regions are not there."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from dashboard.queries import Queries
from etl.model.period import Period
from etl.store.quality import QualityQuestions
from etl.store.quality_rows import (
    ArrivalRow,
    CorrectionRow,
    CoverageCellRow,
    InUseRow,
    RevisionCountRow,
    RevisionRow,
    SourceRow,
    YearCoverageRow,
)
from etl.store.rows import CoverageRow, ObservationRow, RejectedRow, StageCountRow


class Reach(Protocol):
    """The regions that a reader may see."""

    def covers(self, code: str | None) -> bool:
        """Whether a region is the reader's."""

    def narrow(self, asked: Sequence[str] | None) -> list[str]:
        """The regions asked for that are the reader's; all of theirs where none is named."""


class _OfRegion(Protocol):
    @property
    def region(self) -> str | None: ...


RowOfRegion = TypeVar("RowOfRegion", bound=_OfRegion)


class QualityWithin(QualityQuestions):
    """The questions of a reader who may see some regions only.

    Args:
        questions: the build.
        queries: the reader's own queries.
        reach: the reader's regions.
    """

    def __init__(self, questions: QualityQuestions, queries: Queries, reach: Reach) -> None:
        self._questions = questions
        self._queries = queries
        self._reach = reach

    def _own(self, rows: Iterable[RowOfRegion]) -> list[RowOfRegion]:
        return [row for row in rows if self._reach.covers(row.region)]

    def coverage_cells(
        self, series: Sequence[str], regions: Sequence[str] | None = None, source: str | None = None
    ) -> list[CoverageCellRow]:
        """What is there of some series in the reader's regions."""
        return self._questions.coverage_cells(series, self._reach.narrow(regions), source)

    def arrivals(self, source: str, series: Sequence[str]) -> list[ArrivalRow]:
        """What came of a return from the reader's regions."""
        return self._own(self._questions.arrivals(source, series))

    def year_coverage(self, regions: Sequence[str], source: str | None = None) -> list[YearCoverageRow]:
        """How many of the reader's regions have a figure, by series, level and year."""
        return self._questions.year_coverage(self._reach.narrow(regions), source)

    def revisions(
        self,
        series: Sequence[str] | None = None,
        regions: Sequence[str] | None = None,
        periods: Sequence[str] | None = None,
        *,
        sources: Sequence[str] | None = None,
        last: int = 3,
    ) -> list[RevisionRow]:
        """Revised figures of the reader's regions."""
        mine = self._reach.narrow(regions)
        return self._questions.revisions(series, mine, periods, sources=sources, last=last)

    def revision_counts(self) -> list[RevisionCountRow]:
        """How many figures of the reader's regions were revised."""
        counts = Counter((row.source, row.series) for row in self.revisions())
        return [RevisionCountRow(*key, figures=count) for key, count in counts.most_common()]

    def coverage(self) -> list[CoverageRow]:
        """How many of the reader's regions of each level have a value."""
        return self._queries.coverage()

    def corrections(self) -> list[CorrectionRow]:
        """Corrections of figures of the reader's regions."""
        return self._own(self._questions.corrections())

    def rejected(self) -> list[RejectedRow]:
        """Rejected cells of which it is known that they are the reader's."""
        return self._own(self._questions.rejected())

    def in_use(self) -> list[InUseRow]:
        """Figures in use of the reader's regions."""
        return self._own(self._questions.in_use())

    def day_of_data(self) -> date | None:
        """The day on which the build stands: no figure."""
        return self._questions.day_of_data()

    def sources(self) -> list[SourceRow]:
        """What of each source is about the reader's regions."""
        refused = Counter(row.source for row in self.rejected())
        files = Counter(row.source for row in self._queries.files())
        by_source: dict[str, list[ObservationRow]] = {}
        for row in self._queries.observations(all_vintages=True):
            by_source.setdefault(row.source, []).append(row)
        return [
            _source_row(name, rows, files=files[name], refused=refused[name])
            for name, rows in by_source.items()
        ]

    def stage_counts(self) -> list[StageCountRow]:
        """Rows about the reader's regions: in = kept + rejected."""
        return [
            StageCountRow("stage", row.source, row.rows_in, row.rows_in - refused, refused, 0)
            for row in self.sources()
            for refused in (row.rows_rejected,)
        ]

    def _ask(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        """No question reaches the build but those above.

        Raises:
            PermissionError: always: a question that nobody cut by region is a defect.
        """
        msg = f"{type(self).__name__} does not cut this question by region: {query}"
        raise PermissionError(msg)


def _source_row(name: str, rows: Sequence[ObservationRow], *, files: int, refused: int) -> SourceRow:
    periods = sorted({Period.parse(row.period) for row in rows})
    return SourceRow(
        source=name,
        files=files,
        first_known=min(row.known_from for row in rows),
        last_known=max(row.known_from for row in rows),
        rows_in=len(rows) + refused,
        rows_rejected=refused,
        in_use=sum(row.vintage == 1 for row in rows),
        gaps=sum(row.value is None for row in rows),
        series=len({row.series for row in rows}),
        regions=len({row.region for row in rows}),
        first_period=str(periods[0]),
        last_period=str(periods[-1]),
    )
