"""四、结构与创新: every indicator of structure and innovation that was delivered, and the targets."""

from typing import Final

from dashboard.format import DASH, format_signed
from dashboard.report.basis import Basis
from dashboard.report.blocks import Block, Cell, Column, Heading, Note, Paragraph, Parts, Table
from dashboard.report.periods import parse
from dashboard.report.sections.industry import INDUSTRY
from dashboard.report.sections.targets import target_table
from dashboard.report.sentences import Fact
from dashboard.views.comparison.comparable import is_comparable
from dashboard.views.latest import lies_within
from etl.model.indicator import Indicator
from etl.model.period import PeriodKind
from etl.model.vocabulary import Direction
from etl.store.rows import ValueRow

TOPICS: Final = ("industry", "innovation")
_FEWEST_ROWS: Final = 5
_LAST: Final = 1000  # behind every article
_MOST_YEARS: Final = 2
_FEWEST_CITIES: Final = 3


def compose_structure(basis: Basis) -> tuple[Block, ...]:
    """Section 四."""
    blocks: list[Block] = [Heading(1, basis.say.text("headings.structure"))]
    rows = readings(basis, basis.home.code)
    if len(rows) >= _FEWEST_ROWS:
        blocks += [Paragraph(_turns_sentence(basis, rows)), _table(basis, rows)]
    else:
        others = _others(basis)
        nothing = basis.say("structure.nothing", period=basis.when(basis.period))
        blocks.append(Paragraph(others or nothing))
    targets = target_table(basis, "structure_targets", TOPICS)
    blocks.append(Paragraph(targets.sentence))
    if targets.table is not None:
        blocks.append(targets.table)
    return tuple(blocks)


def readings(basis: Basis, code: str, topics: tuple[str, ...] = TOPICS) -> list[ValueRow]:
    """The latest reading of every indicator of some topics, none older than two years."""
    level = basis.catalog.regions[code].level
    found = []
    for indicator in basis.catalog.indicators.values():
        if indicator.topic not in topics or indicator.id == INDUSTRY or level not in indicator.levels:
            continue
        row = basis.reading(indicator.id, code)
        if row is not None and parse(row.period).end_year > basis.period.end_year - _MOST_YEARS:
            found.append(row)
    return sorted(found, key=lambda row: _first_article(basis.indicator(row.indicator)))


def _first_article(indicator: Indicator) -> int:
    """The first article that an indicator serves, by which a table goes through the regulation."""
    numbers = [int(number) for number in indicator.articles if number.isdecimal()]
    return min(numbers, default=_LAST)


def year_before(basis: Basis, row: ValueRow) -> ValueRow | None:
    """The same period a year earlier, unless the statistical basis changed between the two."""
    period = parse(row.period)
    if period.kind is PeriodKind.SPAN:
        return None
    before = basis.known(row.indicator, row.region, str(period.previous_year()))
    return before if before is not None and is_comparable(basis.catalog, before, row) else None


def turn_of(indicator: Indicator, difference: float) -> str:
    """Whether a difference is ``better``, ``worse``, ``same`` or of no judgement (empty)."""
    if indicator.direction not in {Direction.HIGHER_IS_BETTER, Direction.LOWER_IS_BETTER}:
        return ""
    if difference == 0:
        return "same"
    return "better" if (difference > 0) is (indicator.direction is Direction.HIGHER_IS_BETTER) else "worse"


def _turns_sentence(basis: Basis, rows: list[ValueRow]) -> Parts:
    """How many indicators are better, worse or the same as a year before; the worse ones by name."""
    turns: dict[str, list[str]] = {"better": [], "worse": [], "same": []}
    for row in rows:
        before = year_before(basis, row)
        if before is None:
            continue
        difference, _ = basis.change(row, before)
        turn = turn_of(basis.indicator(row.indicator), difference)
        if turn:
            turns[turn].append(basis.within(row.indicator))
    count = sum(map(len, turns.values()))
    facts: dict[str, Fact] = {
        "known": len(rows),
        "count": count,
        "better": len(turns["better"]),
        "same": len(turns["same"]),
    }
    told = basis.say("structure.turns", **facts)
    return basis.say.joined(told, basis.say.counted("structure.worse", turns["worse"], count))


def _table(basis: Basis, rows: list[ValueRow]) -> Table:
    columns = (
        basis.column("indicator", share=2.6),
        basis.column("article", share=0.9),
        basis.column("period", share=1.2),
        basis.column("this", is_numeric=True, share=1.1),
        basis.column("year_before", is_numeric=True, share=1.1),
        basis.column("change", is_numeric=True, share=1.1),
        basis.column("unit", share=1.1),
        basis.column("first", share=1.2),
    )
    return Table(
        name="structure",
        caption=basis.say.text("structure.table", home=basis.name(basis.home.code)),
        columns=columns,
        rows=tuple(_row(basis, row) for row in rows),
        notes=(basis.note("structure.table_note", dash=DASH),),
    )


def _row(basis: Basis, row: ValueRow) -> tuple[Cell, ...]:
    indicator = basis.indicator(row.indicator)
    before = year_before(basis, row)
    return (
        Cell(basis.title(row.indicator)),
        Cell(articles_of(basis, indicator)),
        Cell(basis.when(row.period)),
        basis.cell(row.indicator, row),
        basis.cell(row.indicator, before),
        change_cell(basis, row, before),
        Cell(basis.sign(row.indicator)),
        Cell(_first(basis, row)),
    )


def articles_of(basis: Basis, indicator: Indicator) -> str:
    """The articles that an indicator serves, in short: ``6、7``."""
    separator = basis.say.text("list.between")
    return separator.join(indicator.articles) or DASH


def change_cell(basis: Basis, row: ValueRow, before: ValueRow | None) -> Cell:
    """The change against another value, with its sign; a dash where there is none."""
    if before is None:
        return Cell(DASH)
    difference, figure = basis.change(row, before)
    decimals = basis.indicator(row.indicator).display.decimals
    return Cell(format_signed(difference, decimals), difference, decimals, figures=(figure,))


def _first(basis: Basis, row: ValueRow) -> str:
    """The city that is first by the indicator's direction; a dash where there is no better, or few cities."""
    indicator = basis.indicator(row.indicator)
    rows = basis.in_order(row.indicator, row.period)
    if len(rows) < _FEWEST_CITIES or indicator.direction not in {
        Direction.HIGHER_IS_BETTER,
        Direction.LOWER_IS_BETTER,
    }:
        return DASH
    best = rows[0] if indicator.direction is Direction.HIGHER_IS_BETTER else rows[-1]
    ties = [one.region for one in rows if one.value == best.value]
    return basis.say.text("list.between").join(map(basis.short, ties)) if len(ties) <= _MOST_YEARS else DASH


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
        and basis.indicator(row.indicator).topic in TOPICS
        and lies_within(row.period, basis.period)
    ]
    return basis.say("structure.others", values=basis.say.separated(told)) if told else ()


def silent_note(basis: Basis, code: str) -> Note | None:
    """How many indicators could exist for a region and have no figure at all; None where every one has."""
    level = basis.catalog.regions[code].level
    lacking = [
        indicator
        for indicator in basis.catalog.indicators.values()
        if level in indicator.levels and basis.reading(indicator.id, code) is None
    ]
    if not lacking:
        return None
    of = sum(level in indicator.levels for indicator in basis.catalog.indicators.values())
    return basis.note("structure.silent", count=len(lacking), of=of)


def column_of(basis: Basis, indicator: str, period: str, share: float = 1.0) -> Column:
    """An indicator as the head of a column, with its unit and period."""
    unit = basis.say.text("annex.unit", unit=basis.sign(indicator), period=basis.when(period))
    return Column(basis.short_title(indicator), unit, is_numeric=True, share=share)
