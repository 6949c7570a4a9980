"""Formulas of months and years in symbols, and with their numbers put in."""

from typing import assert_never

from etl.model.time_formula import TimeFormula


def time_text(formula: TimeFormula) -> str:
    """The formula in symbols, with ids for figures; months in brackets."""
    match formula.kind:
        case "month_of_cumulative":
            return f"{formula.cumulative}[1–N] − {formula.cumulative}[1–(N−1)]"
        case "growth_of_level":
            return f"({formula.level}[t] / {formula.level}[t − 1] − 1) × 100"
        case "year_of_months":
            return f"{formula.months}[1–12]"
        case _:
            assert_never(formula.kind)


def time_with_numbers(formula: TimeFormula, numbers: list[str]) -> str | None:
    """The formula with its numbers in the order of its reads; None where it reads nothing."""
    if not numbers:
        return None
    match formula.kind:
        case "growth_of_level":
            return f"({numbers[0]} / {numbers[1]} − 1) × 100"
        case "month_of_cumulative" | "year_of_months":
            return " − ".join(numbers)
        case _:
            assert_never(formula.kind)
