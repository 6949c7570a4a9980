"""一、总体: output, growth, structure of the province and its cities."""

from typing import Final

from dashboard.format import DASH
from dashboard.report.basis import Basis
from dashboard.report.document import (
    Block,
    Cell,
    Chart,
    ChartSeries,
    Column,
    Heading,
    Note,
    Paragraph,
    Parts,
    Table,
    Trace,
)
from dashboard.report.facts import facts_of
from dashboard.report.sentences import Fact
from dashboard.views.comparable import is_comparable
from dashboard.views.known_by import latest_shared_period
from etl.model.period import Period
from etl.store.rows import ValueRow

OUTPUT: Final = "gdp"
OUTPUT_SERIES: Final = "gdp_nominal"
GROWTH: Final = "gdp_growth"
PER_HEAD: Final = "gdp_per_capita"
SECONDARY: Final = "secondary_share"
_COLUMNS: Final = (OUTPUT, GROWTH, PER_HEAD, SECONDARY)
_FIRST: Final = 3
_SAME: Final = 6  # decimals: rates from an index carry the noise of binary floats beyond them


def compose_overall(basis: Basis) -> tuple[Block, ...]:
    """Section 一, for the report's period or, where it has no figures, the latest year that has."""
    heading = Heading(1, basis.say.text("headings.overall"))
    period = shown_period(basis)
    if period is None:
        return (heading, Paragraph(basis.say("overall.nothing", period=basis.when(basis.period))))
    blocks: list[Block] = [heading]
    if period != str(basis.period):
        found = basis.say("overall.earlier", period=basis.when(basis.period), year=basis.when(period))
        blocks.append(Paragraph(found))
    blocks.append(Paragraph(_home_paragraph(basis, period)))
    ranked = basis.in_order(OUTPUT, period)
    if ranked:
        blocks.append(Paragraph(_cities_paragraph(basis, period, ranked)))
        blocks.extend((_chart(basis, period, ranked), _table(basis, period, ranked)))
    return tuple(blocks)


def shown_period(basis: Basis) -> str | None:
    """The report's own period if any of the figures exist for it, else the latest year that has output."""
    regions = (basis.home, *basis.cities)
    own = str(basis.period)
    for indicator in basis.declared(_COLUMNS):
        for region in regions:
            row = basis.value(indicator, region.code, own)
            if row is not None and row.value is not None:
                return own
    codes = {region.code for region in regions}
    rows = (row for row in basis.rows.values if row.indicator == OUTPUT and row.region in codes)
    return latest_shared_period(rows, basis.period)


# ── the province ───────────────────────────────────────────────────────────────────────────────────────
def _home_paragraph(basis: Basis, period: str) -> Parts:
    told = {OUTPUT: _output_sentence, SECONDARY: _share_sentence, PER_HEAD: _per_head_sentence}
    return basis.say.joined(*(told[indicator](basis, period) for indicator in basis.declared(told)))


def _output_sentence(basis: Basis, period: str) -> Parts:
    home = basis.home.code
    output, growth = basis.value(OUTPUT, home, period), basis.value(GROWTH, home, period)
    if output is None or output.value is None:
        return _missing(basis, OUTPUT, output, period)
    facts: dict[str, Fact] = {
        "period": basis.when(period),
        "home": basis.name(home),
        "output": basis.figure(output),
        "status": basis.status(output),
    }
    if growth is None or growth.value is None:
        return basis.say("overall.output", **facts)
    return basis.say.turned(
        "overall.output_growth", growth.value, **facts, growth=basis.figure(growth, absolute=True)
    )


def _share_sentence(basis: Basis, period: str) -> Parts:
    share = basis.value(SECONDARY, basis.home.code, period)
    if share is None or share.value is None:
        return _missing(basis, SECONDARY, share, period)
    before = basis.value(SECONDARY, basis.home.code, str(Period.parse(period).previous_year()))
    if before is None or before.value is None or not is_comparable(basis.catalog, before, share):
        return basis.say("overall.share", share=basis.figure(share))
    change, points = basis.points(share, before)
    return basis.say.turned("overall.share_change", change, share=basis.figure(share), change=points)


def _per_head_sentence(basis: Basis, period: str) -> Parts:
    row = basis.value(PER_HEAD, basis.home.code, period)
    if row is None or row.value is None:
        return _missing(basis, PER_HEAD, row, period)
    return basis.say("overall.per_head", name=basis.title(PER_HEAD), value=basis.figure(row))


def _missing(basis: Basis, indicator: str, row: ValueRow | None, period: str) -> Parts:
    return basis.say(
        "missing",
        home=basis.name(basis.home.code),
        period=basis.when(period),
        name=basis.title(indicator),
        reason=basis.reason(row),
    )


# ── the cities ─────────────────────────────────────────────────────────────────────────────────────────
def _cities_paragraph(basis: Basis, period: str, ranked: tuple[ValueRow, ...]) -> Parts:
    return basis.say.joined(
        _leaders(basis, OUTPUT, ranked),
        _leaders(basis, GROWTH, basis.in_order(GROWTH, period)),
        _against_home(basis, period),
        _sum_sentence(basis, period),
    )


def _leaders(basis: Basis, indicator: str, ranked: tuple[ValueRow, ...]) -> Parts:
    """The first three and the last, with their values; all of them where there are no more than three."""
    if not ranked:
        return ()
    facts: dict[str, Fact] = {"name": basis.title(indicator), "count": len(ranked), "of": len(basis.cities)}
    if len(ranked) <= _FIRST:
        return basis.say("overall.few", **facts, all=basis.listed_values(ranked))
    first = tuple(row for row in ranked if (row.value or 0.0) >= (ranked[_FIRST - 1].value or 0.0))
    last = tuple(row for row in ranked if row.value == ranked[-1].value)
    return basis.say(
        "overall.leaders",
        **facts,
        places=len(first),
        first=basis.listed_values(first),
        last=basis.listed_values(last),
    )


def _against_home(basis: Basis, period: str) -> Parts:
    home = basis.value(GROWTH, basis.home.code, period)
    rows = basis.in_order(GROWTH, period)
    if home is None or home.value is None or not rows:
        return ()
    by_turn: dict[str, list[str]] = {"faster": [], "level": [], "slower": []}
    for row in rows:
        ahead = round((row.value or 0.0) - home.value, _SAME)
        by_turn["faster" if ahead > 0 else "slower" if ahead < 0 else "level"].append(basis.name(row.region))
    facts: dict[str, Fact] = {"home": basis.name(home.region), "growth": basis.figure(home)}
    return basis.say.joined(
        *(
            basis.say.counted(f"overall.{turn}", names, len(rows), **facts)
            for turn, names in by_turn.items()
            if names or turn != "level"
        )
    )


def _sum_sentence(basis: Basis, period: str) -> Parts:
    """The sum of the cities against the province, as the check of parts against the whole found it."""
    for row in basis.rows.challenges:
        at = (row.kind, row.subject, row.region, row.period)
        if at != ("parts_against_whole", OUTPUT_SERIES, basis.home.code, period):
            continue
        facts = facts_of(row.facts)
        unit, decimals = basis.unit_in_text(OUTPUT), basis.indicator(OUTPUT).display.decimals
        figures = {
            name: basis.computed(
                facts[name],
                unit,
                decimals,
                (Trace(f"challenge.{name}", row.subject, row.region, period, facts[name]),),
            )
            for name in ("parts", "residual")
        }
        return basis.say.turned("overall.sum", facts["residual"], count=int(facts["count"]), **figures)
    return ()


# ── table and chart ────────────────────────────────────────────────────────────────────────────────────
def _table(basis: Basis, period: str, ranked: tuple[ValueRow, ...]) -> Table:
    without = [city.code for city in basis.cities if city.code not in {row.region for row in ranked}]
    codes = [basis.home.code, *(row.region for row in ranked), *without]
    columns = [Column(basis.say.text("columns.region"), share=1.3)]
    for indicator in basis.declared(_COLUMNS):
        unit = basis.catalog.units[basis.indicator(indicator).unit].sign[basis.lang]
        columns.append(Column(_short(basis, indicator), unit, is_numeric=True, share=1.2))
        columns.append(Column(basis.say.text("columns.place"), is_numeric=True, share=0.6))
    notes = [
        basis.note("overall.table_note", home=basis.name(basis.home.code)),
        *_reasons(basis, period, codes),
    ]
    notes += [
        basis.note("caution", name=basis.title(indicator), text=caution)
        for indicator in basis.declared(_COLUMNS)
        if (caution := _caution(basis, indicator))
    ]
    return Table(
        name="cities",
        caption=basis.say.text("overall.table", period=basis.when(period)),
        columns=tuple(columns),
        rows=tuple(_row(basis, period, code) for code in codes),
        notes=tuple(notes),
    )


def _row(basis: Basis, period: str, code: str) -> tuple[Cell, ...]:
    cells = [Cell(basis.label(code))]
    for indicator in basis.declared(_COLUMNS):
        rank = basis.rank(indicator, code, period)
        cells.append(basis.cell(indicator, basis.value(indicator, code, period)))
        cells.append(Cell(basis.place(rank), None if rank is None else float(rank.place)))
    return tuple(cells)


def _reasons(basis: Basis, period: str, codes: list[str]) -> list[Note]:
    """One note for each column with a dash: which regions, and why."""
    notes: list[Note] = []
    for indicator in basis.declared(_COLUMNS):
        by_reason: dict[str, list[str]] = {}
        for code in codes:
            row = basis.value(indicator, code, period)
            if row is None or row.value is None:
                by_reason.setdefault(basis.reason(row), []).append(basis.name(code))
        notes += [
            basis.note(
                "dash", dash=DASH, name=basis.title(indicator), regions=basis.say.listed(names), reason=reason
            )
            for reason, names in by_reason.items()
        ]
    return notes


def _caution(basis: Basis, indicator: str) -> str:
    caution = basis.indicator(indicator).caution
    return caution[basis.lang] if caution else ""


def _short(basis: Basis, indicator: str) -> str:
    declared = basis.indicator(indicator)
    return (declared.short_name or declared.name)[basis.lang]


def _chart(basis: Basis, period: str, ranked: tuple[ValueRow, ...]) -> Chart:
    unit = basis.catalog.units[basis.indicator(OUTPUT).unit].name[basis.lang]
    title = basis.say.text(
        "overall.chart",
        period=basis.when(period),
        name=basis.title(OUTPUT),
        first=basis.name(ranked[0].region),
        count=len(ranked),
    )
    return Chart(
        name="cities_output",
        kind="bar",
        title=title,
        categories=tuple(basis.label(row.region) for row in ranked),
        series=(ChartSeries(basis.title(OUTPUT), tuple(row.value for row in ranked)),),
        unit=unit,
        decimals=basis.indicator(OUTPUT).display.decimals,
        alt=title,
        note=basis.note("chart_note", unit=unit),
    )
