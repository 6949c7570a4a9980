"""Findings and flows of titles behind one number, a fact per line."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from etl.catalog.catalog import Catalog
from etl.catalog.titles import title_rules
from etl.errors import load_messages, say
from etl.model.formula_text import number_text
from etl.model.title_text import counted_lines, stock_lines
from etl.store.rows import FindingRow
from etl.store.working import Working

SHOWN_DECIMALS = 4
Facts = Mapping[str, Any]


def found_lines(working: Working, catalog: Catalog, lang: str) -> Iterator[str]:
    """The flows of a stock of titles, and everything that methods found."""
    if working.title_flow is not None:
        yield from stock_lines(working.title_flow, title_rules(catalog), lang)
    yield from counted_lines(working.titles, lang)
    for finding in working.findings:
        yield from finding_lines(finding, lang)


def finding_lines(finding: FindingRow, lang: str) -> Iterator[str]:
    """What a method found, with the test, the elasticity or the effects behind it."""
    code = f"found_{finding.result}"
    result = say(code, lang) if code in load_messages() else finding.result
    kind = say(f"finding_{finding.kind}", lang)
    yield say("explain_finding", lang, kind=kind, period=finding.period, result=result)
    facts = json.loads(finding.facts)
    if finding.kind in _WORKINGS:
        yield from (f"  {line}" for line in _WORKINGS[finding.kind](facts, lang))


_POWER = {True: "explain_inside", False: "explain_outside", None: "explain_power_unstated"}


def _peak(facts: Facts, lang: str) -> Iterator[str]:
    """Which inventory, what is inside, as of when, and the test that decided."""
    inside = _POWER[facts["includes_purchased_electricity"]]
    if facts["character"] is not None:
        yield say(f"found_{facts['character']}", lang)
    yield say(
        "explain_peak",
        lang,
        inventory=facts["inventory"],
        power=say(inside, lang),
        year=facts["maximum_year"],
        last=facts["last_year"],
        rule=facts["rule"],
    )
    test = facts["test"]
    if test is not None:
        yield say(
            "explain_peak_test",
            lang,
            n=test["n"],
            s=test["s"],
            p=_rounded(test["p_falling"]),
            q=_rounded(test["p_rising"]),
            slope=_rounded(facts["sen_slope"]),
        )


def _trend(facts: Facts, lang: str) -> Iterator[str]:
    if facts.get("p_two_sided") is not None:
        yield say(
            "explain_trend_test",
            lang,
            n=facts["observed_years"],
            s=facts["s"],
            p=_rounded(facts["p_two_sided"]),
            slope=_rounded(facts["sen_slope"]),
        )


def _decoupling(facts: Facts, lang: str) -> Iterator[str]:
    if facts.get("elasticity") is not None:
        yield say("explain_decoupling", lang, e=_rounded(facts["elasticity"]))


def _drivers(facts: Facts, lang: str) -> Iterator[str]:
    """The effects with their sum and their product, which are the change exactly."""
    if not facts.get("additive") or not facts.get("multiplicative"):
        return
    effects, factors = (
        (f"{_rounded(effect)} {name}" for name, effect in facts[form].items())
        for form in ("additive", "multiplicative")
    )
    yield say(
        "explain_drivers",
        lang,
        effects=" + ".join(effects),
        change=_rounded(facts["change"]),
        factors=" × ".join(factors),
        ratio=_rounded(facts["ratio"]),
    )


def _agreement(facts: Facts, lang: str) -> Iterator[str]:
    for other, found in facts.get("with", {}).items():
        yield say(
            "explain_agreement",
            lang,
            other=other,
            first=found["first_year"],
            last=found["last_year"],
            median=_rounded(found["ratio_median"]),
            low=_rounded(found["ratio_lowest"]),
            high=_rounded(found["ratio_highest"]),
            correlation="—" if found["rank_correlation"] is None else _rounded(found["rank_correlation"]),
        )


def _scenario(facts: Facts, lang: str) -> Iterator[str]:
    """The fan, path by path: assumptions, never a forecast."""
    for name, path in facts.get("paths", {}).items():
        code = "explain_path_none" if path["peak_year"] is None else "explain_path_peak"
        yield say(code, lang, path=name, year=path["peak_year"])


_WORKINGS: Mapping[str, Callable[[Facts, str], Iterator[str]]] = {
    "peak_status": _peak,
    "trend": _trend,
    "decoupling": _decoupling,
    "drivers": _drivers,
    "agreement": _agreement,
    "peak_scenario": _scenario,
}


def _rounded(value: float) -> str:
    return number_text(round(value, SHOWN_DECIMALS))
