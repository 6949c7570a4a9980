"""二、能耗双控晴雨表: levels of the period, the lights that superior bodies published, and the targets."""

from collections.abc import Sequence
from typing import Final

from dashboard.format import DASH
from dashboard.report.basis import Basis
from dashboard.report.document import Block, Cell, Column, Heading, Paragraph, Parts, Table
from dashboard.report.sections.targets import target_table
from dashboard.views.known_by import ends_by
from etl.assess.barometers import jurisdiction_of, rule_in_force
from etl.errors import say
from etl.model.indicator import BarometerAssessment, Indicator
from etl.model.period import Period, PeriodKind
from etl.model.rule import BarometerRule, BarometerSubject
from etl.model.vocabulary import Result, UnassessedReason
from etl.store.rows import AssessmentRow, ObservationRow

_LEVELS: Final = (Result.LEVEL_1, Result.LEVEL_2, Result.LEVEL_3)
_LEVEL_OF: Final = {1: Result.LEVEL_1, 2: Result.LEVEL_2, 3: Result.LEVEL_3}
_NOTICE_YEARS: Final = 5  # as far back as a plan is long: older notices belong to older reports
_TARGETS: Final = ("dual_control",)


def compose_dual_control(basis: Basis) -> tuple[Block, ...]:
    """Section 二. Where no rule is in force nothing is computed, and the section says so."""
    blocks: list[Block] = [Heading(1, basis.say.text("headings.dual_control"))]
    blocks += [Paragraph(_rule_sentence(basis))]
    blocks += [Paragraph(_levels_sentence(basis, indicator)) for indicator in judged_indicators(basis)]
    blocks += _published(basis)
    last_year = _last_year_sentence(basis)
    if last_year:
        blocks.append(Paragraph(last_year))
    targets = target_table(basis, "dual_control_targets", _TARGETS)
    blocks.append(Heading(2, basis.say.text("headings.dual_targets")))
    blocks.append(Paragraph(basis.say.joined(targets.sentence, targets.inherited)))
    if targets.table is not None:
        blocks.append(targets.table)
    return tuple(blocks)


def judged_indicators(basis: Basis) -> tuple[Indicator, ...]:
    """Indicators that a barometer judges: intensity before total."""
    found = [
        (assessed.quantity, indicator)
        for indicator in basis.catalog.indicators.values()
        if isinstance(assessed := indicator.assessment, BarometerAssessment)
    ]
    return tuple(indicator for _, indicator in sorted(found, key=lambda pair: pair[0]))


# ── levels of the period ───────────────────────────────────────────────────────────────────────────────
def _rule_sentence(basis: Basis) -> Parts:
    facts = {"period": basis.when(basis.period), "home": basis.name(basis.home.code)}
    rule = _rule(basis, basis.period)
    if rule is None:
        return basis.say("dual.no_rule", **facts)
    documents = "、".join(document.number for document in rule.documents)
    return basis.say("dual.rule", **facts, rule=rule.name[basis.lang], document=documents)


def _levels_sentence(basis: Basis, indicator: Indicator) -> Parts:
    """``一级n个（…）；二级…；三级…；未评价n个（reason: …）`` for the cities, in the report's very period."""
    by_result: dict[Result, list[str]] = {result: [] for result in _LEVELS}
    unassessed: dict[str, list[str]] = {}
    rows = {row.region: row for row in basis.rows.assessments if _is_level_of(row, indicator, basis.period)}
    for city in basis.cities:
        row = rows.get(city.code)
        result = Result(row.result) if row else Result.UNASSESSED
        if result in by_result:
            by_result[result].append(basis.name(city.code))
        else:
            reason = row.reason if row and row.reason else UnassessedReason.NO_DATA.value
            unassessed.setdefault(reason, []).append(basis.name(city.code))
    levels = [_one_level(basis, result, names) for result, names in by_result.items()]
    return basis.say(
        "dual.levels",
        name=indicator.name[basis.lang],
        count=len(basis.cities),
        levels=basis.say.separated(levels),
        unassessed=_unassessed(basis, unassessed),
    )


def _is_level_of(row: AssessmentRow, indicator: Indicator, period: Period) -> bool:
    return row.indicator == indicator.id and row.period == str(period) and row.kind == "barometer"


def _one_level(basis: Basis, result: Result, names: Sequence[str]) -> Parts:
    return basis.say.counted(
        "dual.level", names, len(basis.cities), level=say(f"result_{result}", basis.lang)
    )


def _unassessed(basis: Basis, by_reason: dict[str, list[str]]) -> Parts:
    if not by_reason:
        return basis.say("dual.unassessed.none")
    total = sum(len(names) for names in by_reason.values())
    reasons = [
        basis.say.counted("dual.reason", names, len(basis.cities), reason=basis.say.text(f"reasons.{code}"))
        for code, names in by_reason.items()
    ]
    return basis.say("dual.unassessed.some", count=total, reasons=basis.say.separated(reasons))


# ── published lights ───────────────────────────────────────────────────────────────────────────────────
def _published(basis: Basis) -> list[Block]:
    notices = _notices(basis)
    heading = Heading(2, basis.say.text("headings.published"))
    if not notices:
        facts = {"home": basis.name(basis.home.code), "period": basis.when(basis.period)}
        return [heading, Paragraph(basis.say("dual.no_notice", **facts))]
    sentences = [_notice_sentence(basis, period, rows) for period, rows in notices[:2]]
    if len({rows[0].source for _, rows in notices[:2]}) > 1:
        sentences.append(basis.say("dual.not_compared"))
    return [heading, Paragraph(basis.say.joined(*sentences)), _notice_table(basis, notices)]


def _notices(basis: Basis) -> list[tuple[str, tuple[ObservationRow, ...]]]:
    """Published levels of the home region by period, latest first."""
    by_period: dict[str, list[ObservationRow]] = {}
    for row in basis.rows.levels:
        is_recent = Period.parse(row.period).end_year > basis.period.end_year - _NOTICE_YEARS
        if row.value is not None and is_recent and ends_by(row.period, basis.period):
            by_period.setdefault(row.period, []).append(row)
    latest_first = sorted(by_period, key=lambda text: Period.parse(text).sort_key(), reverse=True)
    return [(period, tuple(by_period[period])) for period in latest_first]


def _notice_sentence(basis: Basis, period: str, rows: tuple[ObservationRow, ...]) -> Parts:
    items = [
        basis.say(
            "dual.light",
            name=_light_name(basis, row.series),
            level=say(f"result_{_LEVEL_OF[int(row.value or 0)]}", basis.lang),
        )
        for row in rows
    ]
    return basis.say(
        "dual.notice",
        period=basis.when(period),
        home=basis.name(basis.home.code),
        lights=basis.say.listed(items),
        document=_document(basis, period, rows),
    )


def _notice_table(basis: Basis, notices: list[tuple[str, tuple[ObservationRow, ...]]]) -> Table:
    series = sorted({row.series for _, rows in notices for row in rows}, key=list(basis.catalog.series).index)
    columns = [Column(basis.say.text("columns.period"), share=1.2)]
    columns += [Column(_light_name(basis, name)) for name in series]
    columns.append(Column(basis.say.text("columns.document"), share=2.0))
    return Table(
        name="published_lights",
        caption=basis.say.text("dual.table", home=basis.name(basis.home.code)),
        columns=tuple(columns),
        rows=tuple(_notice_row(basis, period, rows, series) for period, rows in notices),
        notes=(basis.note("dual.table_note"),),
    )


def _notice_row(
    basis: Basis, period: str, rows: tuple[ObservationRow, ...], series: Sequence[str]
) -> tuple[Cell, ...]:
    levels = {row.series: row for row in rows}
    cells = [Cell(basis.when(period))]
    for name in series:
        row = levels.get(name)
        result = _LEVEL_OF[int(row.value)] if row and row.value is not None else None
        cells.append(
            Cell(DASH) if result is None else Cell(say(f"result_{result}", basis.lang), result=result)
        )
    return (*cells, Cell(_document(basis, period, rows)))


def _light_name(basis: Basis, series: str) -> str:
    """What a published level is about, without the words that every level shares."""
    key = f"dual.subject.{series}"
    return basis.say.text(key) if basis.say.knows(key) else basis.catalog.series[series].name[basis.lang]


def _document(basis: Basis, period: str, rows: tuple[ObservationRow, ...]) -> str:
    """Number of the notice: of the version that was valid, else the title of the source."""
    rule = _rule(basis, Period.parse(period))
    if rule is None:
        return basis.catalog.sources[rows[0].source].title[basis.lang]
    return "、".join(document.number for document in rule.documents)


def _rule(basis: Basis, period: Period) -> BarometerRule | None:
    """The version for the home region in a period."""
    place = jurisdiction_of(basis.catalog, basis.home)
    return rule_in_force(basis.catalog, BarometerSubject.INTENSITY, period, place)


# ── the last whole year ────────────────────────────────────────────────────────────────────────────────
def _last_year_sentence(basis: Basis) -> Parts:
    """The latest published yearly change of the intensity: a rise is called a rise, rule or no rule."""
    judged = judged_indicators(basis)
    if not judged:
        return ()
    intensity, *others = judged
    row = basis.latest(intensity.id, basis.home.code)
    if row is None or row.value is None or Period.parse(row.period).kind is not PeriodKind.YEAR:
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
        if (found := basis.value(other.id, basis.home.code, row.period)) is not None
        and found.value is not None
    ]
    return basis.say.joined(sentence, *more, _standing(basis, intensity, row.period))


def _standing(basis: Basis, indicator: Indicator, period: str) -> Parts:
    for row in basis.assessments("barometer"):
        if (row.indicator, row.region, row.period) == (indicator.id, basis.home.code, period):
            if row.reason is None:
                return basis.say("dual.judged", result=say(f"result_{row.result}", basis.lang))
            return basis.say("dual.not_judged", reason=say(f"unassessed_{row.reason}", basis.lang))
    return ()
