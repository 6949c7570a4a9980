"""The levels of a barometer as a table and a chart: target, actual, distance, level, the level before."""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from dashboard.format import DASH, format_signed, points
from dashboard.report.basis import Basis
from dashboard.report.blocks import Cell, Chart, ChartSeries, Column, Note, Table, Trace
from dashboard.report.facts import facts_of
from dashboard.report.periods import barometer_before
from dashboard.report.sections.assessed import DECIMALS, deciding_value, target_figure
from dashboard.report.sections.barometer import judged_indicators
from dashboard.views.value_words import number_of
from etl.errors import say
from etl.model.period import Period
from etl.model.region import Region
from etl.model.vocabulary import Result, UnassessedReason
from etl.store.rows import ValueRow

DASH_CELL: Final = Cell(DASH)


def level_table(basis: Basis, period: Period, regions: Sequence[Region], name: str = "levels") -> Table:
    """Target, actual, distance and level of both quantities, with the level of the last barometer."""
    judged = judged_indicators(basis)
    before = barometer_before(period)
    columns = [basis.column("region", share=1.1)]
    level_share, before_share = (1.35, 1.05) if basis.lang == "en" else (0.95, 0.8)
    for indicator in judged:
        short = (indicator.short_name or indicator.name)[basis.lang]
        columns += [
            Column(basis.say.text("dual.columns.target", name=short), "%", is_numeric=True, share=1.15),
            basis.column("actual", unit="%", is_numeric=True, share=0.9),
            Column(basis.say.text("dual.columns.gap"), points(basis.lang), is_numeric=True, share=1.05),
            Column(basis.say.text("dual.columns.level"), share=level_share),
            Column(basis.say.text("dual.columns.before"), share=before_share),
        ]
    rows = tuple(
        (
            Cell(basis.short(region.code)),
            *(
                cell
                for indicator in judged
                for cell in _level_cells(basis, indicator.id, region.code, str(period), before)
            ),
        )
        for region in regions
    )
    notes = [basis.note("dual.level_note", before=basis.when(before)), *_marks(basis, rows)]
    return Table(
        name=name,
        caption=basis.say.text("dual.level_table", period=basis.when(period)),
        columns=tuple(columns),
        rows=rows,
        notes=(*notes, *_derived(basis, period)),
    )


def _level_cells(basis: Basis, indicator: str, code: str, period: str, before: str) -> tuple[Cell, ...]:
    row = basis.level(indicator, code, period)
    then = basis.level(indicator, code, before)
    previous = Cell(DASH) if then is None or then.reason else Cell(say(f"result_{then.result}", basis.lang))
    if row is None or row.reason is not None:
        reason = row.reason if row and row.reason else UnassessedReason.NO_DATA.value
        word = basis.say.text(f"reasons.{reason}")
        value = basis.cell(indicator, basis.value(indicator, code, period))
        return (Cell(DASH), value, Cell(DASH), Cell(word, result=Result.UNASSESSED), previous)
    target, gap = target_figure(basis, row), row.ahead or 0.0
    trace = Trace("assessment.gap", indicator, code, period, row.gap or 0.0)
    actual = deciding_value(basis, row)
    return (
        Cell(target.text.removesuffix("%"), target.value, DECIMALS, target.traces[0]),
        DASH_CELL if actual is None else _short_mark(basis, actual),
        Cell(format_signed(gap, DECIMALS), gap, DECIMALS, trace),
        Cell(say(f"result_{row.result}", basis.lang), result=Result(row.result)),
        previous,
    )


def _short_mark(basis: Basis, row: ValueRow) -> Cell:
    """The value with a bare sign for an open challenge, for a narrow column; a note tells what it means."""
    cell, mark = basis.cell(row.indicator, row), basis.say.text("dual.challenged")
    plain = number_of(basis.indicator(row.indicator), row, basis.lang)
    return cell if cell.text == plain else replace(cell, text=f"{plain}{mark}")


def _marks(basis: Basis, rows: Sequence[tuple[Cell, ...]]) -> list[Note]:
    mark = basis.say.text("dual.challenged")
    is_marked = any(cell.text.endswith(mark) for row in rows for cell in row)
    return [basis.note("dual.challenged_note", mark=mark)] if is_marked else []


def _derived(basis: Basis, period: Period) -> list[Note]:
    """Whether the targets of the period were derived from those of five years."""
    rows = (
        row
        for indicator in judged_indicators(basis)
        for city in basis.cities
        if (row := basis.level(indicator.id, city.code, str(period))) is not None and row.reason is None
    )
    is_derived = any(facts_of(row.facts).get("annual_target_derived") for row in rows)
    return [basis.note("dual.derived")] if is_derived else []


def level_chart(basis: Basis, period: Period) -> Chart | None:
    """The rate of every city beside its target, the furthest behind on top; None where fewer than two."""
    judged = judged_indicators(basis)
    found = [
        row
        for city in basis.cities
        if judged
        and (row := basis.level(judged[0].id, city.code, str(period))) is not None
        and row.reason is None
    ]
    if len(found) <= 1:
        return None
    found.sort(key=lambda row: row.ahead or 0.0)
    behind = sum((row.ahead or 0.0) < 0 for row in found)
    title = basis.say.text(
        f"dual.chart.{'some' if behind else 'none'}",
        period=basis.when(period),
        count=len(found),
        behind=behind,
        name=judged[0].name[basis.lang],
    )
    return Chart(
        name="levels_chart",
        kind="bar",
        title=title,
        categories=tuple(basis.label(row.region) for row in found),
        series=(
            ChartSeries(basis.say.text("columns.actual"), tuple(row.value for row in found)),
            ChartSeries(
                basis.say.text("dual.columns.progress_target"),
                tuple(target_figure(basis, row).value for row in found),
                is_reference=True,
            ),
        ),
        unit="%",
        decimals=DECIMALS,
        alt=title,
        note=basis.note("chart_note", unit="%"),
        is_signed=True,
    )
