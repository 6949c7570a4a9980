"""One verdict as a sentence with its numbers and its basis."""

from collections.abc import Iterator, Sequence

from dashboard.format import (
    decimals_of,
    format_number,
    format_period,
    format_quantity,
    format_signed,
    points,
)
from dashboard.text import words
from dashboard.views.targets import target_basis, target_period, target_value
from dashboard.views.value_words import show_value
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.indicator import Indicator
from etl.model.judged import ScoreFact, read_judged
from etl.model.period import Period
from etl.model.rounding import PERCENT
from etl.model.scoring import ScoringRule
from etl.model.target import Comparator
from etl.model.vocabulary import Bound, Result
from etl.publish.score_lines import grade_name, missed_words
from etl.store.rows import AssessmentRow, ValueRow


def sentence_of(
    catalog: Catalog, indicator: Indicator, row: AssessmentRow, values: Sequence[ValueRow], lang: str
) -> str:
    """One finding as a sentence with its numbers and its basis."""
    if row.kind == "barometer_published":
        return _published_level(catalog, indicator, row, lang)
    if row.kind == "barometer" and row.gap is not None and row.result != Result.UNASSESSED:
        return _computed_level(catalog, indicator, row, values, lang)
    if row.kind == "scoring":
        return _score(catalog, indicator, row, lang)
    period = format_period(Period.parse(row.period), lang)
    value = value_of(row, values)
    shown = show_value(catalog, indicator, value, lang)
    say_word = words(lang)
    if row.gap is None or row.result == Result.UNASSESSED:
        name = indicator.name[lang]
        return say_word("verdicts.value_only", period=period, indicator=name, value=shown.in_words)
    is_exact = value is not None and value.bound == Bound.EXACT
    is_exact_reduction = is_exact and is_reduction(indicator)
    facts = {
        "period": period,
        "indicator": indicator.name[lang],
        "value": _as_reduction(shown.with_unit, row.value, lang) if is_exact_reduction else shown.with_scope,
        "target": _asked(catalog, indicator, row, lang),
        "basis": target_basis(catalog, row, lang),
        "gap": _gap(catalog, row, lang, is_exact=is_exact),
    }
    if row.kind != "path" or row.progress is None:
        return say_word("verdicts.target", **facts)
    shares = {"progress": row.progress, "due": row.progress_due}
    told = {name: format_number(PERCENT * (share or 0), 2) for name, share in shares.items()}
    required = format_quantity(row.required, "%", lang, 2)
    return say_word("verdicts.path", **facts, **told, required=required, plan=target_period(row, lang))


def is_reduction(indicator: Indicator) -> bool:
    """Whether the indicator counts a cumulative reduction, which reads best as a negative change."""
    assessed = indicator.assessment
    if assessed is None or assessed.kind != "target":
        return False
    return assessed.progress == "logarithmic" and assessed.counts == "reduction"


def _as_reduction(shown: str, reduction: float | None, lang: str) -> str:
    """A reduction with the change that it is: ``19.44%（即变化−19.44%）``."""
    change = format_quantity(None if reduction is None else -reduction, "%", lang, decimals_of(reduction))
    return words(lang)("verdicts.reduction", reduction=shown, change=change)


def _asked(catalog: Catalog, indicator: Indicator, row: AssessmentRow, lang: str) -> str:
    if is_reduction(indicator) and row.target_comparator == "at_least":
        value = row.target_value or 0
        return _as_reduction(format_quantity(value, "%", lang, decimals_of(value)), value, lang)
    return target_value(catalog, row, lang)


def _gap(catalog: Catalog, row: AssessmentRow, lang: str, *, is_exact: bool) -> str:
    """How far ahead or behind; at least so far, where the figure was quoted as a bound."""
    if row.gap is None or row.target_unit is None:
        return ""
    sign = catalog.units[row.target_unit].sign[lang]
    is_rate = sign.startswith("%")
    unit = points(lang) if is_rate else sign
    key = "verdicts.ahead" if row.result == Result.MET else "verdicts.behind"
    amount = format_quantity(abs(row.gap), unit, lang, 2 if is_rate else min(2, decimals_of(row.gap)))
    amount = amount if is_exact else words(lang)("verdicts.at_least", amount=amount)
    return words(lang)(key, amount=amount) if row.gap else words(lang)("verdicts.exact")


def _published_level(catalog: Catalog, indicator: Indicator, row: AssessmentRow, lang: str) -> str:
    rule = catalog.barometer_rules.get(row.rule or "")
    return words(lang)(
        "verdicts.published",
        period=format_period(Period.parse(row.period), lang),
        subject=(indicator.short_name or indicator.name)[lang],
        level=say(f"result_{row.result}", lang),
        document=rule.documents[0].number if rule else "",
    )


def _computed_level(
    catalog: Catalog, indicator: Indicator, row: AssessmentRow, values: Sequence[ValueRow], lang: str
) -> str:
    """A level by a rule in force or adopted: the rate beside the progress target of its period."""
    judged, rule = read_judged(row.facts), catalog.barometer_rules[row.rule or ""]
    limit, ahead = row.required or 0.0, row.ahead or 0.0
    required = -limit if row.target_comparator == Comparator.AT_LEAST else limit  # a reduction is a fall
    amount = format_quantity(abs(ahead), points(lang), lang, 2)
    by = words(lang)(f"verdicts.{'better' if ahead > 0 else 'behind'}", amount=amount)
    adopted = say("explain_adopted", lang, document=judged.adoption) if judged.adoption else ""
    decider = catalog.indicators[judged.decided_by].name[lang] if judged.decided_by else ""
    shown = format_signed(row.value, 2)
    decided = say("explain_decided_by", lang, indicator=decider, value=shown) if decider else ""
    rule_name = f"{rule.name[lang]} {rule.documents[0].number}"
    basis = (rule_name, adopted, target_basis(catalog, row, lang), decided)
    return words(lang)(
        "verdicts.level",
        period=format_period(Period.parse(row.period), lang),
        indicator=indicator.name[lang],
        value=f"{shown}%"
        if decider
        else show_value(catalog, indicator, value_of(row, values), lang).with_scope,
        required=f"{format_signed(required, 2)}%",
        gap=by if ahead else words(lang)("verdicts.exact"),
        level=say(f"result_{row.result}", lang),
        basis=words(lang)("list.semicolon").join(filter(None, basis)),
    )


def _score(catalog: Catalog, indicator: Indicator, row: AssessmentRow, lang: str) -> str:
    """A score with its grade, what vetoed it, and by which table; without a grade, why there is none."""
    score, rule = read_judged(row.facts).score, catalog.scoring_rules.get(row.rule or "")
    sign = catalog.units[indicator.unit].sign[lang]
    facts = {
        "period": format_period(Period.parse(row.period), lang),
        "indicator": indicator.name[lang],
        "points": format_quantity(row.value, sign, lang, 1),
        "reason": say(f"unassessed_{row.reason}", lang) if row.reason else "",
    }
    if score is None or rule is None:
        return words(lang)("verdicts.score_no_rule", **facts)
    told = (f"{rule.name[lang]} {rule.documents[0].number}", *_veto_words(score, rule, lang))
    facts |= {
        "basis": words(lang)("list.semicolon").join(told),
        "grade": grade_name(rule, score.grade, lang),
    }
    return words(lang)("verdicts.score_open" if row.reason else "verdicts.score", **facts)


def _veto_words(score: ScoreFact, rule: ScoringRule, lang: str) -> Iterator[str]:
    if score.vetoed_by:
        missed = missed_words(score.vetoed_by, lang)
        by_points = grade_name(rule, score.by_points, lang)
        yield words(lang)("verdicts.vetoed", missed=missed, by_points=by_points)
    if score.veto_unknown:
        yield say("explain_score_veto_unknown", lang, missed=missed_words(score.veto_unknown, lang))
    if score.exception is not None:
        yield say("explain_score_exception", lang, document=score.exception)


def value_of(row: AssessmentRow, values: Sequence[ValueRow]) -> ValueRow | None:
    """The value that a verdict is on."""
    return next((v for v in values if v.indicator == row.indicator and v.period == row.period), None)
