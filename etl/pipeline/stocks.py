"""Stocks and flows of titles out of a warehouse, beside the firms counted one by one."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from etl.catalog.catalog import Catalog
from etl.derive.titles import month_of
from etl.model.period import Period
from etl.model.structure_formula import TitlesFormula
from etl.model.title import IN_STOCK, INFLOWS, OUTFLOWS, StockMonth, TitleMeasure
from etl.store.write import WarehouseWriter

WithinOf = Callable[[str], Iterable[str]]
_FLOWS = f"""
    SELECT tier, CAST(region AS VARCHAR), CAST(period AS VARCHAR), opening, {" + ".join(INFLOWS)},
        {" + ".join(OUTFLOWS)}, closing
    FROM title_flow WHERE industry IS NULL
"""
_FIRMS = "SELECT tier, CAST(region AS VARCHAR), state FROM title_state"


def read_stocks(writer: WarehouseWriter, catalog: Catalog, within: WithinOf) -> tuple[StockMonth, ...]:
    """Every month that was written, the last of them with its titles counted firm by firm.

    Args:
        writer: of the warehouse.
        catalog: the indicators.
        within: regions that a firm of a region counts for.
    """
    rows = [(*row, month_of(Period.parse(row[2]).first_day)) for row in writer.rows(_FLOWS)]
    last = max((row[-1] for row in rows), default=0)
    firms = _firms(writer.rows(_FIRMS), within)
    return tuple(_months(rows, _subjects(catalog), firms, last))


def _firms(rows: Iterable[tuple[Any, ...]], within: WithinOf) -> Counter[tuple[str, str]]:
    """Titles in the stock by tier and region, its superiors and scopes."""
    return Counter(
        (tier, code) for tier, region, state in rows if state in IN_STOCK for code in within(region)
    )


def _subjects(catalog: Catalog) -> dict[str, str]:
    """The indicator of the stock by tier."""
    return {
        each.formula.tier: each.id
        for each in catalog.indicators.values()
        if isinstance(each.formula, TitlesFormula) and each.formula.measure is TitleMeasure.VALID
    }


def _months(
    rows: Iterable[tuple[Any, ...]], subjects: dict[str, str], firms: Counter[tuple[str, str]], last: int
) -> Iterator[StockMonth]:
    for tier, region, period, opening, inflow, outflow, closing, month in rows:
        if tier in subjects:
            counted = firms[tier, region] if month == last else None
            yield StockMonth(
                subjects[tier], region, period, month, opening, inflow, outflow, closing, counted
            )
