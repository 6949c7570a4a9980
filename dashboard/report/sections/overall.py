"""一、总体: industry, output, growth, structure of the province and its cities."""

from collections.abc import Iterable
from typing import Final

from dashboard.format import DASH
from dashboard.report.basis import Basis
from dashboard.report.blocks import (
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
from dashboard.report.periods import parse, same_end
from dashboard.report.sections.industry import INDUSTRY, compose_industry
from dashboard.report.sentences import Fact
from dashboard.views.comparison.comparable import is_comparable
from dashboard.views.latest import latest_shared_period
from etl.model.period import PeriodKind
from etl.model.vocabulary import MissingReason
from etl.store.rows import ValueRow

OUTPUT: Final = "gdp"
OUTPUT_SERIES: Final = "gdp_nominal"
GROWTH: Final = "gdp_growth"
PER_HEAD: Final = "gdp_per_capita"
SECONDARY: Final = "secondary_share"
_COLUMNS: Final = (OUTPUT, GROWTH, INDUSTRY, PER_HEAD, SECONDARY)
_OF_OUTPUT: Final = (OUTPUT, GROWTH, PER_HEAD, SECONDARY)
_FIRST: Final = 3
_FEWEST_BARS: Final = 3
_SILENT: Final = frozenset({None, MissingReason.NOT_COLLECTED, MissingReason.INPUT_MISSING})
_SAME: Final = 6  # decimals: rates from an index carry the noise of binary floats beyond them


def compose_overall(basis: Basis) -> tuple[Block, ...]:
    """Section 一, for the report's period or, where it has no figures, the latest year that has."""
    blocks: list[Block] = [Heading(1, basis.say.text("headings.overall")), *compose_industry(basis)]
    period = shown_period(basis)
    if period is None:
        return (*blocks, Paragraph(basis.say("overall.nothing", period=basis.when(basis.period))))
    if period not in same_end(basis.period):
        found = basis.say("overall.earlier", period=basis.when(basis.period), year=basis.when(period))
        blocks.append(Paragraph(found))
    blocks.append(Paragraph(_home_paragraph(basis, period)))
    ranked = basis.in_order(OUTPUT, period)
    if ranked:
        blocks.append(Paragraph(_cities_paragraph(basis, period, ranked)))
        if len(ranked) >= _FEWEST_BARS:
            blocks.append(_chart(basis, period, ranked))
        blocks.append(_table(basis, period, ranked))
    return tuple(blocks)


def shown_period(basis: Basis) -> str | None:
    """The report's own period if any of the figures exist for it, else the latest that has output.

    A part of the report's own year goes before the year that is over.
    """
    regions = (basis.home, *basis.cities)
    for period in same_end(basis.period):
        for indicator in basis.declared(_OF_OUTPUT):
            if basis.with_values(indicator, period, regions):
                return period
    latest = basis.shared_period(OUTPUT, regions)
    if latest is not None and parse(latest).end_year == basis.period.end_year:
        return latest
    rows = (row for region in regions for row in basis.of_region(OUTPUT, region.code).values())
    return latest_shared_period(rows, basis.period)


# ── the province ───────────────────────────────────────────────────────────────────────────────────────
def _home_paragraph(basis: Basis, period: str) -> Parts:
    told = {OUTPUT: output_sentence, SECONDARY: _share_sentence}
    if parse(period).kind is PeriodKind.YEAR:
        told[PER_HEAD] = _per_head_sentence
    known: list[str] = []
    missing: list[str] = []
    for indicator in basis.declared(told):
        is_known = basis.known(indicator, basis.home.code, period) is not None
        (known if is_known else missing).append(indicator)
    sentences = [told[indicator](basis, period) for indicator in known]
    return basis.say.joined(*sentences, *_missing(basis, missing, period))


def output_sentence(basis: Basis, period: str) -> Parts:
    """Output and real growth of the province."""
    home = basis.home.code
    output, growth = basis.value(OUTPUT, home, period), basis.value(GROWTH, home, period)
    if output is None or output.value is None:
        return basis.say.joined(*_missing(basis, (OUTPUT,), period))
    facts: dict[str, Fact] = {
        "period": basis.when(period),
        "home": basis.name(home),
        "output": basis.figure(output),
        "status": basis.status(output),
        "before": before_words(basis, period),
    }
    if growth is None or growth.value is None:
        return basis.say("overall.output", **facts)
    return basis.say.turned(
        "overall.output_growth", growth.value, **facts, growth=basis.figure(growth, absolute=True)
    )


def _share_sentence(basis: Basis, period: str) -> Parts:
    share = basis.value(SECONDARY, basis.home.code, period)
    if share is None or share.value is None:
        return ()
    before = basis.value(SECONDARY, basis.home.code, str(parse(period).previous_year()))
    if before is None or before.value is None or not is_comparable(basis.catalog, before, share):
        return basis.say("overall.share", share=basis.figure(share))
    change, points = basis.points(share, before)
    facts: dict[str, Fact] = {"share": basis.figure(share), "change": points}
    return basis.say.turned("overall.share_change", change, **facts, before=before_words(basis, period))


def before_words(basis: Basis, period: str) -> str:
    """What a growth rate compares with: 上年, or 上年同期 for a part of a year."""
    is_year = parse(period).kind is PeriodKind.YEAR
    return basis.say.text(f"overall.before.{'year' if is_year else 'part'}")


def _per_head_sentence(basis: Basis, period: str) -> Parts:
    row = basis.value(PER_HEAD, basis.home.code, period)
    if row is None or row.value is None:
        return ()
    return basis.say("overall.per_head", name=basis.title(PER_HEAD), value=basis.figure(row))


def _missing(basis: Basis, indicators: Iterable[str], period: str) -> list[Parts]:
    """One sentence for each reason, with all the figures of the province that it keeps away."""
    by_reason: dict[str, list[str]] = {}
    for indicator in indicators:
        reason = basis.reason(basis.value(indicator, basis.home.code, period), basis.home.code)
        by_reason.setdefault(reason, []).append(basis.within(indicator))
    return [
        basis.say(
            "missing",
            home=basis.name(basis.home.code),
            period=basis.when(period),
            name=basis.say.listed(names),
            reason=reason,
        )
        for reason, names in by_reason.items()
    ]


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
    shown = _shown_columns(basis, period)
    every = [basis.home.code, *(row.region for row in ranked), *without]
    codes = [code for code in every if _has_any(basis, period, code, shown)]
    columns = [basis.column("region", share=1.2)]
    for indicator in shown:
        columns.append(
            Column(basis.short_title(indicator), basis.sign(indicator), is_numeric=True, share=1.2)
        )
        columns.append(basis.column("place", is_numeric=True, share=0.6))
    notes = [
        basis.note("overall.table_note", home=basis.name(basis.home.code)),
        *_reasons(basis, period, codes, shown),
        *_unlisted(basis, [code for code in every if code not in codes]),
    ]
    notes += [
        basis.note("caution", name=basis.title(indicator), text=caution[basis.lang])
        for indicator in shown
        if (caution := basis.indicator(indicator).caution)
    ]
    return Table(
        name="cities",
        caption=basis.say.text("overall.table", period=basis.when(period)),
        columns=tuple(columns),
        rows=tuple(_row(basis, period, code, shown) for code in codes),
        notes=tuple(notes),
    )


def _shown_columns(basis: Basis, period: str) -> tuple[str, ...]:
    """Indicators of output that anyone has or could have; industry where that very period was published."""
    regions = (basis.home, *basis.cities)
    is_year = parse(period).kind is PeriodKind.YEAR
    return tuple(
        indicator
        for indicator in basis.declared(_COLUMNS)
        if basis.with_values(indicator, _period_of(basis, indicator, period), regions)
        or (indicator in _OF_OUTPUT and is_year)
    )


def _period_of(basis: Basis, indicator: str, period: str) -> str:
    """The period in the spelling that an indicator is published in: industry by months from January."""
    if indicator != INDUSTRY:
        return period
    regions = (basis.home, *basis.cities)
    spellings = same_end(parse(period))
    return next((one for one in spellings if basis.with_values(INDUSTRY, one, regions)), period)


def _row(basis: Basis, period: str, code: str, shown: tuple[str, ...]) -> tuple[Cell, ...]:
    cells = [Cell(basis.label(code))]
    for indicator in shown:
        at = _period_of(basis, indicator, period)
        rank = basis.rank(indicator, code, at) if code in basis.codes else None
        cells.append(basis.cell(indicator, basis.value(indicator, code, at)))
        cells.append(basis.place_cell(rank))
    return tuple(cells)


def _reasons(basis: Basis, period: str, codes: list[str], shown: tuple[str, ...]) -> list[Note]:
    """One note for the same regions and the same reason: of which figures there is a dash, and why."""
    by_regions: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for indicator in shown:
        by_reason: dict[str, list[str]] = {}
        for code in codes:
            row = basis.value(indicator, code, _period_of(basis, indicator, period))
            if row is None or row.value is None:
                by_reason.setdefault(basis.reason(row, code), []).append(basis.name(code))
        for reason, names in by_reason.items():
            by_regions.setdefault((reason, tuple(names)), []).append(basis.within(indicator))
    return [
        basis.note(
            "dash",
            dash=DASH,
            name=basis.say.listed(titles),
            regions=basis.say.listed(names),
            reason=reason,
        )
        for (reason, names), titles in by_regions.items()
    ]


def _has_any(basis: Basis, period: str, code: str, shown: tuple[str, ...]) -> bool:
    """Whether anything is on record of a region, were it only why a figure is kept back."""
    rows = (basis.value(indicator, code, _period_of(basis, indicator, period)) for indicator in shown)
    return any(row is not None and (row.value is not None or row.reason not in _SILENT) for row in rows)


def _unlisted(basis: Basis, codes: list[str]) -> list[Note]:
    """Which regions have no figure at all and stand in no row."""
    by_reason: dict[str, list[str]] = {}
    for code in codes:
        by_reason.setdefault(basis.reason(None, code), []).append(code)
    return [
        basis.note("overall.unlisted", regions=basis.names(silent), reason=reason)
        for reason, silent in by_reason.items()
    ]


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
