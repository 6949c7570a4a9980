"""The columns of an untidy table: which declared column each is, of which period, in which unit."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal, TypeAlias

from msgspec import Struct

from etl.catalog.catalog import Catalog
from etl.model.format import GridLayout
from etl.model.grid import PERIOD_MARK, GridColumn
from etl.model.period import Period
from etl.model.series import SeriesKind
from etl.model.unit import Unit
from etl.stage.cells import Cells, holds_digits
from etl.stage.grid_heading import Heading, table_changed
from etl.stage.grid_units import ColumnUnits, Path, UnitWords
from etl.stage.period_words import PeriodReader, last_month, since_january
from etl.stage.words import normal

_SHOWN = 8
Counts: TypeAlias = Literal["month", "cumulative"] | None
_MONTH_ALONE = re.compile(r"当月|本月")
_CUMULATIVE = re.compile(r"累计(?!认定|培育|拥有|建成|达)|1-本月")
_Found: TypeAlias = tuple[int, GridColumn, Period | None]


class FigureColumn(Struct, frozen=True):
    """A column of figures of one sheet.

    Attributes:
        at: 0-based number of the column.
        declared: the declared column that it is.
        period: the period in its heading, if periods stand there.
        unit: unit of its figures; None where each cell must say its own.
        counts: the month alone (当月) or all since January (累计), where heading or declaration say so.
    """

    at: int
    declared: GridColumn
    period: Period | None
    unit: Unit | None
    counts: Counts = None

    def period_of(self, of_row: Period | None) -> Period | None:
        """The period of its figures: of its heading, else of their row; what it counts goes before both.

        Args:
            of_row: the period of the row, or of the whole table.
        """
        period = self.period or of_row
        if period is None or self.counts is None:
            return period
        return since_january(period) if self.counts == "cumulative" else last_month(period)


def heading_pattern(heading: str) -> re.Pattern[str]:
    """A declared heading as a pattern: ``*`` any text, ``{period}`` a period."""
    escaped = re.escape(normal(heading))
    marked = escaped.replace(re.escape(PERIOD_MARK), "(?P<period>.+?)", 1)
    return re.compile(marked.replace(r"\*", ".*"))


class ColumnSearch(Struct, frozen=True, dict=True):
    """The search for the columns of figures of one sheet.

    Attributes:
        cells: the sheet.
        layout: the layout with its declared columns.
        heading: the block of headings.
        catalog: units.
        read_period: reads the periods that stand in headings.
        taken: 0-based columns that hold regions, names and periods.
    """

    cells: Cells
    layout: GridLayout
    heading: Heading
    catalog: Catalog
    read_period: PeriodReader
    taken: frozenset[int]

    def columns(self) -> tuple[FigureColumn, ...]:
        """Every column of figures, from left to right.

        Raises:
            TableChanged: a declared column is not there, or twice; a column with figures is not declared; a
                heading or the corner states another unit than declared.
        """
        found = [
            (at, declared, period)
            for at in range(self.cells.width)
            if at not in self.taken
            for declared, period in self._match(at)
        ]
        self._refuse_twice(found)
        self._require_all(found)
        self._refuse_undeclared({at for at, *_ in found})
        units = ColumnUnits(self.cells, self.layout, self.heading, self.catalog, self._known)
        of_columns = [units.of(at, declared, self._paths[at]) for at, declared, _ in found]
        units.refuse_idle_corners(of_columns)
        return tuple(
            FigureColumn(at, declared, period, unit, self._counts(at, declared))
            for (at, declared, period), unit in zip(found, of_columns, strict=True)
        )

    def _counts(self, at: int, declared: GridColumn) -> Counts:
        """What the figures of a column count; of a stock there is nothing to be counted up."""
        if self.catalog.series[declared.series].kind is SeriesKind.STOCK:
            return None
        words = str(self._paths[at])
        is_month, is_cumulative = bool(_MONTH_ALONE.search(words)), bool(_CUMULATIVE.search(words))
        if is_month and declared.cumulative:
            raise table_changed(self.cells, "cumulative_contradicts", self._address(at), found=words)
        if is_cumulative or declared.cumulative:
            return "cumulative"
        return "month" if is_month else None

    @cached_property
    def _known(self) -> UnitWords:
        return UnitWords.of(self.catalog, self.layout)

    @cached_property
    def _paths(self) -> tuple[Path, ...]:
        return tuple(Path.of(path, self._known) for path in self.heading.paths)

    @cached_property
    def _patterns(self) -> tuple[tuple[GridColumn, re.Pattern[str]], ...]:
        return tuple((declared, heading_pattern(declared.heading)) for declared in self.layout.columns)

    def _address(self, at: int) -> str:
        return self.cells.address(self.heading.row, at)

    def _match(self, at: int) -> list[tuple[GridColumn, Period | None]]:
        """The declared column that a column is, if any."""
        found: list[tuple[GridColumn, Period | None]] = []
        for declared, pattern in self._patterns:
            matches = [match for text in self._paths[at].spellings if (match := pattern.fullmatch(text))]
            if matches and PERIOD_MARK not in declared.heading:
                found.append((declared, None))
            elif matches:
                periods = {self.read_period(match["period"]) for match in matches} - {None}
                found += [(declared, period) for period in periods]
        if len(found) > 1:
            headings = [declared.heading for declared, _ in found]
            raise table_changed(
                self.cells,
                "column_ambiguous",
                self._address(at),
                found=str(self._paths[at]),
                headings=headings,
            )
        return found

    def _refuse_twice(self, found: Iterable[_Found]) -> None:
        places: dict[str, list[str]] = {}
        for at, declared, period in found:
            name = f"{declared.heading} ({period})" if period else declared.heading
            places.setdefault(name, []).append(self._address(at))
        for name, where in places.items():
            if len(where) > 1:
                raise table_changed(self.cells, "column_twice", ", ".join(where), heading=name)

    def _require_all(self, found: Sequence[_Found]) -> None:
        there = {declared.heading for _, declared, _ in found}
        lacking = [declared.heading for declared in self.layout.columns if declared.heading not in there]
        if lacking:
            used = {at for at, *_ in found} | self.taken
            others = [
                f"{self._address(at)} {str(path)!r}"
                for at, path in enumerate(self._paths)
                if path.words and at not in used
            ]
            last = self.cells.address(self.heading.last_row, self.cells.width - 1)
            shown = ", ".join(others[:_SHOWN]) or "—"
            place = f"{self._address(0)}:{last}"
            raise table_changed(self.cells, "column_lacking", place, expected=lacking, found=shown)

    def _refuse_undeclared(self, used: set[int]) -> None:
        ignored = [heading_pattern(ignore) for ignore in self.layout.ignore_columns]
        for at in sorted(set(range(self.cells.width)) - used - self.taken):
            texts = self._paths[at].spellings
            if any(pattern.fullmatch(text) for pattern in ignored for text in texts):
                continue
            below = range(self.heading.last_row + 1, self.cells.height)
            row = next((row for row in below if holds_digits(self.cells.raw[row, at])), None)
            if row is not None:
                raise table_changed(
                    self.cells,
                    "column_undeclared",
                    self._address(at),
                    found=str(self._paths[at]) or "—",
                    example=self.cells.address(row, at),
                    figure=str(self.cells.raw[row, at]),
                )
