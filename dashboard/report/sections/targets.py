"""Targets against what was reached: a sentence of counts, and the table."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from msgspec import Struct

from dashboard.format import DASH, format_number
from dashboard.report.basis import Basis
from dashboard.report.blocks import Cell, Column, Figure, Note, Parts, Table, Trace
from dashboard.report.periods import parse
from dashboard.report.sections.assessed import deciding_value, share_figure
from dashboard.views.latest import ends_by
from dashboard.views.targets import cited_document
from etl.model.source import known_from
from etl.model.vocabulary import Result, TargetOrigin
from etl.store.rows import AssessmentRow

_COMPARED: Final = frozenset({"target", "path"})
_STRETCH: Final = "stretch"  # reaching it is rewarded, missing it is no miss: nothing to count
_PLAN_YEARS: Final = 5
_DECIDED_YEARS: Final = 5  # a target decided longer ago belongs to older reports
_MOST_ROWS: Final = 14
_SHARES: Final = (0.75, 1.6, 1.0, 1.15, 0.75, 1.25, 2.2)
_ENGLISH_SHARES: Final = (0.95, 2.1, 0.95, 1.1, 0.75, 1.35, 2.2)


class TargetsView(Struct, frozen=True):
    """What a section says of its targets.

    Attributes:
        sentence: how many are met, not met, not assessed.
        inherited: which regions have none of their own.
        table: every target of a region's own; None where there is none.
    """

    sentence: Parts
    inherited: Parts
    table: Table | None


def target_table(basis: Basis, name: str, topics: Sequence[str]) -> TargetsView:
    """The targets of some topics: those that run in the period, and those decided before it ended."""
    rows = target_rows(basis, topics)
    own = [row for row in rows if row.target_origin == TargetOrigin.OWN]
    if not own:
        return TargetsView(basis.say("targets.nothing", period=basis.when(basis.period)), (), None)
    shown = own if len(own) <= _MOST_ROWS else [row for row in own if row.region == basis.home.code]
    table = _table(basis, name, shown) if shown else None
    return TargetsView(_counts(basis, own), _inherited(basis, rows), table)


def target_rows(basis: Basis, topics: Sequence[str]) -> list[AssessmentRow]:
    """Of every target the latest standing: what was reached by the end, else what is awaited."""
    latest: dict[tuple[str, ...], AssessmentRow] = {}
    for row in basis.rows.assessments:
        if row.region not in basis.codes and row.region not in {basis.home.code, basis.region.code}:
            continue
        if not _belongs(basis, row, topics):
            continue
        key = (row.region, row.indicator, str(row.target_base), str(row.target_end), str(row.target_document))
        known = latest.get(key)
        if known is None or _is_later(row, known):
            latest[key] = row
    return list(latest.values())


def _is_later(row: AssessmentRow, known: AssessmentRow) -> bool:
    """A verdict goes before none; of two verdicts the later one, of two that wait the earlier."""
    decided, was_decided = row.reason is None, known.reason is None
    if decided is not was_decided:
        return decided
    return (parse(row.period).sort_key() > parse(known.period).sort_key()) is decided


def _belongs(basis: Basis, row: AssessmentRow, topics: Sequence[str]) -> bool:
    if row.kind not in _COMPARED or row.target_value is None or row.target_nature == _STRETCH:
        return False
    if basis.indicator(row.indicator).topic not in topics or not _is_issued(basis, row):
        return False
    year, ended = basis.period.end_year, ends_by(row.period, basis.period)
    if row.result != Result.UNASSESSED:
        return ended and (row.target_end or year) > year - _DECIDED_YEARS
    found = parse(row.period)
    return found.end_year == year if _is_yearly(row) else _runs_in(row, year)


def _is_issued(basis: Basis, row: AssessmentRow) -> bool:
    """Whether the document was out when the period ended; one without a date counts for a plan's length."""
    declared = basis.declared_target(row)
    if declared is None or declared.issued is None:
        return row.target_base is not None or basis.period.end_year > (row.target_end or 0) - _PLAN_YEARS
    following = date(basis.period.end_year, basis.period.end_month, 1) + timedelta(days=31)
    return known_from(declared.issued) < following.replace(day=1)


def _is_yearly(row: AssessmentRow) -> bool:
    """Whether the assessment is about one year of a target that is set for every year of its span."""
    return row.target_base is not None and "/" not in row.period


def _runs_in(row: AssessmentRow, year: int) -> bool:
    if row.target_end is None:
        return False
    return (row.target_base or 0) < year <= row.target_end


def _counts(basis: Basis, rows: Sequence[AssessmentRow]) -> Parts:
    met = sum(row.result == Result.MET for row in rows)
    missed = sum(row.result == Result.NOT_MET for row in rows)
    reasons: dict[str, int] = {}
    for row in rows:
        if row.reason is not None:
            reasons[row.reason] = reasons.get(row.reason, 0) + 1
    told = [
        basis.say("targets.reason", reason=basis.say.text(f"reasons.{reason}"), count=count)
        for reason, count in reasons.items()
    ]
    return basis.say(
        f"targets.counts.{'some' if told else 'judged'}",
        count=len(rows),
        met=met,
        missed=missed,
        unassessed=len(rows) - met - missed,
        reasons=basis.say.separated(told),
    )


def _inherited(basis: Basis, rows: Sequence[AssessmentRow]) -> Parts:
    codes = {row.region for row in rows if row.target_origin == TargetOrigin.INHERITED}
    own = {row.region for row in rows if row.target_origin == TargetOrigin.OWN}
    names = [basis.name(city.code) for city in basis.cities if city.code in codes - own]
    if not names:
        return ()
    return basis.say.counted("targets.inherited", names, len(basis.cities), home=basis.name(basis.home.code))


def _table(basis: Basis, name: str, rows: Sequence[AssessmentRow]) -> Table:
    titles = ("region", "indicator", "period", "target", "actual", "result", "document")
    shares = _ENGLISH_SHARES if basis.lang == "en" else _SHARES
    numeric = ("target", "actual")
    order = sorted(rows, key=lambda row: (parse(row.period).sort_key(), row.region, row.indicator))
    return Table(
        name=name,
        caption=basis.say.text("targets.table", period=basis.when(basis.period)),
        columns=tuple(
            Column(basis.say.text(f"columns.{title}"), is_numeric=title in numeric, share=share)
            for title, share in zip(titles, shares, strict=True)
        ),
        rows=tuple(_row(basis, row) for row in order),
        notes=_notes(basis, order),
    )


def _row(basis: Basis, row: AssessmentRow) -> tuple[Cell, ...]:
    return (
        Cell(basis.label(row.region)),
        Cell(basis.title(row.indicator)),
        Cell(basis.when(row.period)),
        _target_cell(basis, row),
        _actual_cell(basis, row),
        basis.verdict(row.result, row.reason),
        Cell(_document(basis, row)),
    )


def _target_cell(basis: Basis, row: AssessmentRow) -> Cell:
    """The target; on the way to it, what the path requires by the end of the span."""
    is_path = row.kind == "path" and row.required is not None
    value = (row.required if is_path else row.target_value) or 0.0
    column = "required" if is_path else "target_value"
    trace = Trace(f"assessment.{column}", row.indicator, row.region, row.period, value)
    decimals = basis.indicator(row.indicator).display.decimals if is_path else _decimals(value)
    text = _printed(basis, row, value, decimals)
    if is_path:
        text = basis.say.text("targets.on_path", target=text)
    return Cell(text, value, decimals, trace)


def _printed(basis: Basis, row: AssessmentRow, value: float, decimals: int) -> str:
    """``≥15%``, ``早于2030年``; a year has no thousands separator."""
    number = f"{value:.0f}" if row.target_unit == "year" else format_number(value, decimals)
    sign = basis.catalog.units[row.target_unit or "percent"].sign[basis.lang]
    if row.target_unit == "year" and basis.lang == "en":
        sign = ""
    gap = "" if basis.lang == "zh" or sign.startswith("%") or not sign else " "
    return f"{basis.say.text(f'comparator.{row.target_comparator}')}{number}{gap}{sign}"


def _decimals(value: float) -> int:
    """As many decimals as the document gave."""
    return max(0, -int(Decimal(repr(value)).normalize().as_tuple().exponent))


def _actual_cell(basis: Basis, row: AssessmentRow) -> Cell:
    value = deciding_value(basis, row)
    return Cell(DASH) if row.value is None or value is None else basis.cell(value.indicator, value)


def _document(basis: Basis, row: AssessmentRow) -> str:
    nature = basis.say.text(f"target_nature.{row.target_nature}")
    gap = "" if basis.lang == "zh" else " "
    document = cited_document(basis.catalog, row.target_document, basis.lang)
    return f"{document}{gap}{basis.say.text('in_brackets', text=nature)}"


def _notes(basis: Basis, rows: Sequence[AssessmentRow]) -> tuple[Note, ...]:
    judged = [row for row in rows if row.progress is not None and row.result != Result.UNASSESSED]
    missing = [basis.note("targets.missing", dash=DASH)] if any(row.value is None for row in rows) else []
    return (basis.note("targets.note"), *missing, *(_progress_note(basis, row) for row in judged))


def _progress_note(basis: Basis, row: AssessmentRow) -> Note:
    shares = {"progress": (row.progress or 0.0, 2), "progress_due": (row.progress_due or 0.0, 0)}
    figures = {
        name: share_figure(basis, row, name, share, decimals, scale=100)
        for name, (share, decimals) in shares.items()
    }
    value = row.target_value or 0.0
    trace = Trace("assessment.target_value", row.indicator, row.region, row.period, value)
    return basis.note(
        "targets.progress",
        region=basis.name(row.region),
        period=basis.when(row.period),
        name=basis.title(row.indicator),
        target=Figure(_printed(basis, row, value, _decimals(value)), value, (trace,)),
        **figures,
    )
