"""Can a figure be true? Declared limits, the identity of energy and growth, rates of small numbers."""

from collections.abc import Iterator, Mapping

import narwhals as nw
import pandas as pd

from etl.catalog.catalog import Catalog
from etl.challenge.panel import Evidence, facts_of, records
from etl.challenge.rows import rows_of
from etl.frames import Frame
from etl.model.challenge import Challenge
from etl.model.challenge_rule import GrowthIdentityRule, ImplausibleRule, SmallDenominatorRule
from etl.model.comparison import SmallNumberGuard
from etl.model.series import Plausible

_KEYS = ("region", "period")


def implausible_values(rule: ImplausibleRule, evidence: Evidence) -> Iterator[Challenge]:
    """Values outside the limits of their indicator, and figures outside those of their series."""
    limits = {indicator.id: indicator.plausible for indicator in evidence.catalog.indicators.values()}
    rows = _outside(evidence.values, "indicator", limits)
    in_use = evidence.in_use
    for name, own in _limits_of_series(evidence.catalog).items():
        figures = in_use[in_use["series"] == name]
        low = float("-inf") if own.min is None else own.min
        high = float("inf") if own.max is None else own.max
        outside = figures[(figures["value"] < low) | (figures["value"] > high)]
        rows += [
            (name, str(row["region"]), str(row["period"]), row["value"]) for row in outside.to_dict("records")
        ]
        limits[name] = own
    for name, region, period, value in rows:
        facts = {"value": value, "min": limits[name].min, "max": limits[name].max}
        yield Challenge(rule.kind, rule.severity, name, region, period, facts)


def _limits_of_series(catalog: Catalog) -> dict[str, Plausible]:
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


def _outside(values: Frame, key: str, limits: Mapping[str, Plausible]) -> list[tuple[str, str, str, float]]:
    alike: dict[Plausible, list[str]] = {}
    for name, each in limits.items():
        alike.setdefault(each, []).append(name)
    alike.pop(Plausible(), None)
    if not alike:
        return []
    outside = nw.any_horizontal(
        *(nw.col(key).is_in(names) & _beyond(each) for each, names in alike.items()), ignore_nulls=True
    )
    words = (nw.col(name).cast(nw.String) for name in (key, *_KEYS))
    rows = rows_of(values.filter(~nw.col("value").is_null(), outside).select(*words, "value"))
    return [(row[key], row["region"], row["period"], row["value"]) for row in rows]


def _beyond(limits: Plausible) -> nw.Expr:
    low = float("-inf") if limits.min is None else limits.min
    high = float("inf") if limits.max is None else limits.max
    return (nw.col("value") < low) | (nw.col("value") > high)


def growth_identity(rule: GrowthIdentityRule, evidence: Evidence) -> Iterator[Challenge]:
    """``(1 + energy growth) / (1 + intensity change) − 1`` must be the real growth of GDP (methods §1.1).

    A region whose three published figures break it has an error in one of them (绵阳 2016: an increment of
    −7.91 万吨 was reported as −7.91 %).
    """
    names = {"intensity": rule.intensity_change, "energy": rule.energy_growth, "growth": rule.real_growth}
    parts = [_values_of(evidence.values, name, role) for role, name in names.items()]
    joined = parts[0].merge(parts[1], on=[*_KEYS]).merge(parts[2], on=[*_KEYS])
    for row in records(joined.sort_values([*_KEYS])):
        implied = implied_growth_pct(row["intensity"], row["energy"])
        if abs(implied - row["growth"]) > rule.tolerance_pp:
            facts = {**facts_of(row, *names), "implied": implied}
            yield Challenge(
                rule.kind, rule.severity, rule.intensity_change, row["region"], row["period"], facts
            )


def implied_growth_pct(intensity_change_pct: float, energy_growth_pct: float) -> float:
    """Real growth in per cent that energy growth and intensity change (both in per cent) imply."""
    return ((1 + energy_growth_pct / 100) / (1 + intensity_change_pct / 100) - 1) * 100


def small_denominators(rule: SmallDenominatorRule, evidence: Evidence) -> Iterator[Challenge]:
    """Rates above a quantity that is too small to bear one: a single case would move them by whole points."""
    for guard in rule.guards:
        rates = _values_of(evidence.values, guard.indicator, "rate")
        joined = rates.merge(_quantities(guard, evidence), on=[*_KEYS])
        for row in records(joined[joined["amount"] < guard.least].sort_values([*_KEYS])):
            facts = {**facts_of(row, "rate", "amount"), "quantity": guard.quantity, "least": guard.least}
            yield Challenge(rule.kind, rule.severity, guard.indicator, row["region"], row["period"], facts)


def _quantities(guard: SmallNumberGuard, evidence: Evidence) -> pd.DataFrame:
    if guard.quantity in evidence.catalog.indicators:
        return _values_of(evidence.values, guard.quantity, "amount")
    figures = evidence.in_use[evidence.in_use["series"] == guard.quantity]
    chosen = figures[[*_KEYS, "value"]].rename(columns={"value": "amount"})
    return chosen.astype(dict.fromkeys(_KEYS, "str"))


def _values_of(values: Frame, indicator: str, name: str) -> pd.DataFrame:
    """The values of an indicator by region and period, in a column of the given name."""
    words = (nw.col(key).cast(nw.String) for key in _KEYS)
    chosen = values.filter(nw.col("indicator") == indicator, ~nw.col("value").is_null())
    found: pd.DataFrame = chosen.select(*words, nw.col("value").alias(name)).collect("pandas").to_native()
    return found.astype(dict.fromkeys(_KEYS, "str"))
