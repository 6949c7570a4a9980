"""Counts of titles that are too small to be shown, where the deployment's rule says so (``suppress_up_to``).

Each measure is looked at by its own size: of a large stock the three firms that end soon are three firms.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import assert_never

from msgspec import Struct, field

from etl.catalog.catalog import Catalog
from etl.derive.titles import Cell, MonthOfCell, suppress_small
from etl.model.title import TitleMeasure
from etl.model.title_rules import TitleRules

Cells = Mapping[Cell, Mapping[int, MonthOfCell]]
HiddenCount = tuple[Cell, int, TitleMeasure]
"""Cell, month and measure."""


class SmallCounts(Struct, frozen=True):
    """What must not be shown."""

    hidden: frozenset[HiddenCount] = field(default_factory=frozenset)

    def hides_row(self, cell: Cell, month: int) -> bool:
        """Whether a month of a cell must not be shown at all: its stock, or that before it, is small.

        The opening stock of a month is the closing stock of the one before, and would tell it.
        """
        if not self.hidden:
            return False
        return any((cell, at, TitleMeasure.VALID) in self.hidden for at in (month, month - 1))

    def hides(self, cell: Cell, month: int, measure: TitleMeasure) -> bool:
        """Whether a count must not be shown: it is too small itself, or its stock is hidden."""
        if not self.hidden:
            return False
        return any((cell, month, each) in self.hidden for each in (measure, TitleMeasure.VALID))

    def shown(self, cell: Cell, month: int, found: MonthOfCell, measure: TitleMeasure) -> int | None:
        """A count, None where it must not be shown."""
        return None if self.hides(cell, month, measure) else measured(found, measure)

    def stocks(self) -> frozenset[tuple[str, str, int]]:
        """Region, tier and month of the stocks of all industries that are hidden."""
        return frozenset(
            (cell.region, cell.tier, month)
            for cell, month, measure in self.hidden
            if measure is TitleMeasure.VALID and cell.industry is None
        )


def find_small_counts(catalog: Catalog, rules: TitleRules, cells: Cells) -> SmallCounts:
    """Every count that must not be shown; none in months whose version shows all.

    Parts of one whole (the regions below one superior, the industries of one region) are looked at together,
    so that no hidden count can be had by subtracting the others.
    """
    limits = {month: rules.of_month(month).suppress_up_to for months in cells.values() for month in months}
    if not any(limits.values()):
        return SmallCounts()
    groups: dict[tuple[str, str, int, TitleMeasure], dict[Cell, int]] = {}
    for cell, month, found in _each_month(cells):
        for whole, measure in product(_wholes(catalog, rules, cell), TitleMeasure):
            groups.setdefault((whole, cell.tier, month, measure), {})[cell] = measured(found, measure)
    return SmallCounts(
        frozenset(
            (cell, month, measure)
            for (_, _, month, measure), counts in groups.items()
            for cell in _small(counts, limits[month] or 0)
        )
    )


def _wholes(catalog: Catalog, rules: TitleRules, cell: Cell) -> Iterator[str]:
    """Names of the wholes that a cell is a part of; a scope and the region that it leaves out are one."""
    if cell.industry is not None:
        yield f"industries of {cell.region}"
        return
    scopes = {scope.region for scope in rules.scopes}
    if cell.region not in scopes:
        yield f"parts of {catalog.regions[cell.region].parent}"
    for scope in rules.scopes:
        if cell.region in (scope.region, scope.without):
            yield f"scope {scope.region}"


def measured(month: MonthOfCell, measure: TitleMeasure) -> int:
    """What a measure counts of a month."""
    match measure:
        case TitleMeasure.VALID:
            return month.closing
        case TitleMeasure.GROSS:
            return month.gross
        case TitleMeasure.REVIEW_PENDING:
            return month.review_pending
        case TitleMeasure.EXPIRING:
            return month.expiring
    assert_never(measure)


def _each_month(cells: Cells) -> Iterator[tuple[Cell, int, MonthOfCell]]:
    for cell, months in cells.items():
        for month, found in months.items():
            yield cell, month, found


def _small(counts: Mapping[Cell, int], limit: int) -> Iterator[Cell]:
    by_name = {f"{cell.region}|{cell.industry or ''}": cell for cell in counts}
    hidden = suppress_small({name: counts[cell] for name, cell in by_name.items()}, limit)
    return (by_name[name] for name in hidden)
