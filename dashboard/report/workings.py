"""Where every number of the text comes from: numbered rows at the end, to which the text is linked."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Final

from msgspec.structs import replace

from dashboard.queries import Queries
from dashboard.report.basis import Basis
from dashboard.report.blocks import Block, Cell, Figure, Heading, Paragraph, Table, Trace
from dashboard.report.document import Document
from dashboard.report.numbering import with_labels
from dashboard.report.periods import parse
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.formula_text import number_text
from etl.model.sheet import cell_name
from etl.store.rows import CellAddress, ValueRow

_VALUES: Final = "indicator_value"
_MOST_TRACES: Final = 3
_REGISTERS: Final = frozenset({"title_flow", "record"})

Places = Mapping[tuple[str, str, str], CellAddress]
"""The cell of a published figure by indicator, region and period."""


def read_places(queries: Queries, basis: Basis, document: Document) -> Places:
    """The cells that the published figures of a text were read from, in one question."""
    wanted = {
        trace.name: trace
        for _, figure in document.figures()
        for trace in figure.traces
        if trace.table == _VALUES
    }
    traces = [trace for _, figure in document.figures() for trace in figure.traces if trace.table == _VALUES]
    series_of = {name: _published_series(basis.catalog, name, trace) for name, trace in wanted.items()}
    known = {name for name in series_of.values() if name}
    if not known:
        return {}
    rows = queries.observations(
        series=sorted(known),
        regions=sorted({trace.region for trace in traces}),
        periods=sorted({trace.period for trace in traces}),
    )
    cells = {(row.series, row.region, row.period): row.cell for row in rows}
    places = {}
    for trace in traces:
        row = basis.value(trace.name, trace.region, trace.period)
        key = (series_of[trace.name] or "", trace.region, trace.period)
        if row is not None and row.basis == "published" and key in cells:
            places[trace.name, trace.region, trace.period] = cells[key]
    return places


def _published_series(catalog: Catalog, name: str, trace: Trace) -> str | None:
    """The series that holds the published figure of an indicator."""
    indicator = catalog.indicators[name]
    read = next(iter(indicator.reads(parse(trace.period), published=True)), None)
    return read.name if read is not None and read.name in catalog.series else None


def with_workings(document: Document, basis: Basis, places: Places) -> Document:
    """The document with its list of workings before the last page, every number of the text linked to it."""
    figures = list(dict.fromkeys(figure for _, figure in document.figures()))
    if not figures:
        return document
    anchors = {figure: f"w{number}" for number, figure in enumerate(figures, start=1)}
    blocks = list(document.blocks)
    last_heading = max(
        place for place, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1
    )
    blocks[last_heading:last_heading] = _annex(basis, anchors, places)
    return replace(document, blocks=with_labels(blocks, basis.say), anchors=anchors)


def _annex(basis: Basis, anchors: Mapping[Figure, str], places: Places) -> tuple[Block, ...]:
    rows = tuple(
        (
            Cell(anchor.removeprefix("w"), anchor=anchor),
            Cell(figure.text),
            Cell(basis.say.text("list.clauses").join(_lines(basis, figure, places))),
        )
        for figure, anchor in anchors.items()
    )
    return (
        Heading(1, basis.say.text("headings.workings"), begins_page=True),
        Paragraph(basis.say("workings.text"), look="plain"),
        Table(
            name="workings",
            caption=basis.say.text("workings.table"),
            columns=(
                basis.column("working_number", share=0.35),
                basis.column("printed", share=1.2),
                basis.column("working", share=6.0),
            ),
            rows=rows,
            is_wide=True,
        ),
    )


def _lines(basis: Basis, figure: Figure, places: Places) -> Iterable[str]:
    for trace in figure.traces[:_MOST_TRACES]:
        yield working_line(basis, trace, places)
    if len(figure.traces) > _MOST_TRACES:
        yield basis.say.text("workings.more", count=len(figure.traces))


def working_line(basis: Basis, trace: Trace, places: Places) -> str:
    """``地区生产总值 辽宁省 2023年：30209.4（公布，gdp.csv 第…表 B12）``."""
    facts = {
        "name": _name(basis, trace.name),
        "region": basis.name(trace.region) if trace.region in basis.catalog.regions else trace.region,
        "period": basis.when(trace.period) if trace.period else "",
        "value": number_text(trace.value),
    }
    if trace.table != _VALUES:
        return basis.say.text("workings.other", **facts, table=_kind(basis, trace.table))
    row = basis.value(trace.name, trace.region, trace.period)
    return basis.say.text("workings.value", **facts, origin=_origin(basis, row, places))


def _kind(basis: Basis, table: str) -> str:
    """What a reader calls a stored column: ``assessment.gap`` is 评价：差距."""
    first, column, *_ = table.split(".")
    return basis.say.text(f"workings.kinds.{first if first in _REGISTERS else f'{first}.{column}'}")


def _name(basis: Basis, name: str) -> str:
    if basis.has(name):
        return basis.title(name)
    series = basis.catalog.series.get(name)
    if series is not None:
        return series.name[basis.lang]
    tier = next(
        (tier for rule in basis.catalog.title_rules.values() for tier in rule.tiers if tier.id == name), None
    )
    if tier is not None:
        return tier.name[basis.lang]
    return basis.say.text(f"workings.counted.{name}")


def _origin(basis: Basis, row: ValueRow | None, places: Places) -> str:
    if row is None:
        return ""
    told = say(f"basis_{row.basis}", basis.lang)
    cell = places.get((row.indicator, row.region, row.period))
    if cell is None:
        return told
    file = PurePosixPath(cell.file).name
    sheet = "" if not cell.sheet or cell.sheet == file else f" {cell.sheet}"
    return f"{told} {file}{sheet} {cell_name(cell.row, cell.column)}"
