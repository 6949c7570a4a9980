"""Figures of an assessment: the rate that decided, the target it was compared with, the distance."""

from decimal import Decimal
from typing import Final

from dashboard.format import format_signed
from dashboard.report.basis import Basis
from dashboard.report.document import Figure, Trace
from etl.store.rows import AssessmentRow

DECIMALS: Final = 2
"""Of rates: as the communiqués publish them."""


def rate_figure(basis: Basis, row: AssessmentRow) -> Figure:
    """The rate that decided, as a change with its sign."""
    value = basis.known(row.indicator, row.region, row.period)
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
    """A percentage of an assessment: the column that holds it, and by what a fraction is scaled."""
    trace = Trace(f"assessment.{column}", row.indicator, row.region, row.period, value)
    return basis.computed(value * scale, "%", decimals, (trace,))


def decimals_of(row: AssessmentRow) -> int:
    """As many decimals as the document gave its target."""
    return max(0, -int(Decimal(repr(row.target_value or 0.0)).normalize().as_tuple().exponent))
