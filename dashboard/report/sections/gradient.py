"""五、梯度培育: titles as published by the end of the period. The tiers are nested and never added up."""

from typing import Final

from dashboard.format import DASH
from dashboard.report.basis import Basis, title_indicators
from dashboard.report.document import Block, Cell, Column, Heading, Paragraph, Parts, Table
from dashboard.report.sections.targets import target_table
from dashboard.views.shown import scope_of_figure
from etl.errors import say
from etl.model.vocabulary import Nature
from etl.store.rows import ValueRow

_TOPIC: Final = "smes"


def compose_gradient(basis: Basis) -> tuple[Block, ...]:
    """Section 五. New, expired and revoked titles need a register of firms; without one it says so."""
    blocks: list[Block] = [Heading(1, basis.say.text("headings.gradient"))]
    rows = known_titles(basis)
    blocks.append(Paragraph(_home_sentence(basis, rows)))
    if rows:
        blocks.append(_table(basis, rows))
    blocks.append(Paragraph(basis.say("gradient.changes", period=basis.when(basis.period))))
    targets = target_table(basis, "title_targets", (_TOPIC,))
    blocks.append(Paragraph(targets.sentence))
    if targets.table is not None:
        blocks.append(targets.table)
    return tuple(blocks)


def known_titles(basis: Basis) -> tuple[ValueRow, ...]:
    """The latest published count of every tier and region, in order of the catalogue."""
    regions = (basis.home, *basis.cities, *basis.units)
    found = [
        basis.latest(indicator, region.code)
        for indicator in title_indicators(basis.catalog)
        for region in regions
    ]
    return tuple(row for row in found if row is not None)


def _home_sentence(basis: Basis, rows: tuple[ValueRow, ...]) -> Parts:
    own = [row for row in rows if row.region == basis.home.code]
    facts = {"home": basis.name(basis.home.code), "period": basis.when(basis.period)}
    if not own:
        return basis.say("gradient.nothing", **facts)
    told = [
        basis.say(
            "gradient.count",
            name=basis.title(row.indicator),
            period=basis.when(row.period),
            value=basis.figure(row),
            scope=_scope(basis, row),
        )
        for row in own
    ]
    return basis.say("gradient.home", **facts, counts=basis.say.separated(told))


def _scope(basis: Basis, row: ValueRow) -> str:
    """The scope that a count was published with, in brackets."""
    scope = scope_of_figure(basis.catalog, row, basis.lang)
    return basis.say.text("in_brackets", text=scope) if scope else ""


def _cited(basis: Basis, row: ValueRow) -> str:
    """Where the count was published and what its publisher said of its scope, in the publisher's words."""
    series = basis.catalog.series_of(row.indicator)
    for found in basis.rows.titles:
        if found.series in series and (found.region, found.period) == (row.region, row.period):
            note = basis.say.text("in_brackets", text=found.note) if found.note else ""
            return f"{found.cited_as or basis.catalog.sources[found.source].title[basis.lang]}{note}"
    return DASH


def _table(basis: Basis, rows: tuple[ValueRow, ...]) -> Table:
    titles = ("tier", "region", "period", "count", "nature", "cited")
    return Table(
        name="titles",
        caption=basis.say.text("gradient.table", period=basis.when(basis.period)),
        columns=tuple(
            Column(basis.say.text(f"columns.{title}"), is_numeric=title == "count", share=share)
            for title, share in zip(titles, (2.0, 1.1, 1.0, 0.6, 0.9, 2.2), strict=True)
        ),
        rows=tuple(
            (
                Cell(basis.title(row.indicator)),
                Cell(basis.label(row.region)),
                Cell(basis.when(row.period)),
                basis.cell(row.indicator, row),
                Cell(say(f"nature_{Nature(row.nature)}", basis.lang)),
                Cell(_cited(basis, row)),
            )
            for row in rows
        ),
        notes=(basis.note("gradient.table_note"),),
    )
