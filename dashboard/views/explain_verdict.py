"""The verdicts that were made of a number: rule, target, gap, pace, what would turn them; and what-ifs."""

from collections.abc import Iterator

from msgspec import Struct

from dashboard.format import (
    decimals_of,
    format_number,
    format_period,
    format_quantity,
    format_signed,
    points,
    with_unit,
)
from dashboard.text import words
from dashboard.views.targets import cited_document
from dashboard.views.value_words import unit_sign
from dashboard.views.verdict_details import authority_lines, turning_lines
from etl.assess.barometer_assessments import what_if
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.judged import read_judged
from etl.model.period import Period
from etl.model.rounding import PERCENT
from etl.model.vocabulary import Result, UnassessedReason
from etl.publish.score_lines import score_lines
from etl.store.rows import AssessmentRow, as_indicator_value
from etl.store.working import Working


class ExplainVerdict(Struct, frozen=True):
    """One verdict, or why there is none, with its rule and target in words, and what would turn it."""

    kind: str
    result: Result
    reason: UnassessedReason | None
    period: str
    lines: tuple[str, ...]
    turning: tuple[str, ...] = ()


def build_verdict(catalog: Catalog, row: AssessmentRow, lang: str) -> ExplainVerdict:
    """One assessment in words.

    Args:
        catalog: rules, targets and units.
        row: the assessment.
        lang: language of the words.
    """
    lines = (
        _rule_line(catalog, row, lang),
        *_target_lines(catalog, row, lang),
        *authority_lines(catalog, row, lang),
        *_score_lines(catalog, row, lang),
    )
    return ExplainVerdict(
        kind=say(f"kind_{row.kind}", lang),
        result=Result(row.result),
        reason=UnassessedReason(row.reason) if row.reason else None,
        period=format_period(Period.parse(row.period), lang),
        lines=tuple(line for line in lines if line),
        turning=turning_lines(catalog, row, lang),
    )


def _score_lines(catalog: Catalog, row: AssessmentRow, lang: str) -> Iterator[str]:
    score, rule = read_judged(row.facts).score, catalog.scoring_rules.get(row.rule or "")
    return iter(()) if score is None else score_lines(score, rule, catalog, lang, format_number)


def _rule_line(catalog: Catalog, row: AssessmentRow, lang: str) -> str:
    if not row.kind.startswith("barometer"):
        return ""
    rule = catalog.barometer_rules.get(row.rule or "")
    if rule is None:
        return words(lang)("explain.no_rule")
    return words(lang)("explain.rule", rule=rule.name[lang], document=rule.documents[0].number)


def _target_lines(catalog: Catalog, row: AssessmentRow, lang: str) -> tuple[str, ...]:
    if row.target_document is None or row.target_unit is None:
        return ()
    say_word = words(lang)
    unit = catalog.units[row.target_unit].sign[lang]
    span = str(row.target_end) if row.target_base is None else f"{row.target_base}—{row.target_end}"
    told = [
        say_word(
            "explain.target",
            what=_what_is_targeted(catalog, row, lang),
            span=span,
            comparator=say_word(f"comparator.{row.target_comparator}"),
            value=format_quantity(row.target_value, unit, lang, decimals_of(row.target_value)),
            origin=say(f"origin_{row.target_origin}", lang),
            document=cited_document(catalog, row.target_document, lang),
        )
    ]
    is_share = unit.startswith("%")
    if row.required is not None:
        told.append(
            say_word(_required_key(catalog, row), required=format_quantity(row.required, unit, lang, 2))
        )
    ahead = row.ahead
    if ahead is not None:
        gap_unit = points(lang) if is_share else unit
        told.append(say_word("explain.gap", gap=with_unit(format_signed(ahead, 2), gap_unit)))
    return (*told, *_progress_lines(row, lang))


def _required_key(catalog: Catalog, row: AssessmentRow) -> str:
    """A barometer compares with the target of the year: a reduction, or the limit of a growth."""
    assessed = catalog.indicators[row.indicator].assessment
    if row.kind != "barometer" or assessed is None or assessed.kind != "barometer":
        return "explain.required"
    return "explain.annual_limit" if assessed.quantity == "total" else "explain.annual_target"


def _what_is_targeted(catalog: Catalog, row: AssessmentRow, lang: str) -> str:
    """The indicator that the target names: a barometer compares with the five-year target of another one."""
    assessed = catalog.indicators[row.indicator].assessment
    other = assessed.five_year_target if assessed is not None and assessed.kind == "barometer" else None
    return catalog.indicators[other or row.indicator].name[lang]


def _progress_lines(row: AssessmentRow, lang: str) -> tuple[str, ...]:
    told = []
    if row.progress is not None and row.progress_due is not None:
        progress, due = (format_number(PERCENT * share, 2) for share in (row.progress, row.progress_due))
        told.append(words(lang)("explain.progress", progress=progress, due=due))
    if row.pace_needed:
        told.append(words(lang)("explain.pace", pace=format_number(row.pace_needed, 2)))
    return tuple(told)


def build_what_ifs(catalog: Catalog, working: Working, lang: str) -> tuple[ExplainVerdict, ...]:
    """What each version would say outside its validity; none where a rule in force has spoken."""
    row = working.value
    value = as_indicator_value(row) if row is not None and row.value is not None else None
    is_judged = any(row.rule is not None and row.reason is None for row in working.assessments)
    if value is None or is_judged:
        return ()
    indicator, region = catalog.indicators[working.indicator], catalog.regions[working.region]
    outcomes = what_if(catalog, indicator, region, Period.parse(working.period), value)
    unit = unit_sign(catalog, indicator, lang)
    return tuple(
        ExplainVerdict(
            kind=catalog.barometer_rules[outcome.version].name[lang],
            result=outcome.result,
            reason=None,
            period=format_period(Period.parse(working.period), lang),
            lines=(
                words(lang)(
                    "explain.what_if",
                    document=catalog.barometer_rules[outcome.version].documents[0].number,
                    target=format_quantity(outcome.target_pct, unit, lang, 2),
                ),
            ),
        )
        for outcome in outcomes
    )
