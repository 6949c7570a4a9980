"""The working of one number as lines of text: formula, inputs, rule or reason, source cells, what-if."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from etl.assess.barometer_assessments import what_if
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.formula_text import number_text
from etl.model.judged import read_judged
from etl.model.period import Period
from etl.model.sheet import cell_name
from etl.model.title_text import counted_lines
from etl.model.vocabulary import Severity
from etl.publish.challenge_words import challenge_words
from etl.publish.finding_lines import found_lines
from etl.publish.formula_words import formula_in_words
from etl.publish.judged_lines import flag_lines, judged_lines
from etl.publish.verdict_lines import plan_lines
from etl.store.rows import AssessmentRow, ObservationRow, as_indicator_value
from etl.store.working import DeclaredFigure, Working, WorkingInput

LAST_VINTAGES = 3
"""How many vintages of a figure are told; the others are counted."""


def explain_lines(working: Working, catalog: Catalog, lang: str) -> Iterator[str]:
    """The working in one language, one fact per line."""
    indicator, region = catalog.indicators[working.indicator], catalog.regions[working.region]
    yield say(
        "explain_title", lang, indicator=indicator.name[lang], region=region.name[lang], period=working.period
    )
    yield _value_line(working, catalog, lang)
    if catalog.is_estimate(working.indicator, working.region, Period.parse(working.period)):
        yield say("explain_estimate", lang)
    yield say("explain_formula", lang, formula=formula_in_words(catalog, working.formula, lang))
    if working.with_numbers is not None:
        yield say("explain_numbers", lang, numbers=working.with_numbers)
    yield from _plan_lines(working, catalog, lang)
    for each in working.inputs:
        yield from _input_lines(each, catalog, lang, depth=1)
    yield from (f"  {_declared_line(figure, catalog, lang)}" for figure in working.declared)
    yield from found_lines(working, catalog, lang)
    for assessment in working.assessments:
        yield from _assessment_lines(assessment, catalog, lang)
        yield from (f"  {line}" for line in judged_lines(assessment, catalog, lang))
    yield from _what_if_lines(working, catalog, lang)
    for challenge in working.challenges:
        key = "explain_data_note" if challenge.severity == Severity.NOTE else "explain_challenge"
        yield say(key, lang, text=challenge_words(catalog, challenge.kind, challenge.facts, lang))
        yield f"  {say('explain_action', lang, text=say(f'action_{challenge.kind}', lang))}"
    for flag in working.flags:
        yield from flag_lines(flag, lang)


def _plan_lines(working: Working, catalog: Catalog, lang: str) -> Iterator[str]:
    rule = working.value.rule if working.value else None
    for number, line in enumerate(plan_lines(catalog, working.indicator, rule, lang)):
        yield f"  {line}" if number else line


def _value_line(working: Working, catalog: Catalog, lang: str) -> str:
    value = working.value
    if value is None:
        return say("explain_missing", lang, reason=say("missing_not_collected", lang))
    if value.value is None:
        return say("explain_missing", lang, reason=say(f"missing_{value.reason}", lang))
    indicator = catalog.indicators[working.indicator]
    return say(
        "explain_value",
        lang,
        value=_signed(value.value) if indicator.display.signed else number_text(value.value),
        unit=catalog.units[indicator.unit].sign[lang],
        basis=say(f"basis_{value.basis}", lang),
        status=say(f"status_{value.status}", lang),
        nature=say(f"nature_{value.nature}", lang),
        bound=say(f"bound_{value.bound}", lang),
    )


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + number_text(value).replace("-", "−")


def _input_lines(each: WorkingInput, catalog: Catalog, lang: str, depth: int) -> Iterator[str]:
    indent = "  " * depth
    known = catalog.indicators.get(each.name) or catalog.series[each.name]
    shown = say("missing_not_collected", lang) if each.value is None else number_text(each.value)
    unit = catalog.units[each.unit].sign[lang] if each.value is not None else ""
    yield f"{indent}{known.name[lang]} {each.period} = {shown} {unit}".rstrip()
    for observation in each.observations[:LAST_VINTAGES]:
        is_used = observation == each.used
        yield f"{indent}  {_cell_line(observation, catalog, lang, is_used=is_used)}"
        yield from (f"{indent}    {line}" for line in _correction_lines(observation, catalog, lang))
    if len(each.observations) > LAST_VINTAGES:
        yield f"{indent}  {say('explain_older', lang, count=len(each.observations) - LAST_VINTAGES)}"
    for line in revision_lines(each.observations, lang):
        yield f"{indent}  {line}"
    if each.working is not None:
        for below in each.working.inputs:
            yield from _input_lines(below, catalog, lang, depth + 1)
        yield from (f"{indent}  {_declared_line(figure, catalog, lang)}" for figure in each.working.declared)
        yield from (f"{indent}  {line}" for line in counted_lines(each.working.titles, lang))


def _declared_line(figure: DeclaredFigure, catalog: Catalog, lang: str) -> str:
    return say(
        "explain_declared",
        lang,
        name=figure.name[lang],
        value=number_text(figure.value),
        unit=catalog.units[figure.unit].sign[lang],
        document=figure.document,
        file=figure.file,
        row=figure.row,
        known_from=figure.known_from,
    )


def _cell_line(observation: ObservationRow, catalog: Catalog, lang: str, *, is_used: bool) -> str:
    cell = observation.cell
    return say(
        "explain_cell",
        lang,
        use=say("explain_in_use" if is_used else "explain_not_in_use", lang),
        source=catalog.sources[observation.source].name_of(observation.cited_as, lang),
        file=cell.file,
        sheet=cell.sheet,
        cell=cell_name(cell.row, cell.column),
        reported="—" if observation.reported is None else number_text(observation.reported),
        unit=catalog.units[observation.reported_unit].sign[lang],
        status=say(f"status_{observation.status}", lang),
        known_from=observation.known_from,
    )


def _correction_lines(observation: ObservationRow, catalog: Catalog, lang: str) -> Iterator[str]:
    """What was used instead of what stands in the cell, why, and who reported it."""
    if observation.correction is None:
        return
    declared = {each.id: each for group in catalog.corrections.values() for each in group}
    correction = declared[observation.correction]
    yield say(
        "explain_corrected",
        lang,
        correction=correction.id,
        action=say(f"correction_action_{correction.action.value}", lang),
        reported="—" if observation.reported is None else number_text(observation.reported),
        value="—" if observation.value is None else number_text(observation.value),
        reason=correction.reason[lang],
        date=correction.reported.date,
        by=correction.reported.by,
    )


def revision_lines(observations: Sequence[ObservationRow], lang: str) -> Iterator[str]:
    """How one source revised a figure, newest first: from what to what, on which day."""
    by_source: dict[str, list[ObservationRow]] = {}
    for each in observations:
        if each.value is not None:
            by_source.setdefault(each.source, []).append(each)
    for vintages in by_source.values():
        newest_first = sorted(vintages, key=lambda each: (each.known_from, -each.vintage), reverse=True)
        for later, earlier in list(pairwise(newest_first))[: LAST_VINTAGES - 1]:
            if later.value is None or earlier.value is None or later.value == earlier.value:
                continue
            change = f"{(later.value / earlier.value - 1) * 100:+.2f} %" if earlier.value else "—"
            yield say(
                "explain_revision",
                lang,
                was=number_text(earlier.value),
                was_known=earlier.known_from,
                now=number_text(later.value),
                now_known=later.known_from,
                change=change,
            )


def _assessment_lines(assessment: AssessmentRow, catalog: Catalog, lang: str) -> Iterator[str]:
    code = f"unassessed_{assessment.reason}" if assessment.reason else f"result_{assessment.result}"
    name = assessment.rule or ""
    rule = (
        catalog.barometer_rules.get(name) or catalog.scoring_rules.get(name) or catalog.task_rules.get(name)
    )
    yield say(
        "explain_verdict",
        lang,
        kind=say(f"kind_{assessment.kind}", lang),
        result=say(code, lang),
        rule=say("explain_rule", lang, rule=rule.name[lang], document=rule.documents[0].number)
        if rule
        else say("explain_no_rule", lang),
    )
    if assessment.target_document is not None:
        yield say(
            "explain_target_level" if assessment.target_base is None else "explain_target",
            lang,
            target=number_text(assessment.target_value or 0),
            unit=catalog.units[assessment.target_unit or ""].sign[lang],
            origin=say(f"origin_{assessment.target_origin}", lang),
            document=catalog.cited(assessment.target_document, lang),
            base=assessment.target_base,
            end=assessment.target_end,
        )
    if assessment.required is not None and assessment.ahead is not None:
        yield say(
            _gap_code(assessment, catalog),
            lang,
            required=f"{assessment.required:.4g}",
            gap=f"{assessment.ahead:+.4g}".replace("-", "−"),
        )
    if assessment.progress is not None and assessment.progress_due is not None:
        progress, due = (f"{100 * each:.2f}" for each in (assessment.progress, assessment.progress_due))
        method = say(f"method_{read_judged(assessment.facts).progress_method or 'log'}", lang)
        yield say("explain_progress", lang, progress=progress, due=due, method=method)
    if assessment.pace_needed:
        yield say("explain_pace", lang, pace=f"{assessment.pace_needed:.2f}")


def _gap_code(assessment: AssessmentRow, catalog: Catalog) -> str:
    """A barometer compares a change (− is a fall) with a reduction, or with the limit of a growth."""
    assessed = catalog.indicators[assessment.indicator].assessment
    if assessment.kind != "barometer" or assessed is None or assessed.kind != "barometer":
        return "explain_gap"
    return "explain_gap_limit" if assessed.quantity == "total" else "explain_gap_reduction"


def _what_if_lines(working: Working, catalog: Catalog, lang: str) -> Iterator[str]:
    """What each version would say outside its validity: labelled what-if, never a level of the region."""
    row = working.value
    value = as_indicator_value(row) if row is not None and row.value is not None else None
    indicator, region = catalog.indicators[working.indicator], catalog.regions[working.region]
    in_force = any(a.rule is not None and a.reason is None for a in working.assessments)
    if value is None or in_force:
        return
    for outcome in what_if(catalog, indicator, region, Period.parse(working.period), value):
        rule = catalog.barometer_rules[outcome.version]
        target = outcome.target_pct
        yield say(
            "explain_what_if",
            lang,
            rule=rule.name[lang],
            result=say(f"result_{outcome.result.value}", lang),
            target="—" if target is None else f"{target.quantize(Decimal('0.001'))}",
        )
