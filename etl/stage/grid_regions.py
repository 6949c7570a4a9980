"""The rows of an untidy table: whose figures they are, which are no regions, where the notes begin."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct, field

from etl.catalog.catalog import Catalog
from etl.model.format import GridLayout
from etl.model.grid import GridRegions
from etl.model.region import Region
from etl.stage.cells import Cells, holds_digits, is_figure
from etl.stage.grid_columns import heading_pattern
from etl.stage.grid_heading import Heading, table_changed
from etl.stage.places import region_names
from etl.stage.words import normal

_PART_OF = "其中"
"""Begins the words of a row that is a part of the region above; any other row left out ends that region."""


class RegionRow(Struct, frozen=True):
    """One row of the table.

    Attributes:
        row: 0-based row of the sheet.
        word: what stands in its region cell.
        region: code of its region; None where it is at fault.
        fault: code of the reject, if any.
        facts: facts of the reject.
        column: 0-based column at fault.
    """

    row: int
    word: str
    region: str | None
    fault: str | None = None
    facts: dict[str, object] = field(default_factory=dict)
    column: int = 0


class TableRows(Struct, frozen=True):
    """All rows below the headings, each once.

    Attributes:
        regions: rows with figures of a region, or at fault.
        left_out: rows declared to be none, and repeated headings: row → word.
        below_notes: cells with a figure below the beginning of the notes.
    """

    regions: tuple[RegionRow, ...]
    left_out: dict[int, str]
    below_notes: tuple[tuple[int, int], ...]


class RowReader(Struct, frozen=True, dict=True):
    """Reads the rows of one sheet from the top down.

    Attributes:
        cells: the sheet.
        layout: the layout with its words.
        heading: the block of headings.
        figures: 0-based columns of figures.
        catalog: regions.
    """

    cells: Cells
    layout: GridLayout
    heading: Heading
    figures: Sequence[int]
    catalog: Catalog

    def read(self) -> TableRows:
        """Sort the rows.

        Raises:
            TableChanged: a second block of headings differs from the first.
        """
        regions: list[RegionRow] = []
        left_out: dict[int, str] = {}
        above: Region | None = None
        end = self._end
        repeated = self._repeated_headings(end)
        for row in range(self.heading.last_row + 1, end):
            if self._is_blank(row):
                continue
            word = self._word(row)
            if row in repeated or self._is_left_out(row):
                left_out[row] = word
                above = above if row in repeated or word.startswith(_PART_OF) else None
                continue
            found = self._region_row(row, word, above)
            regions.append(found)
            above = self._above_next(found, above)
        below = tuple(
            (row, at)
            for row in range(end, self.cells.height)
            for at in self.figures
            if is_figure(self.cells.raw[row, at]) or self._is_lost(row, at)
        )
        return TableRows(tuple(regions), left_out, below)

    def _is_lost(self, row: int, at: int) -> bool:
        """Whether a cell below the notes says a number of a region: 约320 beside 兴城市 is no note."""
        if not holds_digits(self.cells.raw[row, at]):
            return False
        keys = [key for key in self._keys(row) if key]
        known = self.catalog.region_by_code if self._declared.by == "code" else self._by_name
        return any(key in known or key in self._by_name for key in keys)

    @property
    def _declared(self) -> GridRegions:
        return self.layout.region

    def _keys(self, row: int) -> Iterator[str]:
        """The words that say whose row it is: code or name, then the name beside it."""
        yield self.cells.text(row, self.heading.column)
        if self.heading.name_column is not None:
            yield self.cells.text(row, self.heading.name_column)

    def _word(self, row: int) -> str:
        return next(filter(None, self._keys(row)), "")

    def _said(self, row: int, column: int) -> str:
        """A cell as it stands there, for a message."""
        value = self.cells.raw[row, column]
        return value.strip() if isinstance(value, str) else normal(value)

    def _is_blank(self, row: int) -> bool:
        keys = [
            self.heading.column,
            *([] if self.heading.name_column is None else [self.heading.name_column]),
        ]
        return bool(self.cells.blank[row, [*keys, *self.figures]].all())

    @property
    def _end(self) -> int:
        """The row where the notes begin, else the end of the sheet."""
        words = tuple(normal(word) for word in self._declared.stop_at)
        for row in range(self.heading.last_row + 1, self.cells.height) if words else ():
            filled = np.flatnonzero(~self.cells.blank[row])
            if len(filled) and self.cells.text(row, int(filled[0])).startswith(words):
                return row
        return self.cells.height

    @cached_property
    def _leave_out(self) -> tuple[re.Pattern[str], ...]:
        return tuple(heading_pattern(word) for word in self._declared.leave_out)

    def _is_left_out(self, row: int) -> bool:
        return any(pattern.fullmatch(key) for key in self._keys(row) if key for pattern in self._leave_out)

    def _above_next(self, found: RegionRow, above: Region | None) -> Region | None:
        """The superior region of the rows that follow; behind a row that is not within it nobody knows."""
        region = self.catalog.regions[found.region] if found.region else None
        if region is None:
            return None
        if self.catalog.children(region.code):
            return region
        return above if above is not None and self._is_within(region.code, above) else None

    def _repeated_headings(self, end: int) -> set[int]:
        """Rows where the headings stand again, as on a new page."""
        words = {normal(heading) for heading in self._declared.headings}
        first, height = self.heading.row, self.heading.height
        found: set[int] = set()
        for row in range(self.heading.last_row + 1, end):
            if row in found or self.cells.text(row, self.heading.column) not in words:
                continue
            block = range(row, min(row + height, end))
            same = [self.cells.texts(each) == self.cells.texts(first + each - row) for each in block]
            if not all(same) or len(block) < height:
                place = self.cells.address(row, self.heading.column)
                raise table_changed(
                    self.cells, "second_heading", place, found=self.cells.spoken(row), first=first + 1
                )
            found.update(block)
        return found

    def _region_row(self, row: int, word: str, above: Region | None) -> RegionRow:
        key = self.cells.text(row, self.heading.column)
        if key in self._totals:
            return RegionRow(row, word, self._totals[key])
        if self._declared.by == "code":
            return self._by_code(row, key)
        candidates = self._by_name.get(key, ())
        if len(candidates) > 1 and self._declared.within == "row_above" and above is not None:
            candidates = tuple(code for code in candidates if self._is_within(code, above))
        if len(candidates) == 1:
            return RegionRow(row, word, candidates[0])
        bearers = self._by_name.get(key, ())
        if bearers:
            facts: dict[str, object] = {"regions": ", ".join(map(self._described, bearers))}
            return RegionRow(
                row,
                self._said(row, self.heading.column),
                None,
                "ambiguous_region",
                facts,
                self.heading.column,
            )
        return RegionRow(
            row,
            self._said(row, self.heading.column),
            None,
            "unknown_region",
            {"by": "name"},
            self.heading.column,
        )

    def _by_code(self, row: int, key: str) -> RegionRow:
        code = self.catalog.region_by_code.get(key)
        if code is None:
            return RegionRow(
                row,
                self._said(row, self.heading.column),
                None,
                "unknown_region",
                {"by": "code"},
                self.heading.column,
            )
        at = self.heading.name_column
        name = self.cells.text(row, at) if at is not None else ""
        if at is not None and name and name not in region_names(self.catalog.regions[code]):
            return RegionRow(row, self._said(row, at), None, "region_name_differs", {}, at)
        return RegionRow(row, key, code)

    def _is_within(self, code: str, above: Region) -> bool:
        return code != above.code and self.catalog.descends_from(self.catalog.regions[code], above.code)

    def _described(self, code: str) -> str:
        parent = self.catalog.regions[code].parent
        return f"{code} {self.catalog.regions[parent].name.zh}" if parent else code

    @cached_property
    def _totals(self) -> dict[str, str]:
        return {normal(word): code for word, code in self._declared.totals.items()}

    @cached_property
    def _by_name(self) -> dict[str, tuple[str, ...]]:
        """Codes of the regions that bear a name, of the declared levels."""
        return _codes_by_name(
            region
            for region in self.catalog.regions.values()
            if not self._declared.levels or region.level in self._declared.levels
        )


def _codes_by_name(regions: Iterable[Region]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for region in regions:
        for name in region_names(region):
            found[name] = (*found.get(name, ()), region.code)
    return found
