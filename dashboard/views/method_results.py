"""What methods found in the series behind a number: peak status with its test, trend, decoupling, drivers."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from dashboard.format import format_number, format_period, format_signed
from dashboard.text import words
from dashboard.views.carbon.numbers import FACTORS, elasticity_words, p_words, slope_words
from dashboard.views.carbon.peak import read_peak, status_words, test_words
from dashboard.views.value_words import unit_sign
from etl.catalog.catalog import Catalog
from etl.errors import load_messages, say
from etl.model.period import Period
from etl.model.rounding import PERCENT
from etl.store.rows import FindingRow

_SPOKEN: Final = ("peak_status", "trend", "decoupling", "drivers", "agreement")


def found_lines(catalog: Catalog, findings: tuple[FindingRow, ...], lang: str) -> tuple[str, ...]:
    """A sentence for each finding, the status first.

    Args:
        catalog: indicators and units.
        findings: what was found up to the period of the number.
        lang: language of the words.
    """
    ordered = sorted(
        (row for row in findings if row.kind in _SPOKEN),
        key=lambda row: (_SPOKEN.index(row.kind), row.period),
    )
    return tuple(_line(catalog, row, lang) for row in ordered)


def _line(catalog: Catalog, row: FindingRow, lang: str) -> str:
    result = say(f"found_{row.result}", lang) if f"found_{row.result}" in load_messages() else row.result
    if row.kind == "peak_status":
        result = status_words(read_peak(row), lang)
    elif row.kind == "drivers" and f"driver_{row.result}" in load_messages():
        result = words(lang)("carbon.found.largest", driver=say(f"driver_{row.result}", lang))
    working = _WORKINGS[row.kind](catalog, row, lang)
    head = words(lang)(
        "carbon.found.head",
        kind=say(f"finding_{row.kind}", lang),
        period=format_period(Period.parse(row.period), lang),
        result=result,
    )
    return f"{head}{words(lang)('punctuation.semicolon')}{working}" if working else head


def _unit(catalog: Catalog, row: FindingRow, lang: str) -> tuple[str, int]:
    indicator = catalog.indicators[row.subject]
    return unit_sign(catalog, indicator, lang), indicator.display.decimals + 1


def _peak(catalog: Catalog, row: FindingRow, lang: str) -> str:
    unit, decimals = _unit(catalog, row, lang)
    return test_words(read_peak(row), decimals - 1, unit, lang)


def _trend(catalog: Catalog, row: FindingRow, lang: str) -> str:
    facts: dict[str, Any] = json.loads(row.facts)
    unit, decimals = _unit(catalog, row, lang)
    return words(lang)(
        "carbon.found.trend",
        n=facts["observed_years"],
        s=facts["s"],
        p=p_words(facts["p_two_sided"]),
        slope=slope_words(facts["sen_slope"], decimals, unit, lang),
    )


def _decoupling(catalog: Catalog, row: FindingRow, lang: str) -> str:
    facts: dict[str, Any] = json.loads(row.facts)
    if facts["elasticity"] is None:
        return ""
    carbon, gdp = (
        f"{format_signed(PERCENT * (facts[f'{name}_end'] / facts[f'{name}_start'] - 1), 2)}%"
        for name in ("carbon", "gdp")
    )
    elasticity = elasticity_words(facts["elasticity"])
    return words(lang)("carbon.found.decoupling", carbon=carbon, gdp=gdp, elasticity=elasticity)


def _drivers(catalog: Catalog, row: FindingRow, lang: str) -> str:
    facts: dict[str, Any] = json.loads(row.facts)
    if "additive" not in facts:
        return ""
    unit, decimals = _unit(catalog, row, lang)
    effects = words(lang)("punctuation.list").join(
        f"{say(f'driver_{name}', lang)} {format_signed(facts['additive'][name], decimals)}"
        for name in FACTORS
        if name in facts["additive"]
    )
    return words(lang)(
        "carbon.found.drivers", effects=effects, change=format_signed(facts["change"], decimals), unit=unit
    )


def _agreement(catalog: Catalog, row: FindingRow, lang: str) -> str:
    facts: dict[str, Any] = json.loads(row.facts)
    told = (
        words(lang)(
            "carbon.found.agreement",
            other=catalog.indicators[name].inventory or name,
            median=format_number(one["ratio_median"], 2),
            low=format_number(one["ratio_lowest"], 2),
            high=format_number(one["ratio_highest"], 2),
        )
        for name, one in facts["with"].items()
    )
    return words(lang)("punctuation.semicolon").join(told)


_WORKINGS: Final[Mapping[str, Callable[[Catalog, FindingRow, str], str]]] = {
    "peak_status": _peak,
    "trend": _trend,
    "decoupling": _decoupling,
    "drivers": _drivers,
    "agreement": _agreement,
}
