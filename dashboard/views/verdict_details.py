"""What stands beside a verdict, in words: what would turn it, how robust it is, headroom, pace, authority."""

import json

from dashboard.format import decimals_apart, format_number, format_quantity, format_signed, points
from dashboard.text import words
from dashboard.views.value_words import PERCENTS
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.judged import FragilityFact, Judged, LevelHeadroom, Turn, read_judged
from etl.model.vocabulary import Result, UnassessedReason
from etl.publish.scope_words import scope_line
from etl.publish.verdict_lines import beside_lines, pace_lines
from etl.store.rows import AssessmentRow

_DECIMALS = 2
_RED = frozenset({Result.LEVEL_1, Result.NOT_MET})


def turning_lines(catalog: Catalog, row: AssessmentRow, lang: str) -> tuple[str, ...]:
    """What would turn a verdict: thresholds, headroom in energy, pace, and how robust the verdict is."""
    judged = read_judged(row.facts)
    unit, apart = units_of(catalog, row.indicator, lang)
    written = format_signed if catalog.indicators[row.indicator].display.signed else format_number
    lines = [
        _turn(name, turn, (written(turn.at, decimals_apart(turn.by)), unit, apart), lang)
        for name, turn in (("up", judged.up), ("down", judged.down))
        if turn
    ]
    lines += [_headroom(each, lang) for each in judged.headroom]
    if judged.energy is not None:
        scope, energy = (
            say(f"scope_{judged.energy.scope}", lang),
            format_number(judged.energy.energy, _DECIMALS),
        )
        lines.append(say("explain_energy", lang, scope=scope, energy=energy))
    if judged.fragility is not None:
        lines.append(_fragility(catalog, judged.fragility, apart, lang))
    return (*lines, *pace_lines(judged, lang, _written))


def authority_lines(catalog: Catalog, row: AssessmentRow, lang: str) -> tuple[str, ...]:
    """By what authority a rule judged, whether the target of the year was published, and lines to compare."""
    judged = read_judged(row.facts)
    lines: list[str] = []
    if judged.decided_by is not None:
        decider = catalog.indicators[judged.decided_by].name[lang]
        is_known = row.reason != UnassessedReason.NOT_COMPARABLE
        code = "explain_decided_by" if is_known else "explain_not_deducted"
        lines.append(say(code, lang, indicator=decider, value=format_signed(row.value, _DECIMALS)))
    beside = scope_line(judged.scopes, row.result, _scope_value(catalog, judged, row, lang), lang)
    lines += [beside] if beside else []
    if judged.adoption is not None:
        lines.append(say("explain_adopted", lang, document=judged.adoption))
    if judged.annual_target_derived is not None:
        lines.append(
            say("explain_annual_derived" if judged.annual_target_derived else "explain_annual_own", lang)
        )
    return (*lines, *beside_lines(judged, catalog, lang, _written))


def _scope_value(catalog: Catalog, judged: Judged, row: AssessmentRow, lang: str) -> str:
    value = judged.scopes.assessed_value if judged.scopes else None
    indicator = catalog.indicators[row.indicator]
    sign = catalog.units[indicator.unit].sign[lang]
    if indicator.display.signed and value is not None:
        return f"{format_signed(value, _DECIMALS)} {sign}"
    return format_quantity(value, sign, lang, _DECIMALS)


def units_of(catalog: Catalog, indicator_id: str, lang: str) -> tuple[str, str]:
    """The unit of an indicator and that of a difference of two of its values."""
    indicator = catalog.indicators[indicator_id]
    sign = catalog.units[indicator.unit].sign[lang]
    return sign, points(lang) if indicator.unit in PERCENTS else sign


def robustness_word(fragility: FragilityFact | None, lang: str) -> str:
    """``稳健``, ``脆弱`` or ``未知``; empty without a verdict to be robust."""
    return words(lang)(f"robustness.{fragility.state}") if fragility else ""


def robustness_of_red(result: str, facts: str, lang: str) -> str:
    """``结论稳健``, ``结论脆弱`` or that nobody can tell, for a verdict that names a region as behind."""
    if result not in _RED:
        return ""
    found = json.loads(facts).get("fragility")
    return words(lang)(f"verdict_robustness.{found['state'] if found else 'unknown'}")


def _turn(name: str, turn: Turn, shown: tuple[str, str, str], lang: str) -> str:
    at, unit, apart = shown
    return say(
        f"explain_turn_{name}",
        lang,
        result=say(f"result_{turn.result}", lang),
        at=at,
        unit=unit,
        by=format_number(turn.by, decimals_apart(turn.by)),
        apart=apart,
    )


def _headroom(each: LevelHeadroom, lang: str) -> str:
    code = "explain_headroom_left" if each.ten_thousand_tce >= 0 else "explain_headroom_lacking"
    level = say(f"result_{each.level}", lang)
    return say(code, lang, level=level, amount=format_number(abs(each.ten_thousand_tce), _DECIMALS))


def _apart(catalog: Catalog, fragility: FragilityFact, apart: str, lang: str) -> str:
    """The unit of a distance from turning: of what is revised, which for a veto is the rate below a score."""
    of = fragility.revision_of or ""
    revised = catalog.series.get(of) or catalog.indicators.get(of)
    if revised is None:
        return apart
    return points(lang) if revised.unit in PERCENTS else catalog.units[revised.unit].sign[lang]


def _fragility(catalog: Catalog, fragility: FragilityFact, apart: str, lang: str) -> str:
    if fragility.multiples is None:
        return say("explain_fragility_unknown", lang)
    return say(
        f"explain_fragility_{fragility.state}",
        lang,
        distance=format_number(fragility.distance, decimals_apart(fragility.distance)),
        multiples=format_number(fragility.multiples, 1),
        revision=format_number(fragility.revision, 3),
        count=format_number(fragility.revisions),
        history=catalog.history_name(fragility.revision_of, lang),
        unit=_apart(catalog, fragility, apart, lang),
    )


def _written(value: float) -> str:
    return format_number(value, _DECIMALS)
