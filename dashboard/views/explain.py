"""Why a number is what it is: value, formula with its numbers, cells, rule or reason, targets, challenges."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboard.address import Selection, to_url
from dashboard.format import DASH, format_number, format_period, format_quantity, format_signed, points
from dashboard.text import words
from dashboard.views.shown import Shown, delivered_by, show_value, unit_sign
from etl.assess.barometers import what_if
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.formula_text import number_text
from etl.model.period import Period
from etl.model.sheet import cell_name
from etl.model.vocabulary import Result, UnassessedReason
from etl.store.rows import AssessmentRow, ChallengeRow, FlagRow, ObservationRow, as_indicator_value
from etl.store.working import Working, WorkingInput

_PERCENT = 100
_ROUNDING = 1e-6
_SOURCE_FACTS = frozenset({"source", "used_source"})


@dataclass(frozen=True)
class ExplainCell:
    """One vintage of a figure and the cell that it was read from."""

    is_used: bool
    source: str
    caution: str
    place: str
    reported: str
    known_from: str


@dataclass(frozen=True)
class ExplainInput:
    """One figure that the formula reads, with the figures below it."""

    label: str
    value: str
    cells: tuple[ExplainCell, ...]
    below: tuple["ExplainInput", ...]


@dataclass(frozen=True)
class ExplainVerdict:
    """One verdict, or why there is none, with its rule and target in words."""

    kind: str
    result: Result
    reason: UnassessedReason | None
    period: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ExplainFlag:
    """One flag: what raised it, and each check with whether it holds."""

    title: str
    checks: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class ExplainView:
    """Everything that stands behind one number, in words.

    Attributes:
        verdicts: what was made of this number, by the rule in force.
        published: levels that the superior body published for the region, whatever their period.
        what_ifs: what a rule would say outside its validity; decides nothing.
        missing_note: who would have to deliver the number, where it is missing.
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


def build_explain_view(
    catalog: Catalog, working: Working, published: Sequence[AssessmentRow], selection: Selection
) -> ExplainView:
    """The working of one number in the words of a language.

    Args:
        catalog: the declarations.
        working: the number with everything below it.
        published: assessments of the same region and indicator that hold a published level, of every period.
        selection: what the address says.
    """
    lang = selection.lang
    indicator, region = catalog.indicators[working.indicator], catalog.regions[working.region]
    period = Period.parse(working.period)
    value = show_value(catalog, indicator, working.value, lang)
    own = [row for row in working.assessments if row.kind != "barometer_published"]
    titled = words(lang)("explain.title", region=region.name[lang], indicator=indicator.name[lang],
                         period=format_period(period, lang))  # fmt: skip
    return ExplainView(
        lang=lang,
        title=titled,
        region_address=to_url(Selection("region", lang, region=region.code)),
        value=value,
        symbols=working.formula,
        numbers=working.with_numbers or "",
        inputs=tuple(_input(catalog, each, lang) for each in working.inputs),
        verdicts=tuple(_verdict(catalog, row, lang) for row in own),
        published=tuple(_verdict(catalog, row, lang) for row in published),
        what_ifs=_what_ifs(catalog, working, lang),
        challenges=tuple(
            challenge_sentence(catalog, row, lang) for row in working.challenges if not is_negligible(row)
        ),
        flags=tuple(explain_flag(catalog, row, lang) for row in working.flags),
        missing_note=missing_note(catalog, working.indicator, lang) if value.is_missing else "",
    )


def missing_note(catalog: Catalog, indicator_id: str, lang: str) -> str:
    """Who would have to deliver an indicator that is missing."""
    who = delivered_by(catalog, catalog.indicators[indicator_id], lang)
    return words(lang)("value.to_deliver", who=who) if who else ""


def challenge_sentence(catalog: Catalog, row: ChallengeRow, lang: str) -> str:
    """What is suspicious about a figure, with its evidence and its period; sources by their titles."""
    facts = {
        name: catalog.sources[fact].title[lang] if name in _SOURCE_FACTS and fact in catalog.sources else fact
        for name, fact in json.loads(row.facts).items()
    }
    period = format_period(Period.parse(row.period), lang) if row.period else ""
    severity = words(lang)(f"explain.severity.{row.severity}")
    text = say(f"challenge_{row.kind}", lang, **facts)
    told = words(lang)("explain.challenge", severity=severity, period=period, text=text)
    return " ".join(told.split())


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
    checks = json.loads(row.facts).get("checks", {})
    return ExplainFlag(
        title, tuple((say_word(f"flag.check.{check}"), bool(holds)) for check, holds in checks.items())
    )


# ── figures below ──────────────────────────────────────────────────────────────────────────────────────
def _input(catalog: Catalog, each: WorkingInput, lang: str) -> ExplainInput:
    known = catalog.indicators.get(each.name) or catalog.series[each.name]
    label = words(lang)(
        "explain.input",
        name=known.name[lang],
        id=each.name,
        period=format_period(Period.parse(each.period), lang),
    )
    unit = catalog.units[each.unit].sign[lang]
    value = (
        f"{DASH} {say('missing_not_collected', lang)}" if each.value is None
        else f"{number_text(each.value)} {unit}"
    )  # fmt: skip
    below = each.working.inputs if each.working else ()
    return ExplainInput(
        label,
        value,
        tuple(_cell(catalog, observation, lang) for observation in each.observations),
        tuple(_input(catalog, inner, lang) for inner in below),
    )


def _cell(catalog: Catalog, row: ObservationRow, lang: str) -> ExplainCell:
    source, at = catalog.sources[row.source], row.cell
    cell = cell_name(at.row, at.column)
    unit = catalog.units[row.reported_unit].sign[lang]
    reported = DASH if row.reported is None else f"{number_text(row.reported)} {unit}"
    return ExplainCell(
        is_used=row.vintage == 1,
        source=row.cited_as or source.title[lang],
        caution=source.caution[lang] if source.caution else "",
        place=words(lang)("explain.place", file=at.file, sheet=at.sheet, cell=cell),
        reported=f"{reported} · {say(f'nature_{row.nature}', lang)} · {say(f'status_{row.status}', lang)}",
        known_from=row.known_from.isoformat(),
    )


# ── verdicts ───────────────────────────────────────────────────────────────────────────────────────────
def _verdict(catalog: Catalog, row: AssessmentRow, lang: str) -> ExplainVerdict:
    lines = (_rule_line(catalog, row, lang), *_target_lines(catalog, row, lang))
    return ExplainVerdict(
        kind=say(f"kind_{row.kind}", lang),
        result=Result(row.result),
        reason=UnassessedReason(row.reason) if row.reason else None,
        period=format_period(Period.parse(row.period), lang),
        lines=tuple(line for line in lines if line),
    )


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
            document=row.target_document,
        )
    ]
    is_share = unit.startswith("%")
    if row.required is not None:
        key = "explain.annual_target" if row.kind == "barometer" else "explain.required"
        told.append(say_word(key, required=format_quantity(row.required, unit, lang, 2)))
    if row.gap is not None:
        gap_unit = points(lang) if is_share else unit
        told.append(say_word("explain.gap", gap=f"{format_signed(row.gap, 2)} {gap_unit}"))
    return (*told, *_progress_lines(row, lang))


def _what_is_targeted(catalog: Catalog, row: AssessmentRow, lang: str) -> str:
    """The indicator that the target names: a barometer compares with the five-year target of another one."""
    assessed = catalog.indicators[row.indicator].assessment
    other = assessed.five_year_target if assessed is not None and assessed.kind == "barometer" else None
    return catalog.indicators[other or row.indicator].name[lang]


def _progress_lines(row: AssessmentRow, lang: str) -> tuple[str, ...]:
    told = []
    if row.progress is not None and row.progress_due is not None:
        progress, due = (format_number(_PERCENT * share, 2) for share in (row.progress, row.progress_due))
        told.append(words(lang)("explain.progress", progress=progress, due=due))
    if row.pace_needed:
        told.append(words(lang)("explain.pace", pace=format_number(row.pace_needed, 2)))
    return tuple(told)


def decimals_of(value: float | None) -> int:
    """As many decimals as the target was stated with."""
    if value is None:
        return 0
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _what_ifs(catalog: Catalog, working: Working, lang: str) -> tuple[ExplainVerdict, ...]:
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
