"""Years to a peak under declared assumptions: a fan of paths, never a point [design].

Emissions follow C(t) = C(t−1) · (1 + g(t)) · (1 − d(t)), with growth g of real GDP and reduction d of CO2
per GDP of the assumption. The peak of a path is the maximum of the observed years and the path together; a
path that is highest at the horizon has none.
"""

from collections.abc import Mapping

from msgspec import Struct

from etl.derive.finding.years import Years
from etl.model.carbon import Inventory, PathAssumption, PeakScenario, RateCourse
from etl.model.finding import Finding, FindingKind
from etl.model.period import Period
from etl.model.rounding import PERCENT


class EmissionPath(Struct, frozen=True):
    """One path of a fan.

    Attributes:
        values: emissions by year, the last observed year first.
        peak_year: last year of the maximum, observed years included; None where that is the horizon.
    """

    assumption: str
    values: Mapping[int, float]
    peak_year: int | None


class OwnPace(Struct, frozen=True):
    """A region's own yearly pace in per cent over the years before the first projected one."""

    gdp_growth_pct: float
    intensity_reduction_pct: float


def compute_own_pace(carbon: Years, gdp: Years, years: int) -> OwnPace | None:
    """Mean yearly growth and intensity reduction over the last years; None where a year lacks its figures."""
    if not carbon:
        return None
    last, first = max(carbon), max(carbon) - years
    if not {first, last} <= carbon.keys() & gdp.keys():
        return None
    if min(carbon[first], carbon[last], gdp[first], gdp[last]) <= 0:
        return None
    growth = (gdp[last] / gdp[first]) ** (1 / years) - 1
    intensity = (carbon[last] / gdp[last]) / (carbon[first] / gdp[first])
    return OwnPace(growth * PERCENT, (1 - intensity ** (1 / years)) * PERCENT)


def compute_break_even_reduction(growth_pct: float) -> float:
    """Yearly reduction of CO2 per GDP, per cent, at which emissions stand still: g / (1 + g)."""
    return (1 - 1 / (1 + growth_pct / PERCENT)) * PERCENT


def rates_of(course: RateCourse, own_pct: float, years: int) -> list[float]:
    """The rate of every projected year in per cent."""
    start = own_pct if course.start_pct is None else course.start_pct
    low = float("-inf") if course.least_pct is None else course.least_pct
    high = float("inf") if course.most_pct is None else course.most_pct
    return [min(max(start + course.step_pp * at, low), high) for at in range(years)]


def project_path(assumption: PathAssumption, carbon: Years, pace: OwnPace, horizon: int) -> EmissionPath:
    """Emissions from the last observed year to the horizon."""
    last_year = max(carbon)
    years = horizon - last_year
    growth = rates_of(assumption.gdp_growth, pace.gdp_growth_pct, years)
    reduction = rates_of(assumption.intensity_reduction, pace.intensity_reduction_pct, years)
    values = {last_year: carbon[last_year]}
    for at in range(years):
        factor = (1 + growth[at] / PERCENT) * (1 - reduction[at] / PERCENT)
        values[last_year + at + 1] = values[last_year + at] * factor
    together = {**carbon, **values}
    highest = max(together, key=lambda year: (together[year], year))
    return EmissionPath(assumption.id, values, highest if highest < horizon else None)


def find_peak_scenario(
    scenario: PeakScenario, inventory: Inventory, region: str, carbon: Years, gdp: Years
) -> Finding | None:
    """The fan of paths of one region; None where its own pace is not known or the horizon has passed.

    The result is the span of peak years of the paths, such as ``2021/2026``; ``2021/beyond`` where one has
    none before the horizon, ``beyond`` where none has, and ``observed_maximum`` where no path gets above the
    maximum observed so far.
    """
    pace = compute_own_pace(carbon, gdp, scenario.own_pace_years)
    if pace is None or max(carbon) >= scenario.horizon:
        return None
    last_year = max(carbon)
    paths = [project_path(each, carbon, pace, scenario.horizon) for each in scenario.paths]
    return Finding(
        FindingKind.PEAK_SCENARIO,
        inventory.indicator,
        region,
        str(Period.of_span(last_year + 1, scenario.horizon)),
        _span_of([path.peak_year for path in paths], last_year),
        {
            "scenario": scenario.id,
            "inventory": inventory.name,
            "last_year": last_year,
            "own_gdp_growth_pct": pace.gdp_growth_pct,
            "own_intensity_reduction_pct": pace.intensity_reduction_pct,
            "paths": {
                path.assumption: {
                    "peak_year": path.peak_year,
                    "values": {str(y): v for y, v in path.values.items()},
                }
                for path in paths
            },
        },
    )


def _span_of(peaks: list[int | None], last_year: int) -> str:
    known = [year for year in peaks if year is not None]
    if len(known) == len(peaks) and max(known) <= last_year:
        return "observed_maximum"
    if not known:
        return "beyond"
    last = str(max(known)) if len(known) == len(peaks) else "beyond"
    return f"{min(known)}/{last}"
