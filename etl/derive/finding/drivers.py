"""Decoupling and drivers of emissions over windows of years (methods §2.2, §2.3).

The Kaya product is C = P·(G/P)·(C/G); where total energy consumption is known for both years it is
C = P·(G/P)·(E/G)·(C/E). Effects sum (multiply) to the change (ratio) exactly.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from etl.derive.decomposition import compute_decomposition
from etl.derive.decoupling import compute_decoupling
from etl.derive.finding.years import Years, crosses_break
from etl.model.finding import Finding, FindingKind, FindingResult
from etl.model.period import Period


class KayaSeries(Struct, frozen=True):
    """The yearly series of one region that the drivers are made of.

    Attributes:
        indicator: id of the emissions indicator.
        inventory: its name.
        carbon, gdp, population, energy: by year; GDP at constant prices; energy empty where unknown.
        population_breaks: first years of a new basis of the population.
    """

    indicator: str
    inventory: str
    region: str
    carbon: Years
    gdp: Years
    population: Years
    energy: Years
    population_breaks: tuple[int, ...] = ()


def windows_of(carbon: Years, declared: Sequence[Period], latest_years: Sequence[int]) -> tuple[Period, ...]:
    """Declared windows, and the last so many years up to the last observed one, each once and in order.

    A window names its years of change: ``2016/2020`` compares 2020 with 2015.
    """
    last = max(carbon)
    found = [window for window in declared if {window.start_year - 1, window.end_year} <= carbon.keys()]
    found += [Period.of_span(last - years + 1, last) for years in latest_years if last - years in carbon]
    return tuple(sorted(set(found)))


def find_decoupling(series: KayaSeries, windows: Sequence[Period]) -> Iterator[Finding]:
    """Tapio state of every year against the year before, and of every window."""
    years = [Period.of_year(year) for year in series.carbon if year - 1 in series.carbon]
    for period in (*years, *windows):
        first, last = period.start_year - 1, period.end_year
        if not {first, last} <= series.gdp.keys():
            continue
        amounts = {
            "carbon_start": series.carbon[first],
            "carbon_end": series.carbon[last],
            "gdp_start": series.gdp[first],
            "gdp_end": series.gdp[last],
        }
        found = compute_decoupling(**{name: Decimal(repr(amount)) for name, amount in amounts.items()})
        yield Finding(
            FindingKind.DECOUPLING,
            series.indicator,
            series.region,
            str(period),
            found.state.value if found.state else FindingResult.UNDETERMINED.value,
            {
                "inventory": series.inventory,
                **amounts,
                "elasticity": None if found.elasticity is None else float(found.elasticity),
                "reason": found.reason.value if found.reason else None,
            },
        )


def find_drivers(series: KayaSeries, windows: Sequence[Period]) -> Iterator[Finding]:
    """Effects of population, product per head and the rest on the change of emissions in every window.

    The result names the factor with the largest effect. Across a break of the population its effect
    and that of the product per head are not told apart: the window is ``not_comparable``.
    """
    for window in windows:
        first, last = window.start_year - 1, window.end_year
        if not {first, last} <= series.gdp.keys() & series.population.keys():
            continue
        result, facts = _decomposed(series, first, last)
        named = {"inventory": series.inventory, "first_year": first, "last_year": last}
        yield Finding(
            FindingKind.DRIVERS, series.indicator, series.region, str(window), result, {**named, **facts}
        )


def _decomposed(series: KayaSeries, first: int, last: int) -> tuple[str, dict[str, object]]:
    if crosses_break(first, last, series.population_breaks):
        return FindingResult.NOT_COMPARABLE.value, {"population_crosses_break": True}
    with_energy = {first, last} <= series.energy.keys() and all(series.energy[y] > 0 for y in (first, last))
    start, end = (_factors(series, year, with_energy=with_energy) for year in (first, last))
    if start is None or end is None:
        return FindingResult.UNDETERMINED.value, {"reason": "denominator_zero"}
    found = compute_decomposition(tuple(start), [list(start.values())], [list(end.values())])
    largest = max(found.additive, key=lambda name: abs(found.additive[name]))
    return largest, {
        "additive": dict(found.additive),
        "change": found.change,
        "multiplicative": None if found.multiplicative is None else dict(found.multiplicative),
        "ratio": found.ratio,
        "reason": found.reason.value if found.reason else None,
        "start": start,
        "end": end,
    }


def _factors(series: KayaSeries, year: int, *, with_energy: bool) -> dict[str, float] | None:
    """The factors of the product in one year; None where one cannot be divided by."""
    carbon, gdp, people = series.carbon[year], series.gdp[year], series.population[year]
    if gdp <= 0 or people <= 0:
        return None
    head = {"population": people, "gdp_per_person": gdp / people}
    if not with_energy:
        return {**head, "carbon_per_gdp": carbon / gdp}
    energy = series.energy[year]
    return {**head, "energy_per_gdp": energy / gdp, "carbon_per_energy": carbon / energy}
