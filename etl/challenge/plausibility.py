"""Can a figure be true? Declared limits, and the identity of energy, intensity and growth."""

from collections.abc import Iterator

import narwhals as nw

from etl.catalog.catalog import Catalog
from etl.challenge.rows import rows_of
from etl.frames import Frame
from etl.model.challenge import Challenge
from etl.model.series import Plausible
from etl.model.vocabulary import Severity

IDENTITY = ("energy_intensity_change", "energy_consumption_growth", "gdp_growth")
# Both rates are published with two decimals, growth with one: beyond 0.3 points rounding explains nothing.
IDENTITY_TOLERANCE_PP = 0.3


def implausible_values(catalog: Catalog, values: Frame) -> Iterator[Challenge]:
    """Values outside the limits that their indicator declares."""
    alike: dict[Plausible, list[str]] = {}
    for indicator in catalog.indicators.values():
        alike.setdefault(indicator.plausible, []).append(indicator.id)
    alike.pop(Plausible(), None)
    if not alike:
        return
    outside = nw.any_horizontal(
        *(nw.col("indicator").is_in(ids) & _beyond(limits) for limits, ids in alike.items()),
        ignore_nulls=True,
    )
    keys = (nw.col(name).cast(nw.String) for name in ("indicator", "region", "period"))
    for row in rows_of(values.filter(~nw.col("value").is_null(), outside).select(*keys, "value")):
        limits = catalog.indicators[row["indicator"]].plausible
        facts = {"value": row["value"], "min": limits.min, "max": limits.max}
        yield Challenge(
            "implausible", Severity.CHALLENGE, row["indicator"], row["region"], row["period"], facts
        )


def _beyond(limits: Plausible) -> nw.Expr:
    low = float("-inf") if limits.min is None else limits.min
    high = float("inf") if limits.max is None else limits.max
    return (nw.col("value") < low) | (nw.col("value") > high)


def growth_identity(values: Frame) -> Iterator[Challenge]:
    """``(1 + energy growth) / (1 + intensity change) − 1`` must be the real growth of GDP (methods §1.1).

    A region whose three published figures break it has an error in one of them (绵阳 2016: an increment of
    −7.91 万吨 was reported as −7.91 %).
    """
    keys = (nw.col("region").cast(nw.String), nw.col("period").cast(nw.String))
    parts = [
        values.filter(nw.col("indicator") == name, ~nw.col("value").is_null()).select(
            *keys, value.alias(name)
        )
        for name, value in ((name, nw.col("value")) for name in IDENTITY)
    ]
    joined = parts[0].join(parts[1], on=["region", "period"]).join(parts[2], on=["region", "period"])
    for row in rows_of(joined):
        implied = implied_growth_pct(row["energy_intensity_change"], row["energy_consumption_growth"])
        if abs(implied - row["gdp_growth"]) > IDENTITY_TOLERANCE_PP:
            facts = {**{name: row[name] for name in IDENTITY}, "implied": implied}
            yield Challenge(
                "growth_identity", Severity.CHALLENGE, IDENTITY[0], row["region"], row["period"], facts
            )


def implied_growth_pct(intensity_change_pct: float, energy_growth_pct: float) -> float:
    """Real growth in per cent that energy growth and intensity change (both in per cent) imply."""
    return ((1 + energy_growth_pct / 100) / (1 + intensity_change_pct / 100) - 1) * 100
