"""How the numbers of the methods are written: slopes, p-values, elasticities; the factors of the drivers."""

from typing import Final

from dashboard.format import DASH, format_number, format_signed
from dashboard.text import words

FACTORS: Final = ("population", "gdp_per_person", "energy_per_gdp", "carbon_per_energy", "carbon_per_gdp")
"""Factors of the Kaya product in its order; with and without the energy."""
_SMALLEST_P: Final = 0.0001
_P_DECIMALS: Final = 4


def p_words(p: float) -> str:
    """A p-value: ``0.0417``, ``<0.0001``."""
    return f"<{_SMALLEST_P}" if p < _SMALLEST_P else format_number(p, _P_DECIMALS)


def slope_words(slope: float, decimals: int, unit: str, lang: str) -> str:
    """A Sen slope: ``−0.52 百万吨/年``."""
    return words(lang)("carbon.slope", amount=format_signed(slope, decimals), unit=unit)


def elasticity_words(elasticity: float | None) -> str:
    """An elasticity with two decimals and its sign."""
    if elasticity is None:
        return DASH
    return format_signed(elasticity, 2) if elasticity < 0 else format_number(elasticity, 2)
