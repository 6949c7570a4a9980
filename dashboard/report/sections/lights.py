"""Levels that superior bodies published for the home region, held as published."""

from collections.abc import Sequence
from typing import Final

from dashboard.format import DASH
from dashboard.report.basis import Basis
from dashboard.report.blocks import Block, Cell, Column, Heading, Paragraph, Parts, Table
from dashboard.report.periods import parse
from dashboard.report.sections.barometer import rule_of
from dashboard.views.latest import ends_by
from etl.errors import say
from etl.model.vocabulary import Result
from etl.store.rows import ObservationRow

_LEVEL_OF: Final = {1: Result.LEVEL_1, 2: Result.LEVEL_2, 3: Result.LEVEL_3}
_NOTICE_YEARS: Final = 5  # as far back as a plan is long: older notices belong to older reports


def compose_lights(basis: Basis) -> list[Block]:
    """The notices of the last five years: two in words, all in the table."""
    notices = _notices(basis)
    heading = Heading(2, basis.say.text("headings.published"))
    if not notices:
        facts = {"home": basis.name(basis.home.code), "period": basis.when(basis.period)}
        return [heading, Paragraph(basis.say("dual.no_notice", **facts))]
    sentences = [_notice_sentence(basis, period, rows) for period, rows in notices[:2]]
    if len({rows[0].source for _, rows in notices[:2]}) > 1:
        sentences.append(basis.say("dual.not_compared"))
    return [heading, Paragraph(basis.say.joined(*sentences)), _notice_table(basis, notices)]


def _notices(basis: Basis) -> list[tuple[str, tuple[ObservationRow, ...]]]:
    """Published levels of the home region by period, latest first."""
    by_period: dict[str, list[ObservationRow]] = {}
    for row in basis.rows.levels:
        is_recent = parse(row.period).end_year > basis.period.end_year - _NOTICE_YEARS
        if row.value is not None and is_recent and ends_by(row.period, basis.period):
            by_period.setdefault(row.period, []).append(row)
    latest_first = sorted(by_period, key=lambda text: parse(text).sort_key(), reverse=True)
    return [(period, tuple(by_period[period])) for period in latest_first]


def _notice_sentence(basis: Basis, period: str, rows: tuple[ObservationRow, ...]) -> Parts:
    items = [
        basis.say(
            "dual.light",
            name=_light_name(basis, row.series),
            level=say(f"result_{_LEVEL_OF[int(row.value or 0)]}", basis.lang),
        )
        for row in rows
    ]
    return basis.say(
        "dual.notice",
        period=basis.when(period),
        home=basis.name(basis.home.code),
        lights=basis.say.listed(items),
        document=_document(basis, period, rows),
    )


def _notice_table(basis: Basis, notices: list[tuple[str, tuple[ObservationRow, ...]]]) -> Table:
    series = sorted({row.series for _, rows in notices for row in rows}, key=list(basis.catalog.series).index)
    columns = [basis.column("period", share=1.2)]
    columns += [Column(_light_name(basis, name)) for name in series]
    columns.append(basis.column("document", share=2.0))
    return Table(
        name="published_lights",
        caption=basis.say.text("dual.table", home=basis.name(basis.home.code)),
        columns=tuple(columns),
        rows=tuple(_notice_row(basis, period, rows, series) for period, rows in notices),
        notes=(basis.note("dual.table_note"),),
    )


def _notice_row(
    basis: Basis, period: str, rows: tuple[ObservationRow, ...], series: Sequence[str]
) -> tuple[Cell, ...]:
    levels = {row.series: row for row in rows}
    cells = [Cell(basis.when(period))]
    for name in series:
        row = levels.get(name)
        result = _LEVEL_OF[int(row.value)] if row and row.value is not None else None
        cells.append(
            Cell(DASH) if result is None else Cell(say(f"result_{result}", basis.lang), result=result)
        )
    return (*cells, Cell(_document(basis, period, rows)))


def _light_name(basis: Basis, series: str) -> str:
    """What a published level is about, without the words that every level shares."""
    key = f"dual.subject.{series}"
    return basis.say.text(key) if basis.say.knows(key) else basis.catalog.series[series].name[basis.lang]


def _document(basis: Basis, period: str, rows: tuple[ObservationRow, ...]) -> str:
    """Number of the notice: of the version that was valid, else the title of the source."""
    rule = rule_of(basis, parse(period))
    if rule is None:
        return basis.catalog.sources[rows[0].source].title[basis.lang]
    return "、".join(document.number for document in rule.documents)
