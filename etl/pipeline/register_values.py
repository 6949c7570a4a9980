"""Stage 4, beside the formulas: values out of declared factors and out of the register of titles."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from etl.catalog.catalog import Catalog
from etl.catalog.factors import grid_factors_of
from etl.catalog.titles import counts_for, title_rules
from etl.derive.matching import ListedName, confirmed_firms
from etl.derive.title_course import TitleHistory, histories_of
from etl.derive.title_register import RegisterRow, TitleRegister, read_register
from etl.derive.titles import (
    MONTHS_IN_YEAR,
    Cell,
    MonthOfCell,
    count_titles,
    month_of,
    years_after,
)
from etl.model.figures import Axes, Figures
from etl.model.structure_formula import GridFactorFormula, TitlesFormula
from etl.model.title import EVENT_REGISTER, LIST_REGISTER, TITLE_REGISTER, StockMonth, TitleFlow, TitleMeasure
from etl.model.title_rules import TitleRules
from etl.model.vocabulary import MissingReason, Nature, RegionLevel, Status
from etl.pipeline.counted_titles import write_counted_titles
from etl.pipeline.matching import known_firms
from etl.pipeline.small_counts import Cells, SmallCounts, find_small_counts
from etl.pipeline.stocks import read_stocks
from etl.pipeline.title_states import write_title_states
from etl.store.write import WarehouseWriter

_REGISTER_ROWS = """
    SELECT register, r.region, fields, f.known_from, r.source, r.file_id, r.sheet_no, r.row_no, r.column_no
    FROM record r JOIN file f USING (file_id) WHERE register IN (?, ?, ?)
"""
_BESIDE_THE_STOCK = (TitleMeasure.GROSS, TitleMeasure.REVIEW_PENDING, TitleMeasure.EXPIRING)


def declared_periods(catalog: Catalog, last_day: date | None) -> set[str]:
    """Periods that declared factors and registers can add to those of the files.

    Args:
        catalog: factors, rules of titles.
        last_day: day up to which stocks are stated; None without a register.
    """
    years = {str(factor.year) for factor in catalog.grid_factors}
    if last_day is None:
        return years
    rules = title_rules(catalog)
    months = {period for _, period in _stated(rules, last_day)} if rules else set()
    return years | months


def declared_values(
    writer: WarehouseWriter, catalog: Catalog, axes: Axes, as_of: date | None
) -> dict[str, Figures]:
    """Values of the indicators that no figure stands behind; flows and states of titles are written here."""
    found = _grid_factors(catalog, axes)
    rules = title_rules(catalog)
    return found | (_titles(writer, catalog, axes, rules, as_of) if rules else {})


def read_title_stocks(writer: WarehouseWriter, catalog: Catalog) -> tuple[StockMonth, ...]:
    """Stocks of titles as they were written, for the check of their identity; empty without a rule."""
    rules = title_rules(catalog)
    return read_stocks(writer, catalog, lambda code: counts_for(catalog, rules, code)) if rules else ()


def _grid_factors(catalog: Catalog, axes: Axes) -> dict[str, Figures]:
    # Nothing real stands among the figures of a demonstration.
    nature = Nature.DEMONSTRATION if catalog.deployment.watermark else Nature.OFFICIAL
    factors = grid_factors_of(catalog)
    return {
        indicator.id: Figures.stated(
            axes,
            [
                (region, str(year), float(factor))
                for (region, year), factor in factors.items()
                if catalog.regions[region].level in indicator.levels
            ],
            Status.AS_PUBLISHED,
            nature,
        )
        for indicator in catalog.indicators.values()
        if isinstance(indicator.formula, GridFactorFormula)
    }


class _Counted(Struct, frozen=True):
    """Counts of titles, what of them is too small to be shown, and what their evidence is worth."""

    cells: Cells
    months: range
    nature: Nature
    small: SmallCounts


def _titles(
    writer: WarehouseWriter, catalog: Catalog, axes: Axes, rules: TitleRules, as_of: date | None
) -> dict[str, Figures]:
    rows = writer.rows(_REGISTER_ROWS, TITLE_REGISTER, EVENT_REGISTER, LIST_REGISTER)
    if not rows:
        return {}
    register = _read(rows, rules, catalog)
    _write_unreadable(writer, register)
    last_day = last_day_of(catalog, writer.rows("SELECT max(known_from) FROM file")[0][0], as_of)
    histories = list(histories_of(register.titles, register.events, as_of))
    months = range(month_of(rules.first_month.first_day), month_of(last_day))
    cells = _count(catalog, rules, histories, months)
    nature = max((catalog.sources[row[4]].nature for row in rows), key=list(Nature).index)
    counted = _Counted(cells, months, nature, find_small_counts(catalog, rules, cells))
    writer.insert_rows("title_flow", _flow_rows(counted))
    hidden = counted.small.stocks()
    write_title_states(writer, rules, rows, histories=histories, month=months.stop - 1, hidden=hidden)
    known = [title for title in register.titles if as_of is None or title.known_from <= as_of]
    write_counted_titles(writer, rules, known, histories=histories, months=months)
    return dict(_title_values(catalog, axes, rules, counted))


def _read(rows: list[tuple[Any, ...]], rules: TitleRules, catalog: Catalog) -> TitleRegister:
    """The registers with the names of lists that people have confirmed."""
    staged = [RegisterRow(row[0], row[1], row[2], row[3], tuple(row[4:])) for row in rows]
    firms = known_firms([(row.region, row.fields) for row in staged if row.register == TITLE_REGISTER])
    listed = {id(row): _listed(row) for row in staged if row.register == LIST_REGISTER}
    confirmed = confirmed_firms(listed.values(), firms, catalog.matches)
    return read_register(staged, rules, lambda row: confirmed.get(listed[id(row)]))


def _listed(row: RegisterRow) -> ListedName:
    return ListedName(str(row.place[0]), json.loads(row.fields).get("firm", ""), row.region)


def _count(catalog: Catalog, rules: TitleRules, histories: list[TitleHistory], months: range) -> Cells:
    """Cells of every region that titles count for."""
    within = {code: counts_for(catalog, rules, code) for code in catalog.regions}
    of_month = {month: rules.of_month(month) for month in months}
    told_apart = {
        code for code, region in catalog.regions.items() if region.level.value in rules.by_industry_levels
    }
    return count_titles(
        histories,
        months,
        within=lambda code: within[code],
        by_industry=lambda code: code in told_apart,
        expiring_months=lambda month: of_month[month].expiring_within_months,
        pending_months=lambda month: of_month[month].pending_up_to_months,
    )


def _flow_rows(counted: _Counted) -> Iterator[dict[str, object]]:
    """Months of cells in which there is or happens anything."""
    for cell, months in counted.cells.items():
        for month, found in months.items():
            if not (found.opening or found.flows or found.gross):
                continue
            if counted.small.hides_row(cell, month):
                continue
            due = {each.value: counted.small.shown(cell, month, found, each) for each in _BESIDE_THE_STOCK}
            yield {
                "tier": cell.tier,
                "region": cell.region,
                "industry": cell.industry,
                "period": _month(month),
                "opening": found.opening,
                **{flow.value: found.flows.get(flow, 0) for flow in TitleFlow},
                "closing": found.closing,
                **due,
            }


def _title_values(
    catalog: Catalog, axes: Axes, rules: TitleRules, counted: _Counted
) -> Iterator[tuple[str, Figures]]:
    """Counts of every region that the indicator exists for; without titles it has none, which is a number."""
    known = {tier.id for tier in rules.tiers}
    empty = MonthOfCell(0, {}, 0)
    stated = list(_stated_months(counted.months))
    for indicator in catalog.indicators.values():
        formula = indicator.formula
        if not isinstance(formula, TitlesFormula) or formula.tier not in known:
            continue
        rows: list[tuple[str, str, float | None]] = []
        for code in _counted_regions(catalog, rules, indicator.levels):
            months = counted.cells.get(Cell(code, formula.tier), {})
            for month, period in stated:
                found = months.get(month, empty)
                count = counted.small.shown(Cell(code, formula.tier), month, found, formula.measure)
                rows.append((code, period, None if count is None else float(count)))
        figures = Figures.stated(axes, rows, Status.FINAL, counted.nature, MissingReason.SUPPRESSED)
        yield indicator.id, replace(figures, is_published=np.zeros(axes.shape, dtype=bool))


def _counted_regions(catalog: Catalog, rules: TitleRules, levels: tuple[RegionLevel, ...]) -> Iterator[str]:
    scopes = {scope.region for scope in rules.scopes}
    for code, region in catalog.regions.items():
        of_home = catalog.descends_from(region, catalog.deployment.home)
        if code in scopes or (of_home and region.level in levels):
            yield code


def _write_unreadable(writer: WarehouseWriter, register: TitleRegister) -> None:
    """Rows that are no title and no event, each with its place; they are counted apart."""
    columns = ("source", "file_id", "sheet_no", "row_no", "column_no")
    rejected = [
        {
            "stage": "titles",
            **dict(zip(columns, unreadable.row.place, strict=True)),
            "code": unreadable.code,
            "found": unreadable.found,
            "facts": "{}",
        }
        for unreadable in register.unreadable
    ]
    writer.insert_rows("rejected", rejected)


def last_day_of(catalog: Catalog, newest: date, as_of: date | None) -> date:
    """The day up to which stocks are stated: the as-of day, else the newest publication.

    A day more than a term after the newest publication is drawn back: no known title would be valid then.
    """
    if as_of is None:
        return newest
    rules = title_rules(catalog)
    return min(as_of, years_after(newest, rules.longest_term if rules else 0))


def _stated(rules: TitleRules, last_day: date) -> Iterator[tuple[int, str]]:
    return _stated_months(range(month_of(rules.first_month.first_day), month_of(last_day)))


def _stated_months(months: range) -> Iterator[tuple[int, str]]:
    """Every complete month, and the year whose December it is."""
    for month in months:
        yield month, _month(month)
        if month % MONTHS_IN_YEAR == MONTHS_IN_YEAR - 1:
            yield month, str(month // MONTHS_IN_YEAR)


def _month(month: int) -> str:
    return f"{month // MONTHS_IN_YEAR:04d}M{month % MONTHS_IN_YEAR + 1:02d}"
