"""What stands beside a verdict, a fact per line: what would turn it, how robust it is, headroom, pace."""

from collections.abc import Iterator

from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.formula_text import number_text
from etl.model.judged import FragilityFact, Judged, LevelHeadroom, Turn, read_judged
from etl.model.unit import Unit
from etl.model.vocabulary import UnassessedReason
from etl.publish.flag_words import tell_checks
from etl.publish.scope_words import scope_line
from etl.publish.score_lines import score_lines
from etl.publish.verdict_lines import beside_lines, pace_lines
from etl.store.rows import AssessmentRow, FlagRow

SHOWN_DECIMALS = 3
PERCENTAGE, POINTS = "percentage", "percentage_point"
"""Differences of percentages are percentage points (个百分点)."""


def judged_lines(assessment: AssessmentRow, catalog: Catalog, lang: str) -> Iterator[str]:
    """What stands beside one verdict."""
    judged = read_judged(assessment.facts)
    unit = catalog.units[catalog.indicators[assessment.indicator].unit]
    apart = catalog.units.get(POINTS, unit) if unit.quantity == PERCENTAGE else unit
    yield from _authority_lines(judged, assessment, catalog, lang)
    for name, turn in (("up", judged.up), ("down", judged.down)):
        if turn is not None:
            yield _turn_line(name, turn, (unit.sign[lang], apart.sign[lang]), lang)
    for each in judged.headroom:
        yield _headroom_line(each, lang)
    if judged.energy is not None:
        scope = say(f"scope_{judged.energy.scope}", lang)
        yield say("explain_energy", lang, scope=scope, energy=_figure(judged.energy.energy))
    if judged.fragility is not None:
        yield _fragility_line(
            judged.fragility, _apart(judged.fragility, apart, catalog).sign[lang], catalog, lang
        )
    yield from pace_lines(judged, lang, _figure)
    if judged.score is not None:
        yield from score_lines(judged.score, catalog.scoring_rules.get(assessment.rule or ""), catalog, lang)
    yield from beside_lines(judged, catalog, lang, _figure)


def flag_lines(flag: FlagRow, lang: str) -> Iterator[str]:
    """A flag with every counter-check."""
    strength = say(f"strength_{flag.strength}", lang)
    first = flag.first_period or flag.period
    yield say("explain_flag", lang, flag=flag.flag_id, strength=strength, first=first, last=flag.period)
    for check in tell_checks(flag.facts, lang):
        yield say(f"explain_check_{check.state}", lang, check=check.sentence)
    if flag.ended_in is not None:
        yield say(f"explain_flag_{flag.ended_how}", lang, period=flag.ended_in)


def _authority_lines(judged: Judged, assessment: AssessmentRow, catalog: Catalog, lang: str) -> Iterator[str]:
    if judged.decided_by is not None:
        name = catalog.indicators[judged.decided_by].name[lang]
        is_known = assessment.reason != UnassessedReason.NOT_COMPARABLE
        code = "explain_decided_by" if is_known else "explain_not_deducted"
        shown = "—" if assessment.value is None else _figure(assessment.value)
        yield say(code, lang, indicator=name, value=shown)
    beside = scope_line(
        judged.scopes, assessment.result, _scope_value(judged, assessment, catalog, lang), lang
    )
    if beside:
        yield beside
    if judged.adoption is not None:
        yield say("explain_adopted", lang, document=judged.adoption)
    if judged.annual_target_derived is not None:
        yield say("explain_annual_derived" if judged.annual_target_derived else "explain_annual_own", lang)


def _scope_value(judged: Judged, assessment: AssessmentRow, catalog: Catalog, lang: str) -> str:
    if judged.scopes is None or judged.scopes.assessed_value is None:
        return "—"
    unit = catalog.units[catalog.indicators[assessment.indicator].unit].sign[lang]
    return f"{_figure(judged.scopes.assessed_value)} {unit}"


def _turn_line(name: str, turn: Turn, units: tuple[str, str], lang: str) -> str:
    return say(
        f"explain_turn_{name}",
        lang,
        result=say(f"result_{turn.result}", lang),
        at=_figure(turn.at),
        by=_figure(turn.by),
        unit=units[0],
        apart=units[1],
    )


def _headroom_line(each: LevelHeadroom, lang: str) -> str:
    code = "explain_headroom_left" if each.ten_thousand_tce >= 0 else "explain_headroom_lacking"
    level = say(f"result_{each.level}", lang)
    return say(code, lang, level=level, amount=_figure(abs(each.ten_thousand_tce)))


def _apart(fragility: FragilityFact, apart: Unit, catalog: Catalog) -> Unit:
    """The unit of a distance from turning: of what is revised, which for a veto is the rate below a score."""
    of = fragility.revision_of or ""
    revised = catalog.series.get(of) or catalog.indicators.get(of)
    if revised is None:
        return apart
    unit = catalog.units[revised.unit]
    return catalog.units.get(POINTS, unit) if unit.quantity == PERCENTAGE else unit


def _fragility_line(fragility: FragilityFact, unit: str, catalog: Catalog, lang: str) -> str:
    if fragility.multiples is None:
        return say("explain_fragility_unknown", lang)
    return say(
        f"explain_fragility_{fragility.state}",
        lang,
        distance=_figure(fragility.distance or 0),
        multiples=f"{fragility.multiples:.1f}",
        revision=_figure(fragility.revision or 0),
        count=fragility.revisions or "—",
        history=catalog.history_name(fragility.revision_of, lang),
        unit=unit,
    )


def _figure(value: float) -> str:
    """A figure with as many digits as a reader compares."""
    return number_text(round(value, SHOWN_DECIMALS)).replace("-", "−")
