"""四、结构与创新: industrial growth of the months that were published, other figures, and the targets."""

from typing import Final

from dashboard.format import DASH
from dashboard.report.basis import Basis
from dashboard.report.document import Block, Cell, Column, Heading, Note, Paragraph, Parts, Table
from dashboard.report.sections.targets import target_table
from dashboard.views.known_by import lies_within
from etl.model.period import Period

INDUSTRY: Final = "industrial_va_growth"
_TOPICS: Final = ("industry", "innovation")


def compose_structure(basis: Basis) -> tuple[Block, ...]:
    """Section 四."""
    blocks: list[Block] = [Heading(1, basis.say.text("headings.structure"))]
    periods = published_periods(basis)
    if basis.has(INDUSTRY):
        blocks.append(Paragraph(_home_sentence(basis, periods)))
    if periods:
        blocks.append(Paragraph(_cities_sentence(basis, periods[-1])))
        blocks.append(_table(basis, periods))
    others = _others(basis)
    if others:
        blocks.append(Paragraph(others))
    targets = target_table(basis, "structure_targets", _TOPICS)
    blocks.append(Paragraph(targets.sentence))
    if targets.table is not None:
        blocks.append(targets.table)
    return tuple(blocks)


def published_periods(basis: Basis) -> tuple[str, ...]:
    """Periods within the report's for which anyone's industrial growth is there, in order of time."""
    codes = {basis.home.code, *(city.code for city in basis.cities)}
    found = {
        row.period
        for row in basis.rows.values
        if row.indicator == INDUSTRY
        and row.region in codes
        and row.value is not None
        and lies_within(row.period, basis.period)
    }
    return tuple(sorted(found, key=lambda text: Period.parse(text).sort_key()))


def _home_sentence(basis: Basis, periods: tuple[str, ...]) -> Parts:
    facts = {"home": basis.name(basis.home.code), "name": basis.title(INDUSTRY)}
    rows = [basis.value(INDUSTRY, basis.home.code, period) for period in periods]
    told = [
        basis.say("structure.month", period=basis.when(row.period), value=basis.figure(row))
        for row in rows
        if row is not None and row.value is not None
    ]
    if not told:
        return basis.say("structure.nothing", **facts, period=basis.when(basis.period))
    return basis.say("structure.home", **facts, months=basis.say.separated(told))


def _cities_sentence(basis: Basis, period: str) -> Parts:
    rows = basis.in_order(INDUSTRY, period)
    without = [
        basis.name(city.code) for city in basis.cities if city.code not in {row.region for row in rows}
    ]
    if not rows:
        return basis.say("structure.no_city", period=basis.when(period), name=basis.title(INDUSTRY))
    return basis.say.joined(
        basis.say(
            "structure.cities",
            period=basis.when(period),
            count=len(rows),
            of=len(basis.cities),
            values=basis.listed_values(rows),
        ),
        basis.say.counted("structure.without", without, len(basis.cities)),
    )


def _table(basis: Basis, periods: tuple[str, ...]) -> Table:
    sign = basis.catalog.units[basis.indicator(INDUSTRY).unit].sign[basis.lang]
    columns = [Column(basis.say.text("columns.region"))]
    columns += [Column(basis.when(period), sign, is_numeric=True) for period in periods]
    codes = [basis.home.code, *(city.code for city in basis.cities)]
    shown = [code for code in codes if any(_has(basis, code, period) for period in periods)]
    return Table(
        name="industrial_growth",
        caption=basis.say.text(
            "structure.table", period=basis.when(basis.period), name=basis.title(INDUSTRY)
        ),
        columns=tuple(columns),
        rows=tuple(
            (
                Cell(basis.label(code)),
                *(basis.cell(INDUSTRY, basis.value(INDUSTRY, code, period)) for period in periods),
            )
            for code in shown
        ),
        notes=(_dash_note(basis),),
    )


def _has(basis: Basis, code: str, period: str) -> bool:
    row = basis.value(INDUSTRY, code, period)
    return row is not None and row.value is not None


def _dash_note(basis: Basis) -> Note:
    return basis.note("structure.table_note", dash=DASH, reason=basis.reason(None))


def _others(basis: Basis) -> Parts:
    """Every other figure of these topics that the home region has within the period."""
    told = [
        basis.say(
            "structure.other",
            name=basis.title(row.indicator),
            period=basis.when(row.period),
            value=basis.figure(row),
        )
        for row in basis.rows.values
        if row.region == basis.home.code
        and row.value is not None
        and row.indicator != INDUSTRY
        and basis.indicator(row.indicator).topic in _TOPICS
        and lies_within(row.period, basis.period)
    ]
    return basis.say("structure.others", values=basis.say.separated(told)) if told else ()
