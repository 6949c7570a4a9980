"""The sheet of one city or county: verdicts, indicators, course, problems, flags — on two pages."""

from bisect import bisect_right
from itertools import accumulate
from typing import Final

from msgspec.structs import replace

from dashboard.format import DASH
from dashboard.report.basis import Basis
from dashboard.report.blocks import Block, Cell, Heading, Note, Paragraph, Parts, Table, told_cell
from dashboard.report.compose import of_one_region, purpose_of_sheet
from dashboard.report.document import Document
from dashboard.report.issue import Issue
from dashboard.report.periods import parse
from dashboard.report.sections.assessed import rate_figure, scope_words, target_figure
from dashboard.report.sections.barometer import barometer_period, judged_indicators
from dashboard.report.sections.carbon import INTENSITY_PLAN as CARBON_PLAN
from dashboard.report.sections.cases import standing_flags
from dashboard.report.sections.diagnosis import TOPICS
from dashboard.report.sections.diagnosis_tables import diagnosis_blocks
from dashboard.report.sections.dual_control import INTENSITY_PLAN
from dashboard.report.sections.gradient import tiers_of
from dashboard.report.sections.industry import INDUSTRY, growth_chart, growth_sentence
from dashboard.report.sections.peak import inventory, status_of, status_words
from dashboard.report.sections.plan import plan_rows, plan_sentence
from dashboard.report.sections.structure import change_cell, readings, silent_note, year_before
from etl.errors import say
from etl.model.vocabulary import FlagStrength, Result
from etl.store.rows import ValueRow

_MOST_ROWS: Final = 18
_FEWEST_ROWS: Final = 6
_LINES_OF_A_PAGE: Final = {"zh": 33, "en": 25}
_FIRST: Final = (
    "gdp", "gdp_growth", INDUSTRY, "secondary_share", "energy_intensity_change", "energy_consumption_growth",
    "energy_consumption", "co2_intensity_annual_reduction", "rd_intensity", "hightech_va_share",
    "numerical_control_rate", "valid_srdi_sme", "valid_little_giant", "above_scale_firms", "gdp_per_capita",
    "population", "co2_ceads_total", "co2_edgar_total", "co2_per_gdp_edgar_2020", "co2_chen_total",
    "census_population", "urbanisation_rate",
)  # fmt: skip


def compose_sheet(basis: Basis, issue: Issue | None = None) -> Document:
    """The sheet of the region that the basis is about.

    Args:
        basis: rows, catalogue, period, language and region.
        issue: number, mark and state of the issue.
    """
    say_ = basis.say
    code = basis.region.code
    blocks: list[Block] = [Paragraph(parts) for parts in (_industry(basis),) if parts]
    verdicts = _verdicts(basis)
    blocks.append(verdicts)
    rows = _rows(basis)
    if rows:
        blocks.append(_fitting(_indicators(basis, rows), verdicts, basis.lang))
    else:
        blocks.append(Paragraph(say_("sheet.nothing", region=basis.name(code))))
    chart = growth_chart(basis, code)
    heading = say_.text("sheet.second_page" if chart is None else "sheet.second_page_with_chart")
    blocks.append(Heading(1, heading, begins_page=True))
    if chart is not None:
        blocks.append(chart)
    blocks += diagnosis_blocks(basis, code)
    silent = silent_note(basis, code)
    blocks += [silent] if silent is not None else []
    blocks.append(Note(purpose_of_sheet(basis)))
    return of_one_region(basis, "sheet.title", blocks, issue)


def _industry(basis: Basis) -> Parts:
    row = basis.reading(INDUSTRY, basis.region.code) if basis.has(INDUSTRY) else None
    if row is None or parse(row.period).end_year < basis.period.end_year:
        return ()
    return growth_sentence(basis, row)


# ── verdicts ───────────────────────────────────────────────────────────────────────────────────────────
def _verdicts(basis: Basis) -> Table:
    lines = [
        *_barometer(basis),
        *_plan(basis, INTENSITY_PLAN),
        *_plan(basis, CARBON_PLAN),
        _peak(basis),
        _titles(basis),
        _flags(basis),
        _cases(basis),
    ]
    return Table(
        name="verdicts",
        caption=basis.say.text("sheet.verdicts"),
        columns=(
            basis.column("item", share=1.5),
            basis.column("period", share=1.4),
            basis.column("result", share=1.7),
            basis.column("working_of", share=4.0),
        ),
        rows=tuple(lines),
    )


def _line(basis: Basis, key: str, period: str, result: Cell, told: str | Parts) -> tuple[Cell, ...]:
    words = Cell(told) if isinstance(told, str) else told_cell(told)
    return (Cell(basis.say.text(f"sheet.items.{key}")), Cell(period), result, words)


def _barometer(basis: Basis) -> list[tuple[Cell, ...]]:
    period = barometer_period(basis)
    lines = []
    for place, indicator in enumerate(judged_indicators(basis)):
        key = "intensity" if place == 0 else "total"
        row = basis.level(indicator.id, basis.region.code, str(period)) if period else None
        if row is None or row.reason is not None:
            reason = row.reason if row and row.reason else "no_data" if period else "no_rule_in_force"
            shown = basis.when(period) if period else basis.when(basis.period)
            lines.append(_line(basis, key, shown, basis.verdict(Result.UNASSESSED, reason), DASH))
            continue
        told = basis.say(
            "sheet.rate",
            actual=rate_figure(basis, row),
            scope=scope_words(basis, row),
            target=target_figure(basis, row),
        )
        lines.append(_line(basis, key, basis.when(row.period), basis.verdict(row.result, None), told))
    return lines


def _plan(basis: Basis, indicator: str) -> list[tuple[Cell, ...]]:
    if not basis.has(indicator):
        return []
    rows = plan_rows(basis, indicator, (basis.region,))
    if not rows:
        return [_line(basis, indicator, DASH, basis.verdict(Result.UNASSESSED, "no_data"), DASH)]
    row = rows[0]
    told = plan_sentence(basis, row)
    return [_line(basis, indicator, basis.when(row.period), basis.verdict(row.result, None), told)]


def _peak(basis: Basis) -> tuple[Cell, ...]:
    subject = inventory(basis, "peak_status", (basis.region.code,))
    row = status_of(basis, subject, basis.region.code) if subject else None
    if row is None:
        return _line(basis, "peak", DASH, basis.verdict(Result.UNASSESSED, "no_data"), DASH)
    told = basis.say.text("sheet.inventory", name=basis.title(row.subject))
    return _line(basis, "peak", basis.when(row.period), Cell(status_words(basis, row)), told)


def _titles(basis: Basis) -> tuple[Cell, ...]:
    flows = tiers_of(basis, basis.region.code)
    told = basis.say.text("list.between").join(
        f"{flow.tier.name[basis.lang]}{'' if basis.lang == 'zh' else ' '}{flow.last.closing}"
        for flow in flows
    )
    period = basis.when(flows[0].last.period) if flows else DASH
    return _line(basis, "titles", period, Cell(DASH), told or basis.reason(None))


def _flags(basis: Basis) -> tuple[Cell, ...]:
    flags = standing_flags(basis, basis.region.code)
    founding = sum(flag.strength == FlagStrength.FOUNDING for flag in flags)
    told = basis.say.text("list.clauses").join(
        basis.say.text(
            "sheet.flag",
            name=basis.title(flag.indicator),
            since=basis.when(flag.first_period or flag.period),
            strength=say(f"strength_{flag.strength}", basis.lang),
        )
        for flag in flags[:4]
    )
    count = basis.say.text("sheet.flags", count=len(flags), founding=founding)
    return _line(basis, "flags", basis.when(basis.period), Cell(count), told or DASH)


def _cases(basis: Basis) -> tuple[Cell, ...]:
    if not basis.record.is_kept:
        return _line(basis, "cases", DASH, Cell(basis.say.text("sheet.no_record")), DASH)
    cases = basis.record.of_region(basis.region.code)
    told = basis.say.text("list.clauses").join(f"{one.number} {one.state[basis.lang]}" for one in cases)
    count = basis.say.text("sheet.case_count", count=len(cases))
    return _line(basis, "cases", basis.moment(basis.record.cut_off), Cell(count), told or DASH)


# ── indicators ─────────────────────────────────────────────────────────────────────────────────────────
def _fitting(table: Table, above: Table, lang: str) -> Table:
    """As many rows as stand on the first page below the verdicts."""
    left = _LINES_OF_A_PAGE[lang] - sum(map(above.lines_of, above.rows))
    lines = list(accumulate(map(table.lines_of, table.rows)))
    return replace(table, rows=table.rows[: max(_FEWEST_ROWS, bisect_right(lines, left))])


def _rows(basis: Basis) -> list[ValueRow]:
    """The indicators that come first by declaration, then others, as many as fit."""
    found = readings(basis, basis.region.code, TOPICS)
    known = {row.indicator: row for row in found if basis.indicator(row.indicator).ranked}
    for name in basis.declared(_FIRST):
        row = basis.reading(name, basis.region.code)
        if row is not None:
            known.setdefault(name, row)
    order: list[str] = [name for name in _FIRST if name in known]
    order += [
        name for name in known if name not in order and not name.startswith(("expiring", "review", "gross"))
    ]
    return [known[name] for name in order[:_MOST_ROWS]]


def _indicators(basis: Basis, rows: list[ValueRow]) -> Table:
    columns = (
        basis.column("indicator", share=2.5),
        basis.column("period", share=1.6),
        basis.column("this", is_numeric=True, share=1.1),
        basis.column("unit", share=1.1),
        basis.column("change", is_numeric=True, share=0.9),
        basis.column("home", is_numeric=True, share=1.1),
        basis.column("place", is_numeric=True, share=0.8),
    )
    return Table(
        name="indicators",
        caption=basis.say.text("sheet.indicators"),
        columns=columns,
        rows=tuple(_row(basis, row) for row in rows),
        notes=(basis.note("sheet.indicators_note"),),
    )


def _row(basis: Basis, row: ValueRow) -> tuple[Cell, ...]:
    rank = basis.rank(row.indicator, row.region, row.period)
    place = DASH if rank is None or rank.of == 1 else f"{basis.place(rank)}/{rank.of}"
    return (
        Cell(basis.title(row.indicator)),
        Cell(basis.when(row.period)),
        basis.cell(row.indicator, row),
        Cell(basis.sign(row.indicator)),
        change_cell(basis, row, year_before(basis, row)),
        basis.cell(row.indicator, basis.value(row.indicator, basis.home.code, row.period)),
        Cell(place),
    )
