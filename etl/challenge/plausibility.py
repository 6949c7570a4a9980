"""Can a figure be true? Declared limits, the identity of energy and growth, rates of small numbers."""

from collections.abc import Iterator, Mapping

import numpy as np

from etl.catalog.catalog import Catalog
from etl.challenge.figure_arrays import Evidence
from etl.model.challenge import Challenge
from etl.model.challenge_rule import GrowthIdentityRule, ImplausibleRule, SmallDenominatorRule
from etl.model.comparison import SmallNumberGuard
from etl.model.figures import Numbers
from etl.model.series import Plausible


def implausible_values(rule: ImplausibleRule, evidence: Evidence) -> Iterator[Challenge]:
    """Values outside the limits of their indicator, and figures outside those of their series."""
    indicators = {each.id: each.plausible for each in evidence.catalog.indicators.values()}
    of_indicators = {name: figures.value for name, figures in evidence.values.items()}
    series = _limits_of_series(evidence.catalog)
    for limits, numbers in ((indicators, of_indicators), (series, evidence.in_use)):
        for name in limits.keys() & numbers.keys():
            yield from _outside(rule, evidence, name, limits[name], numbers=numbers[name])


def _outside(
    rule: ImplausibleRule, evidence: Evidence, name: str, limits: Plausible, *, numbers: Numbers
) -> Iterator[Challenge]:
    low = -np.inf if limits.min is None else limits.min
    high = np.inf if limits.max is None else limits.max
    for at in evidence.places((numbers < low) | (numbers > high)):
        facts = {"value": float(numbers[at]), "min": limits.min, "max": limits.max}
        yield Challenge(rule.kind, rule.severity, name, *evidence.place(*at), facts)


def _limits_of_series(catalog: Catalog) -> Mapping[str, Plausible]:
    """Limits of series that no indicator with limits of its own shows as they stand."""
    shown = {
        name
        for each in catalog.indicators.values()
        if each.plausible != Plausible()
        for name in (each.published, each.formula.series if each.formula.kind == "series" else None)
    }
    return {
        series.id: series.plausible
        for series in catalog.series.values()
        if series.plausible != Plausible() and series.id not in shown
    }


def growth_identity(rule: GrowthIdentityRule, evidence: Evidence) -> Iterator[Challenge]:
    """``(1 + energy growth) / (1 + intensity change) − 1`` must be the real growth of GDP (methods §1.1).

    A region whose three published figures break it has an error in one of them (绵阳 2016: an increment of
    −7.91 万吨 was reported as −7.91 %).
    """
    names = {"intensity": rule.intensity_change, "energy": rule.energy_growth, "growth": rule.real_growth}
    figures = {role: evidence.value_of(name) for role, name in names.items()}
    for at in evidence.places(~np.isnan(sum(figures.values()))):
        facts = {role: float(numbers[at]) for role, numbers in figures.items()}
        implied = implied_growth_pct(facts["intensity"], facts["energy"])
        if abs(implied - facts["growth"]) > rule.tolerance_pp:
            facts["implied"] = implied
            yield Challenge(rule.kind, rule.severity, rule.intensity_change, *evidence.place(*at), facts)


def implied_growth_pct(intensity_change_pct: float, energy_growth_pct: float) -> float:
    """Real growth in per cent that energy growth and intensity change (both in per cent) imply."""
    return ((1 + energy_growth_pct / 100) / (1 + intensity_change_pct / 100) - 1) * 100


def small_denominators(rule: SmallDenominatorRule, evidence: Evidence) -> Iterator[Challenge]:
    """Rates above a quantity that is too small to bear one: a single case would move them by whole points."""
    for guard in rule.guards:
        rates, amounts = evidence.value_of(guard.indicator), _quantities(guard, evidence)
        for at in evidence.places(~np.isnan(rates) & (amounts < guard.least)):
            facts = {
                "rate": float(rates[at]),
                "amount": float(amounts[at]),
                "quantity": guard.quantity,
                "least": guard.least,
            }
            yield Challenge(rule.kind, rule.severity, guard.indicator, *evidence.place(*at), facts)


def _quantities(guard: SmallNumberGuard, evidence: Evidence) -> Numbers:
    if guard.quantity in evidence.in_use and guard.quantity not in evidence.catalog.indicators:
        return evidence.in_use[guard.quantity]
    return evidence.value_of(guard.quantity)
