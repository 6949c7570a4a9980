"""The way to a target of a plan: what was reached, what the path requires, what pace is still needed."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from dashboard.format import DASH, decimals_of, format_bounded, format_number, format_period, format_quantity
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.plans import Plan, is_drawn, plans_of, reached_by
from dashboard.views.spine import RegionRows
from dashboard.views.table import Cell, Column, TableView
from dashboard.views.targets import target_basis, target_period
from dashboard.views.value_words import short_name, silent_words
from etl.assess.progress import ZERO, compute_remaining_pace, compute_required_reduction
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.period import Period
from etl.model.region import Region
from etl.model.rounding import PERCENT
from etl.model.target import Target
from etl.model.vocabulary import Bound, Result, TargetOrigin, UnassessedReason
from etl.store.rows import AssessmentRow, ValueRow

_TURNED: Final = {Bound.AT_LEAST: Bound.AT_MOST, Bound.AT_MOST: Bound.AT_LEAST}
_NUMERIC: Final = frozenset({"actual", "required", "gap", "progress", "due", "pace"})
_COLUMNS: Final = ("plan", "by", "actual", "required", "gap", "progress", "due", "pace", "verdict")


class PathMark(Struct, frozen=True):
    """One marked year on the way, as a change in per cent (a reduction is negative), with its label."""

    year: int
    change_pct: float
    label: str


class PathChart(Struct, frozen=True):
    """One plan.

    Attributes:
        title: a sentence.
        base: the year that changes are counted from.
        required: the path, from 0 in the base year to the target in the last.
        required_label: what the path is.
        actual: what was reached, where it is known.
        interim: interim targets of the plan.
        target: the target, drawn dashed.
        document: the document that sets it.
        note: what is missing, or the pace still needed.
        told: the chart in words, for readers who do not see it.
    """

    title: str
    base: int
    required: tuple[tuple[int, float], ...]
    required_label: str
    actual: tuple[PathMark, ...]
    interim: tuple[PathMark, ...]
    target: PathMark
    document: str
    axis: str
    note: str
    told: str


class PathView(Struct, frozen=True):
    """The plans of a region: charts, and the table of everything in them; neither without a target."""

    lang: str
    title: str
    charts: tuple[PathChart, ...]
    table: TableView | None
    notes: tuple[str, ...]


def build_path_view(catalog: Catalog, region: Region, rows: RegionRows, selection: Selection) -> PathView:
    """The way to every reduction target of a region.

    Args:
        catalog: the declarations.
        region: the region.
        rows: what the build holds about it.
        selection: what the address says.
    """
    lang = selection.lang
    plans = plans_of(catalog, region)
    shown = [plan for plan in plans if is_drawn(catalog, plan, plans, rows.values)]
    return PathView(
        lang=lang,
        title=words(lang)("path.title"),
        charts=tuple(_chart(catalog, plan, rows, lang) for plan in shown),
        table=_table(catalog, plans, rows, lang),
        notes=(words(lang)("path.formula"),) if plans else (),
    )


# ── the chart ──────────────────────────────────────────────────────────────────────────────────────────
def _chart(catalog: Catalog, plan: Plan, rows: RegionRows, lang: str) -> PathChart:
    reached = reached_by(plan, rows.values)
    share = plan.target.value / PERCENT
    required = tuple(
        (plan.base + n, -float(compute_required_reduction(share, n, plan.years) * PERCENT))
        for n in range(plan.years + 1)
    )
    asked = _change(float(plan.target.value), decimals_of(float(plan.target.value)))
    target = PathMark(
        plan.target.end,
        -float(plan.target.value),
        words(lang)("path.target", target=asked),
    )
    title = _title(catalog, plan, reached, rows.assessments, lang)
    note = _pace_note(plan, reached, rows.assessments, lang)
    return PathChart(
        title=title,
        base=plan.base,
        required=required,
        required_label=words(lang)("path.required"),
        actual=tuple(_actual(row, lang) for row in reached),
        interim=tuple(_interim(one, lang) for one in plan.interim),
        target=target,
        document=_document(plan, lang),
        axis=words(lang)("path.axis", base=format_period(Period.of_year(plan.base), lang)),
        note=note,
        told=f"{title} {note}",
    )


def change_of(row: ValueRow, lang: str) -> str:
    """A reduction as the change it is; one of at least 20 % is a change of at most −20 %."""
    bound = _TURNED.get(Bound(row.bound), Bound(row.bound))
    return format_bounded(None if row.value is None else -row.value, bound, "%", lang, 2)


def _percent(reduction: float, decimals: int = 2) -> str:
    return format_quantity(reduction, "%", "zh", decimals)


def _change(reduction: float, decimals: int = 2) -> str:
    return format_quantity(-reduction, "%", "zh", decimals)


def _actual(row: ValueRow, lang: str) -> PathMark:
    return PathMark(Period.parse(row.period).end_year, -(row.value or 0.0), change_of(row, lang))


def _interim(target: Target, lang: str) -> PathMark:
    asked = _change(float(target.value), decimals_of(float(target.value)))
    return PathMark(target.end, -float(target.value), words(lang)(f"path.{_beside(target)}", target=asked))


def _beside(target: Target) -> str:
    """A target beyond the binding one (激励目标) has its own word: it is no stage on the way."""
    return "stretch" if target.nature == "stretch" else "interim"


def _title(
    catalog: Catalog, plan: Plan, reached: Sequence[ValueRow], judged: Sequence[AssessmentRow], lang: str
) -> str:
    facts = {
        "region": short_name(plan.region, lang),
        "indicator": plan.indicator.name[lang],
        "plan": format_period(Period.of_span(plan.base + 1, plan.target.end), lang),
        "target": _percent(float(plan.target.value), decimals_of(float(plan.target.value))),
    }
    if not reached:
        return words(lang)("path.title_missing", **facts, reason=silent_words(catalog, plan.region, lang))
    last = reached[-1]
    row = _judged(plan, last.period, judged)
    outcome = say(f"result_{row.result}", lang) if row else ""
    value = format_bounded(last.value, Bound(last.bound), "%", lang, 2)
    period = format_period(Period.parse(last.period), lang)
    return words(lang)("path.title_reached", **facts, value=value, period=period, outcome=outcome)


def _judged(plan: Plan, period: str, judged: Sequence[AssessmentRow]) -> AssessmentRow | None:
    return next(
        (
            row
            for row in judged
            if row.indicator == plan.indicator.id and row.period == period and row.target_value
        ),
        None,
    )


def _document(plan: Plan, lang: str) -> str:
    """The document of a target; one of the superior region says so."""
    if plan.origin is TargetOrigin.OWN:
        return plan.target.cited(lang)
    return f"{say(f'origin_{plan.origin.value}', lang)} · {plan.target.cited(lang)}"


def _pace_note(plan: Plan, reached: Sequence[ValueRow], judged: Sequence[AssessmentRow], lang: str) -> str:
    """The yearly reduction still needed: from the last known value, or over the whole plan."""
    say_word = words(lang)
    if not reached:
        pace = compute_remaining_pace(ZERO, plan.target.value / PERCENT, plan.years).yearly_pace
        each = format_number(None if pace is None else pace * PERCENT, 2)
        return say_word("path.pace_whole", pace=each)
    last = _judged(plan, reached[-1].period, judged)
    if last is None or last.pace_needed is None:
        return ""
    if last.pace_needed == 0:
        return say_word("path.pace_none")
    return say_word("path.pace_left", pace=format_number(last.pace_needed, 2))


# ── the table ──────────────────────────────────────────────────────────────────────────────────────────
def _table(catalog: Catalog, plans: Sequence[Plan], rows: RegionRows, lang: str) -> TableView | None:
    say_word = words(lang)
    columns = tuple(Column(say_word(f"path.columns.{name}"), name in _NUMERIC) for name in _COLUMNS)
    lines = tuple(
        _row(catalog, plan, row, _value_of(row, rows.values), lang)
        for plan in plans
        for row in sorted(rows.assessments, key=lambda row: Period.parse(row.period))
        if row.kind in {"target", "path"}
        and (row.indicator, row.target_base) == (plan.indicator.id, plan.base)
    )
    return TableView(say_word("path.table"), columns, lines, lang) if lines else None


def _value_of(row: AssessmentRow, values: Sequence[ValueRow]) -> ValueRow | None:
    found = (v for v in values if (v.indicator, v.period) == (row.indicator, row.period))
    return next((value for value in found if value.value is not None), None)


def _row(
    catalog: Catalog, plan: Plan, row: AssessmentRow, value: ValueRow | None, lang: str
) -> tuple[Cell, ...]:
    name = (plan.indicator.short_name or plan.indicator.name)[lang]
    missing = Cell(DASH, note=silent_words(catalog, plan.region, lang))
    return (
        Cell(target_period(row, lang), note=f"{name} · {target_basis(catalog, row, lang)}"),
        Cell(format_period(Period.parse(row.period), lang)),
        missing if value is None else Cell(change_of(value, lang)),
        Cell(DASH if row.required is None else _change(row.required)),
        Cell(_points(row.ahead, lang)),
        Cell(_share(row.progress)),
        Cell(_share(row.progress_due)),
        Cell(format_quantity(row.pace_needed, "%", lang, 2)),
        Cell("", result=Result(row.result), reason=UnassessedReason(row.reason) if row.reason else None),
    )


def _points(gap: float | None, lang: str) -> str:
    """How far ahead of the path (+) or behind (−), in percentage points."""
    if gap is None:
        return DASH
    key = "verdicts.ahead" if gap >= 0 else "verdicts.behind"
    return words(lang)(key, amount=format_quantity(abs(gap), words(lang)("units.pp"), lang, 2))


def _share(share: float | None) -> str:
    return format_quantity(None if share is None else Decimal(repr(share)) * PERCENT, "%", "zh", 2)
