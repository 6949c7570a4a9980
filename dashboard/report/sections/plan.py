"""The way to a five-year target: how far each region is, who is behind, what pace is still needed."""

from collections.abc import Sequence

from dashboard.format import DASH, format_number, points
from dashboard.report.basis import Basis, trace_of
from dashboard.report.blocks import Cell, Column, Paragraph, Parts, Table, Trace
from dashboard.report.facts import facts_of
from dashboard.report.periods import parse
from dashboard.report.sections.assessed import (
    DECIMALS,
    deciding_value,
    decimals_of,
    scope_words,
    share_figure,
)
from dashboard.report.sentences import Fact
from dashboard.views.latest import ends_by
from etl.model.period import Period
from etl.model.region import Region
from etl.model.vocabulary import Result
from etl.store.rows import AssessmentRow

BESIDE_THE_PLAN = frozenset({"stretch", "interim"})
"""Natures of targets that stand beside the plan's own: missing them is no failure of the plan."""


def plan_rows(basis: Basis, indicator: str, regions: Sequence[Region]) -> list[AssessmentRow]:
    """The standing on the way to a five-year target, for the latest span with a result."""
    codes = {region.code for region in regions}
    found = [
        row
        for row in basis.rows.assessments
        if row.indicator == indicator
        and row.region in codes
        and row.kind in {"path", "target"}
        and row.target_nature not in BESIDE_THE_PLAN
        and "/" in row.period
        and row.progress is not None
        and row.reason is None
        and ends_by(row.period, basis.period)
    ]
    last = max((parse(row.period) for row in found), key=Period.sort_key, default=None)
    best: dict[str, AssessmentRow] = {}
    for row in found:
        if row.period == str(last) and (row.region not in best or row.target_origin == "own"):
            best[row.region] = row
    return [best[region.code] for region in regions if region.code in best]


def plan_paragraph(basis: Basis, rows: Sequence[AssessmentRow]) -> Paragraph:
    """How far the province is on its way, which cities are behind, and the pace that each still needs."""
    home = next((row for row in rows if row.region == basis.home.code), None)
    cities = [row for row in rows if row.region != basis.home.code]
    behind = [row for row in cities if row.result == Result.NOT_MET]
    items = [_behind_item(basis, row) for row in behind]
    told = (
        plan_sentence(basis, home) if home else (),
        basis.say.counted("plan.behind", items, len(cities), period=basis.when(rows[0].period)),
        basis.say("plan.unprecedented", names=basis.names(names))
        if (names := _never_so_fast(behind))
        else (),
    )
    return Paragraph(basis.say.joined(*told))


def plan_sentence(basis: Basis, row: AssessmentRow) -> Parts:
    """Where a region stands on its way, against the time that has passed, and the pace still needed."""
    reached, nature = deciding_value(basis, row), row.target_nature
    facts: dict[str, Fact] = {
        "period": basis.when(str(parse(row.period).end_year)),
        "region": basis.name(row.region),
        "name": basis.within(row.indicator),
        "plan": plan_words(basis, row),
        "target": share_figure(basis, row, "target_value", row.target_value or 0.0, decimals_of(row)),
        "progress": share_figure(basis, row, "progress", (row.progress or 0.0), DECIMALS, scale=100),
        "due": share_figure(basis, row, "progress_due", (row.progress_due or 0.0), 0, scale=100),
        "value": basis.figure(reached) if reached else share_figure(basis, row, "value", row.value or 0.0, 2),
        "scope": scope_words(basis, row),
        "kind": basis.say.text(f"plan.kind.{nature if nature in BESIDE_THE_PLAN else 'own'}"),
    }
    told = basis.say("plan.standing", **facts)
    return basis.say.joined(told, _pace_sentence(basis, row))


def _pace_sentence(basis: Basis, row: AssessmentRow) -> Parts:
    if row.pace_needed is None or row.target_end is None or parse(row.period).end_year >= row.target_end:
        return ()
    if row.pace_needed <= 0:
        return basis.say("plan.reached")
    pace = share_figure(basis, row, "pace_needed", row.pace_needed, DECIMALS)
    years = row.target_end - parse(row.period).end_year
    return basis.say("plan.pace_one" if years == 1 else "plan.pace", pace=pace, years=years)


def plan_words(basis: Basis, row: AssessmentRow) -> str:
    """The years of the plan."""
    return basis.when(Period.of_span((row.target_base or 0) + 1, row.target_end or 0))


def _behind_item(basis: Basis, row: AssessmentRow) -> Parts:
    gap = Trace("assessment.gap", row.indicator, row.region, row.period, row.gap or 0.0)
    behind = basis.computed(row.gap or 0.0, points(basis.lang), DECIMALS, (gap,))
    name = basis.name(row.region)
    if not row.pace_needed or is_over(row):
        return basis.say("plan.item", name=name, behind=behind)
    pace = share_figure(basis, row, "pace_needed", row.pace_needed, DECIMALS)
    is_last = parse(row.period).end_year + 1 == row.target_end
    return basis.say("plan.item_last" if is_last else "plan.item_pace", name=name, behind=behind, pace=pace)


def is_over(row: AssessmentRow) -> bool:
    """Whether no year is left in which anything could still be reached."""
    return parse(row.period).end_year >= (row.target_end or 0)


def _never_so_fast(rows: Sequence[AssessmentRow]) -> list[str]:
    return [row.region for row in rows if facts_of(row.facts).get("pace_unprecedented")]


def plan_table(basis: Basis, rows: Sequence[AssessmentRow], name: str = "plan") -> Table:
    """Target, reduction reached, what the path requires, progress, pace still needed, result.

    No pace where the plan is over: the note says so.
    """
    first = rows[0]
    pace = Column(basis.say.text("plan.columns.pace"), basis.say.text("plan.per_year"), is_numeric=True)
    columns = (
        basis.column("region", share=1.1),
        basis.column("target", unit="%", is_numeric=True),
        Column(basis.say.text("plan.columns.reached"), "%", is_numeric=True),
        Column(basis.say.text("plan.columns.required"), "%", is_numeric=True),
        Column(basis.say.text("plan.columns.progress"), "%", is_numeric=True),
        *(() if is_over(first) else (pace,)),
        basis.column("result", share=1.2),
    )
    due = basis.computed(
        (first.progress_due or 0.0) * 100,
        "%",
        0,
        (
            Trace(
                "assessment.progress_due",
                first.indicator,
                first.region,
                first.period,
                first.progress_due or 0,
            ),
        ),
    )
    return Table(
        name=name,
        caption=basis.say.text(
            "plan.table",
            name=basis.title(first.indicator),
            plan=plan_words(basis, first),
            period=basis.when(str(parse(first.period).end_year)),
        ),
        columns=columns,
        rows=tuple(_plan_row(basis, row) for row in rows),
        notes=(basis.note("plan.over_note" if is_over(first) else "plan.table_note", due=due),),
    )


def _plan_row(basis: Basis, row: AssessmentRow) -> tuple[Cell, ...]:
    def number(column: str, value: float | None, decimals: int = DECIMALS, scale: float = 1.0) -> Cell:
        if value is None:
            return Cell(DASH)
        trace = Trace(f"assessment.{column}", row.indicator, row.region, row.period, value)
        return Cell(format_number(value * scale, decimals), value * scale, decimals, trace)

    reached = deciding_value(basis, row)
    return (
        Cell(basis.short(row.region)),
        number("target_value", row.target_value, decimals_of(row)),
        number("value", row.value) if reached is None else _reached(basis, row),
        number("required", row.required),
        number("progress", row.progress, scale=100.0),
        *(() if is_over(row) else (number("pace_needed", row.pace_needed),)),
        basis.verdict(row.result, row.reason),
    )


def _reached(basis: Basis, row: AssessmentRow) -> Cell:
    value = deciding_value(basis, row)
    if value is None:
        return Cell(DASH)
    cell = basis.cell(value.indicator, value)
    return Cell(cell.text, cell.value, cell.decimals, trace_of(value))
