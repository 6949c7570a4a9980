"""Why a number is what it is: value, formula with its numbers, cells, rule or reason, targets, challenges."""

import json
from collections.abc import Sequence

from msgspec import Struct

from dashboard.address import to_url
from dashboard.format import DASH, MINUS, format_date, format_period, with_unit
from dashboard.selection import Figure, Selection
from dashboard.text import words
from dashboard.views.challenge_course import course_sentence
from dashboard.views.challenge_words import challenge_text
from dashboard.views.explain_verdict import ExplainVerdict, build_verdict, build_what_ifs
from dashboard.views.method_results import found_lines
from dashboard.views.value_words import Shown, delivered_by, show_value, silent_words
from etl.catalog.catalog import Catalog
from etl.catalog.titles import title_rules
from etl.errors import say
from etl.model.formula_text import number_text
from etl.model.period import Period
from etl.model.sheet import cell_name
from etl.model.title_text import counted_lines, stock_lines
from etl.publish.flag_words import ToldCheck, tell_checks
from etl.publish.formula_words import formula_in_words
from etl.publish.verdict_lines import plan_lines
from etl.store.rows import AssessmentRow, ChallengeRow, FlagRow, ObservationRow
from etl.store.working import DeclaredFigure, Working, WorkingInput

_ROUNDING = 1e-6


class ExplainCell(Struct, frozen=True):
    """One vintage of a figure and the cell that it was read from."""

    is_used: bool
    source: str
    caution: str
    place: str
    reported: str
    known_from: str
    correction: str = ""


class ExplainInput(Struct, frozen=True):
    """One figure that the formula reads, with the figures below it; an indicator leads to its own working."""

    label: str
    value: str
    cells: tuple[ExplainCell, ...]
    below: tuple["ExplainInput", ...]
    address: str | None = None


class ExplainFlag(Struct, frozen=True):
    """One flag: what raised it, and each check with whether it holds."""

    title: str
    checks: tuple[ToldCheck, ...]


class ExplainView(Struct, frozen=True):
    """Everything that stands behind one number, in words.

    Attributes:
        verdicts: what was made of this number, by the rule in force.
        published: levels that the superior body published for the region, whatever their period.
        what_ifs: what a rule would say outside its validity; decides nothing.
        missing_note: who would have to deliver the number, where it is missing.
        findings: what methods found in the series up to the period, each with its working.
        stock: flows and rule of a count of titles.
        compared: rank and peers.
        plan_rule: the version of the plan's rules that made the number, with what it deducts.
    """

    lang: str
    title: str
    region_address: str
    value: Shown
    symbols: str
    numbers: str
    inputs: tuple[ExplainInput, ...]
    verdicts: tuple[ExplainVerdict, ...]
    published: tuple[ExplainVerdict, ...]
    what_ifs: tuple[ExplainVerdict, ...]
    challenges: tuple[str, ...]
    flags: tuple[ExplainFlag, ...]
    missing_note: str
    plan_rule: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    stock: tuple[str, ...] = ()


def build_explain_view(
    catalog: Catalog,
    working: Working,
    published: Sequence[AssessmentRow],
    selection: Selection,
    compared: tuple[str, ...] = (),
) -> ExplainView:
    """The working of one number in the words of a language.

    Args:
        catalog: the declarations.
        working: the number with everything below it.
        published: assessments of the same region and indicator that hold a published level, of every period.
        selection: what the address says.
        compared: rank and peers in words.
    """
    lang = selection.lang
    indicator, region = catalog.indicators[working.indicator], catalog.regions[working.region]
    period = Period.parse(working.period)
    value = show_value(catalog, indicator, working.value, lang, region=region)
    own = [row for row in working.assessments if row.kind != "barometer_published"]
    titled = words(lang)("explain.title", region=region.name[lang], indicator=indicator.name[lang],
                         period=format_period(period, lang))  # fmt: skip
    return ExplainView(
        lang=lang,
        title=titled,
        region_address=to_url(Selection("region", lang, region=region.code)),
        value=value,
        symbols=formula_in_words(catalog, working.formula, lang),
        compared=compared,
        numbers=working.with_numbers or "",
        inputs=(
            *(_input(catalog, each, region.code, selection) for each in working.inputs),
            *_declared_inputs(catalog, working, lang),
        ),
        verdicts=tuple(build_verdict(catalog, row, lang) for row in own),
        published=tuple(build_verdict(catalog, row, lang) for row in published),
        what_ifs=build_what_ifs(catalog, working, lang),
        challenges=tuple(
            challenge_sentence(catalog, row, lang) for row in working.challenges if not is_negligible(row)
        ),
        flags=tuple(explain_flag(catalog, row, lang) for row in working.flags),
        missing_note=missing_note(catalog, working.indicator, lang) if value.is_missing else "",
        findings=found_lines(catalog, working.findings, lang),
        stock=_stock(catalog, working, lang),
        plan_rule=_plan_rule(catalog, working, lang),
    )


def _plan_rule(catalog: Catalog, working: Working, lang: str) -> tuple[str, ...]:
    """The version of the plan's rules behind the number, and what it deducted from it."""
    rule = working.value.rule if working.value else None
    return tuple(plan_lines(catalog, working.indicator, rule, lang))


def _stock(catalog: Catalog, working: Working, lang: str) -> tuple[str, ...]:
    """Flows and rule of a count of titles."""
    flow = working.title_flow
    if flow is None:
        return ()
    month = format_period(Period.parse(flow.period), lang)
    told = stock_lines(
        flow, title_rules(catalog), lang, month=month, tell_day=lambda day: format_date(day, lang)
    )
    return (*told, *counted_lines(working.titles, lang))


def missing_note(catalog: Catalog, indicator_id: str, lang: str) -> str:
    """Who would have to deliver an indicator that is missing."""
    who = delivered_by(catalog, catalog.indicators[indicator_id], lang)
    return words(lang)("value.to_deliver", who=who) if who else ""


def challenge_sentence(catalog: Catalog, row: ChallengeRow, lang: str) -> str:
    """What is suspicious about a figure, with its evidence, its period, and what people did about it."""
    period = format_period(Period.parse(row.period), lang) if row.period else ""
    severity = words(lang)(f"explain.severity.{row.severity}")
    text = challenge_text(catalog, row, lang)
    told = words(lang)("explain.challenge", severity=severity, period=period, text=text)
    return " ".join(f"{told} {course_sentence(catalog, row, lang)}".split())


def is_negligible(row: ChallengeRow) -> bool:
    """Whether the parts add up to the whole within a millionth, the rounding of the publisher."""
    facts = json.loads(row.facts)
    return row.kind == "parts_against_whole" and abs(facts["residual"]) <= abs(facts["whole"]) * _ROUNDING


def explain_flag(catalog: Catalog, row: FlagRow, lang: str) -> ExplainFlag:
    """A flag in words, with every check that decides how far it may lead."""
    say_word = words(lang)
    title = say_word(
        "flag.title",
        period=format_period(Period.parse(row.period), lang),
        indicator=catalog.indicators[row.indicator].name[lang],
        cause=say_word(f"flag.cause.{row.cause}"),
        strength=say(f"strength_{row.strength}", lang),
    )
    return ExplainFlag(title, tell_checks(row.facts, lang))


# ── figures below ──────────────────────────────────────────────────────────────────────────────────────
def _input(catalog: Catalog, each: WorkingInput, region: str, selection: Selection) -> ExplainInput:
    lang = selection.lang
    known = catalog.indicators.get(each.name) or catalog.series[each.name]
    label = words(lang)(
        "explain.input",
        name=known.name[lang],
        period=format_period(Period.parse(each.period), lang),
    )
    unit = catalog.units[each.unit].sign[lang]
    value = (
        f"{DASH} {silent_words(catalog, catalog.regions[region], lang)}" if each.value is None
        else with_unit(_exact(each.value), unit)
    )  # fmt: skip
    below = each.working.inputs if each.working else ()
    return ExplainInput(
        label,
        value,
        _cells(catalog, each, lang),
        tuple(_input(catalog, inner, region, selection) for inner in below),
        why_address(selection, each.name, region, each.period) if each.working else None,
    )


def _exact(value: float) -> str:
    """A figure with all its digits and a real minus sign."""
    return number_text(value).replace("-", MINUS)


def why_address(selection: Selection, indicator: str, region: str, period: str) -> str:
    """The view with the working of a number open beside it."""
    return to_url(selection.to(why=Figure(indicator, region, Period.parse(period))))


def _cells(catalog: Catalog, each: WorkingInput, lang: str) -> tuple[ExplainCell, ...]:
    declared = each.working.declared if each.working else ()
    return (
        *(_cell(catalog, row, lang, is_used=row == each.used) for row in each.observations),
        *(_declared(catalog, figure, lang) for figure in declared),
    )


def _declared_inputs(catalog: Catalog, working: Working, lang: str) -> tuple[ExplainInput, ...]:
    """What the number itself takes from declarations."""
    name = catalog.indicators[working.indicator].name[lang]
    period = format_period(Period.parse(working.period), lang)
    return tuple(
        ExplainInput(
            words(lang)("explain.input", name=name, period=period),
            with_unit(_exact(figure.value), catalog.units[figure.unit].sign[lang]),
            (_declared(catalog, figure, lang),),
            (),
        )
        for figure in working.declared
    )


def _declared(catalog: Catalog, figure: DeclaredFigure, lang: str) -> ExplainCell:
    unit = catalog.units[figure.unit].sign[lang]
    return ExplainCell(
        is_used=True,
        source=figure.document,
        caution="",
        place=words(lang)("explain.declared", file=figure.file, row=figure.row),
        reported=f"{figure.name[lang]} {with_unit(_exact(figure.value), unit)}",
        known_from=figure.known_from,
    )


def _cell(catalog: Catalog, row: ObservationRow, lang: str, *, is_used: bool) -> ExplainCell:
    source, at = catalog.sources[row.source], row.cell
    cell = cell_name(at.row, at.column)
    unit = catalog.units[row.reported_unit].sign[lang]
    reported = DASH if row.reported is None else with_unit(_exact(row.reported), unit)
    return ExplainCell(
        is_used=is_used,
        source=source.name_of(row.cited_as, lang),
        caution=source.caution[lang] if source.caution else "",
        place=words(lang)("explain.place", file=at.file, sheet=at.sheet, cell=cell),
        reported=f"{reported} · {say(f'nature_{row.nature}', lang)} · {say(f'status_{row.status}', lang)}",
        known_from=row.known_from.isoformat(),
        correction=_correction(catalog, row, lang),
    )


def _correction(catalog: Catalog, row: ObservationRow, lang: str) -> str:
    """What was used instead of what stands in the cell, why, and who reported it."""
    declared = {each.id: each for group in catalog.corrections.values() for each in group}
    correction = declared.get(row.correction or "")
    if correction is None:
        return ""
    return say(
        "explain_corrected",
        lang,
        correction=correction.id,
        action=say(f"correction_action_{correction.action.value}", lang),
        reported=DASH if row.reported is None else _exact(row.reported),
        value=DASH if row.value is None else _exact(row.value),
        reason=correction.reason[lang],
        date=correction.reported.date,
        by=correction.reported.by,
    )
