"""二、能耗双控晴雨表: levels of the period, their changes, five-year progress, energy, published lights."""

from typing import Final

from dashboard.report.basis import Basis
from dashboard.report.blocks import Block, Heading, Paragraph, Parts
from dashboard.report.periods import parse, same_end
from dashboard.report.sections.barometer import (
    barometer_period,
    changes_sentence,
    home_sentence,
    judged_indicators,
    levels_sentence,
    rule_sentence,
)
from dashboard.report.sections.increments import increment_sentence
from dashboard.report.sections.level_table import level_chart, level_table
from dashboard.report.sections.lights import compose_lights
from dashboard.report.sections.plan import plan_paragraph, plan_rows, plan_table
from dashboard.report.sections.targets import target_table
from etl.errors import say
from etl.model.indicator import Indicator
from etl.model.period import Period, PeriodKind

_TOPICS: Final = ("dual_control",)
INTENSITY_PLAN: Final = "energy_intensity_cumulative_reduction"


def compose_dual_control(basis: Basis) -> tuple[Block, ...]:
    """Section 二. Where no rule is in force nothing is computed, and the section says so."""
    blocks: list[Block] = [Heading(1, basis.say.text("headings.dual_control"))]
    blocks += _levels(basis)
    blocks += _plan(basis)
    energy = increment_sentence(basis)
    if energy:
        blocks += [Heading(2, basis.say.text("headings.energy")), Paragraph(energy)]
    blocks += compose_lights(basis)
    last_year = _last_year_sentence(basis)
    if last_year:
        blocks.append(Paragraph(last_year))
    targets = target_table(basis, "dual_control_targets", _TOPICS)
    blocks.append(Heading(2, basis.say.text("headings.dual_targets")))
    blocks.append(Paragraph(basis.say.joined(targets.sentence, targets.inherited)))
    if targets.table is not None:
        blocks.append(targets.table)
    return tuple(blocks)


# ── levels of the period ───────────────────────────────────────────────────────────────────────────────
def _levels(basis: Basis) -> list[Block]:
    period = barometer_period(basis)
    shown = period or basis.period
    blocks: list[Block] = [Paragraph(basis.say.joined(*_opening(basis, period)))]
    for indicator in judged_indicators(basis):
        changes = changes_sentence(basis, indicator, shown) if period else ()
        sentence = levels_sentence(basis, indicator, str(shown))
        blocks.append(Paragraph(basis.say.joined(sentence, changes)))
    if period is not None:
        chart = level_chart(basis, period)
        blocks += [chart] if chart is not None else []
        blocks.append(level_table(basis, period, (basis.home, *basis.cities)))
    return blocks


def _opening(basis: Basis, period: Period | None) -> tuple[Parts, ...]:
    """The rule; that the barometer is an earlier one, where it is; the province's own levels."""
    if period is None:
        return (rule_sentence(basis, basis.period),)
    earlier: Parts = ()
    if str(period) not in same_end(basis.period):
        earlier = basis.say("dual.earlier", period=basis.when(basis.period), found=basis.when(period))
    return (earlier, rule_sentence(basis, period), home_sentence(basis, str(period)))


# ── five years ─────────────────────────────────────────────────────────────────────────────────────────
def _plan(basis: Basis) -> list[Block]:
    """Progress of province and cities; nothing where only single regions have it: the targets tell."""
    rows = plan_rows(basis, INTENSITY_PLAN, (basis.home, *basis.cities))
    if sum(row.region != basis.home.code for row in rows) < len(basis.cities) // 2:
        return []
    heading = Heading(2, basis.say.text("headings.five_years"))
    return [heading, plan_paragraph(basis, rows), plan_table(basis, rows)]


# ── the last whole year ────────────────────────────────────────────────────────────────────────────────
def _last_year_sentence(basis: Basis) -> Parts:
    """The latest published yearly change of the intensity: a rise is called a rise, rule or no rule."""
    judged = judged_indicators(basis)
    if not judged or barometer_period(basis) is not None:
        return ()
    intensity, *others = judged
    row = basis.latest(intensity.id, basis.home.code)
    if row is None or row.value is None or parse(row.period).kind is not PeriodKind.YEAR:
        return ()
    sentence = basis.say.turned(
        "dual.last_year",
        row.value,
        period=basis.when(row.period),
        home=basis.name(basis.home.code),
        change=basis.figure(row, absolute=True),
    )
    more = [
        basis.say("dual.also", name=other.name[basis.lang], value=basis.figure(found))
        for other in others
        if (found := basis.known(other.id, basis.home.code, row.period)) is not None
    ]
    return basis.say.joined(sentence, *more, _standing(basis, intensity, row.period))


def _standing(basis: Basis, indicator: Indicator, period: str) -> Parts:
    row = basis.level(indicator.id, basis.home.code, period)
    if row is None:
        return ()
    if row.reason is None:
        return basis.say("dual.judged", result=say(f"result_{row.result}", basis.lang))
    return basis.say("dual.not_judged", reason=say(f"unassessed_{row.reason}", basis.lang))
