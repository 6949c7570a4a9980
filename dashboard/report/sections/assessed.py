"""Figures of an assessment: the rate that decided, the target it was compared with, the distance."""

from decimal import Decimal
from typing import Final

from dashboard.format import format_signed
from dashboard.report.basis import Basis
from dashboard.report.blocks import Figure, Trace
from dashboard.report.facts import facts_of
from etl.store.rows import AssessmentRow, ValueRow

DECIMALS: Final = 2
"""Of rates: as the communiqués publish them."""


def deciding_value(basis: Basis, row: AssessmentRow) -> ValueRow | None:
    """The stored value that a verdict rests on: the one as assessed where that decided, else its own."""
    return basis.known(_decider(row) or row.indicator, row.region, row.period)


def scope_words(basis: Basis, row: AssessmentRow) -> str:
    """That the figure is the one as assessed, after deductions; empty where it is the indicator's own."""
    return basis.say.text("assessed_scope") if _decider(row) else ""


def _decider(row: AssessmentRow) -> str:
    return str(facts_of(row.facts).get("decided_by") or "")


def rate_figure(basis: Basis, row: AssessmentRow) -> Figure:
    """The rate that decided, as a change with its sign."""
    value = deciding_value(basis, row)
    if value is not None:
        return basis.figure(value)
    rate = row.value or 0.0
    trace = Trace("assessment.value", row.indicator, row.region, row.period, rate)
    return Figure(f"{format_signed(rate, DECIMALS)}%", rate, (trace,))


def target_figure(basis: Basis, row: AssessmentRow) -> Figure:
    """The progress target as a change with its sign: a required reduction is a fall."""
    required = row.required or 0.0
    change = -required if row.target_comparator == "at_least" else required
    trace = Trace("assessment.required", row.indicator, row.region, row.period, required)
    return Figure(f"{format_signed(change, DECIMALS)}%", change, (trace,))


def share_figure(
    basis: Basis,
    row: AssessmentRow,
    column: str,
    value: float,
    decimals: int = DECIMALS,
    *,
    scale: float = 1.0,
) -> Figure:
    """A percentage of an assessment, with its sign where it is below nothing.

    Args:
        basis: what the report is made from.
        row: the assessment.
        column: of the assessment, where the number is stored.
        value: the stored number.
        decimals: printed.
        scale: by what a fraction is scaled.
    """
    trace = Trace(f"assessment.{column}", row.indicator, row.region, row.period, value)
    return basis.computed(value * scale, "%", decimals, (trace,), absolute=False)


def decimals_of(row: AssessmentRow) -> int:
    """As many decimals as the document gave its target."""
    return max(0, -int(Decimal(repr(row.target_value or 0.0)).normalize().as_tuple().exponent))
