"""A formula with its numbers put in: the same in every language, because it is only symbols and ids."""

from collections.abc import Mapping

from etl.model.dual_control_formula import DualControlFormula
from etl.model.dual_control_text import dual_control_text, dual_control_with_numbers
from etl.model.indicator import Formula
from etl.model.period import Period
from etl.model.structure_formula import StructureFormula
from etl.model.structure_text import structure_text, structure_with_numbers
from etl.model.time_formula import TimeFormula
from etl.model.time_text import time_text, time_with_numbers

Figures = Mapping[tuple[str, Period], float]


def number_text(value: float) -> str:
    """A figure as plainly as it can be written without losing anything a reader would check (10 digits)."""
    return f"{value:.10g}"


def formula_text(formula: Formula) -> str:
    """The formula in symbols, with ids for figures."""
    match formula.kind:
        case "series":
            return formula.series
        case "ratio":
            scale = f" × {number_text(formula.scale)}" if formula.scale != 1 else ""
            return f"{formula.numerator} / {formula.denominator}{scale}"
        case "index_growth":
            return f"{formula.index} − 100"
        case "constant_price":
            return f"{formula.level}[{formula.base}] × Π(1 + {formula.growth}/100)"
        case "chained_reduction":
            chain = f"Π(1 + {formula.change}/100)"
            return f"(1 − {chain}) × 100" if formula.states == "reduction" else f"({chain} − 1) × 100"
        case _:
            return _further_text(formula)


def formula_with_numbers(formula: Formula, period: Period, figures: Figures) -> str | None:
    """The formula with the numbers of a period put in; None where one of them is missing."""
    reads = formula.reads(period)
    if any(read.key not in figures for read in reads):
        return None
    return _with_numbers(formula, period, [number_text(figures[read.key]) for read in reads])


def _with_numbers(formula: Formula, period: Period, numbers: list[str]) -> str | None:
    match formula.kind:
        case "series":
            return numbers[0]
        case "ratio":
            scale = f" × {number_text(formula.scale)}" if formula.scale != 1 else ""
            return f"{numbers[0]} / {numbers[1]}{scale}"
        case "index_growth":
            return f"{numbers[0]} − 100"
        case "constant_price":
            rates = " × ".join(f"(1 + {number}/100)" for number in numbers[1:])
            sign = "×" if period.start_year >= formula.base else "÷"
            return f"{numbers[0]} {sign} [{rates}]" if rates else numbers[0]
        case "chained_reduction":
            chain = " × ".join(f"(1 + {number}/100)" for number in numbers)
            return f"(1 − {chain}) × 100" if formula.states == "reduction" else f"({chain} − 1) × 100"
        case _:
            return _further_with_numbers(formula, period, numbers)


def _further_text(formula: DualControlFormula | TimeFormula | StructureFormula) -> str:
    match formula.kind:
        case "assessed_amount" | "yearly_change":
            return dual_control_text(formula)
        case "month_of_cumulative" | "growth_of_level" | "year_of_months":
            return time_text(formula)
        case _:
            return structure_text(formula)


def _further_with_numbers(
    formula: DualControlFormula | TimeFormula | StructureFormula, period: Period, numbers: list[str]
) -> str | None:
    match formula.kind:
        case "assessed_amount" | "yearly_change":
            return dual_control_with_numbers(formula, period, numbers)
        case "month_of_cumulative" | "growth_of_level" | "year_of_months":
            return time_with_numbers(formula, numbers)
        case _:
            return structure_with_numbers(formula, numbers)
