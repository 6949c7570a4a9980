"""Formulas of structure and accounts in symbols, and with their numbers put in."""

from typing import assert_never

from msgspec.structs import replace

from etl.model.structure_formula import (
    FuelUse,
    LocationQuotientFormula,
    ShareOfRegionFormula,
    StructureFormula,
)


def structure_text(formula: StructureFormula) -> str:
    """The formula in symbols, with ids for figures."""
    match formula.kind:
        case "product":
            return _product(formula.first, formula.second, formula.scale)
        case "emissions_from_fuels":
            return " + ".join(f"{use.series} × EF[{use.fuel}]" for use in formula.fuels)
        case "grid_factor":
            return "grid_factor[province, year]"
        case "titles":
            return f"titles[{formula.tier}, {formula.measure.value}]"
        case "location_quotient" | "share_of_region":
            return _against_region(formula)
        case "concentration":
            shares = ", ".join(formula.parts)
            name = f"CR{formula.count}" if formula.measure == "largest" else "HHI"
            return f"{name}({shares})"
        case _:
            assert_never(formula.kind)


def structure_with_numbers(formula: StructureFormula, numbers: list[str]) -> str | None:
    """The formula with its numbers in the order of its reads; None for declared tables."""
    match formula.kind:
        case "product":
            return _product(numbers[0], numbers[1], formula.scale)
        case "emissions_from_fuels":
            return " + ".join(
                f"{number} × {_factor(use)}" for number, use in zip(numbers, formula.fuels, strict=True)
            )
        case "location_quotient":
            return f"({numbers[0]} / {numbers[1]}) / ({numbers[2]} / {numbers[3]})"
        case "share_of_region":
            return f"{numbers[0]} / {numbers[1]} × 100"
        case "concentration":
            return structure_text(replace(formula, parts=tuple(numbers)))
        case "grid_factor" | "titles":
            return None
        case _:
            assert_never(formula.kind)


def _against_region(formula: LocationQuotientFormula | ShareOfRegionFormula) -> str:
    if isinstance(formula, ShareOfRegionFormula):
        return f"{formula.figure} / {formula.figure}[{formula.reference}] × 100"
    part, whole, at = formula.part, formula.whole, formula.reference
    return f"({part} / {whole}) / ({part}[{at}] / {whole}[{at}])"


def _factor(use: FuelUse) -> str:
    return f"EF[{use.fuel}]" if use.factor is None else f"{float(use.factor):.10g}"


def _product(first: str, second: str, scale: float) -> str:
    return f"{first} × {second}" + (f" × {scale:.10g}" if scale != 1 else "")
