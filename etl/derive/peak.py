"""Peak status of emissions, with the test that decided it.

After Jiang et al. 2021 (doi 10.12006/j.issn.1673-1719.2020.223) and Shan et al. 2022 (doi
10.1016/j.scib.2022.08.024). ``peak`` is the last maximum of the observed series, ``after`` the observed
values beyond it up to the last year. Asked in this order:

0. the series is scaled down from a larger area or estimated → undetermined: its course is that of the proxy
   that it was spread by (all districts of a grid "peak" in one year), not of the region
1. the year after the maximum missing, or more than one missing year after it → undetermined
2. fewer than 5 years from the maximum to the last year → not_peaked
3. fewer than 5 observed values after the maximum → undetermined
4. one-sided Mann–Kendall on ``after``: falling → peaked, rising → rebounding; neither and the last value at
   least 97 % of the maximum → plateau, otherwise undetermined

The maximum itself is not in the test: including it makes 12 % false peaks of white noise instead of 5 %.
"""

from collections.abc import Mapping
from enum import StrEnum
from math import isfinite

from msgspec import Struct

from etl.derive.trend import MannKendall, compute_mann_kendall, compute_sen_slope

YEARS_AFTER = 5
VALUES_AFTER = 5
MISSING_ALLOWED = 1
SIGNIFICANCE = 0.05
PLATEAU_SHARE = 0.97


class PeakStatus(StrEnum):
    """Where the series stands as of its last observed year, never "today"."""

    NOT_PEAKED = "not_peaked"
    PEAKED = "peaked"
    REBOUNDING = "rebounding"
    PLATEAU = "plateau"
    UNDETERMINED = "undetermined"


class PeakCharacter(StrEnum):
    """Whether a peak came with a shrinking economy or population; undetermined without evidence."""

    PROACTIVE = "proactive"
    PASSIVE = "passive"
    UNDETERMINED = "undetermined"


class PeakRule(StrEnum):
    """The rule that decided, by its number above."""

    INFERRED = "0"
    GAPS_AFTER_MAXIMUM = "1"
    TOO_RECENT = "2"
    TOO_FEW_VALUES = "3"
    TREND = "4"


class PeakFinding(Struct, frozen=True):
    """Peak status as of the last observed year, with everything that decided it.

    Attributes:
        status: see :class:`PeakStatus`.
        character: of a peak, else None.
        rule: which rule decided.
        maximum_year: last year of the maximum.
        maximum: in the unit of the series.
        last_year: last observed year, which the status is "as of".
        last: value of that year.
        n_after: observed values after the maximum.
        missing_after: years without a value between the maximum and the last year.
        share_of_maximum: last value as a fraction of the maximum; None where the maximum is 0.
        test: Mann–Kendall on the values after the maximum (S, p); None where rule 4 was not reached.
        sen_slope: their Sen slope in units per year; None likewise.
        inventory: which inventory the series comes from.
        includes_purchased_electricity: whether purchased power is inside; None where nothing says so.
    """

    status: PeakStatus
    character: PeakCharacter | None
    rule: PeakRule
    maximum_year: int
    maximum: float
    last_year: int
    last: float
    n_after: int
    missing_after: int
    share_of_maximum: float | None
    test: MannKendall | None
    sen_slope: float | None
    inventory: str
    includes_purchased_electricity: bool | None


class _Course(Struct, frozen=True):
    maximum_year: int
    last_year: int
    after: Mapping[int, float]

    @property
    def missing(self) -> int:
        return self.last_year - self.maximum_year - len(self.after)


def compute_peak_status(
    series: Mapping[int, float],
    *,
    inventory: str,
    includes_purchased_electricity: bool | None,
    is_inferred: bool = False,
    real_gdp: Mapping[int, float] | None = None,
    population: Mapping[int, float] | None = None,
) -> PeakFinding:
    """Peak status of one emissions series.

    Args:
        series: emissions by year, observed years only.
        inventory: name of the inventory.
        includes_purchased_electricity: whether purchased power is inside, None if unknown.
        is_inferred: whether the series is scaled down from a larger area or estimated.
        real_gdp: GDP by year at constant prices; tells a passive from a proactive peak.
        population: population by year, only where comparable over the window: across the 2020 census a fall
            of a city's population is no evidence, so leave it out there.

    Raises:
        ValueError: no observed value, or one negative or not finite.
    """
    if not series or not all(isfinite(value) and value >= 0 for value in series.values()):
        msg = "emissions must be observed in at least one year, each finite and 0 or more"
        raise ValueError(msg)
    course = _find_course(series)
    maximum, last = series[course.maximum_year], series[course.last_year]
    share = last / maximum if maximum > 0 else None
    rule = PeakRule.INFERRED if is_inferred else _deciding_rule(course)
    test, slope = _test_after(course) if rule is PeakRule.TREND else (None, None)
    status = _status_by_rule(rule, test, slope, share)
    window = (course.maximum_year, course.last_year)
    return PeakFinding(
        status=status,
        character=find_character(real_gdp, population, window) if status is PeakStatus.PEAKED else None,
        rule=rule,
        maximum_year=course.maximum_year,
        maximum=maximum,
        last_year=course.last_year,
        last=last,
        n_after=len(course.after),
        missing_after=course.missing,
        share_of_maximum=share,
        test=test,
        sen_slope=slope,
        inventory=inventory,
        includes_purchased_electricity=includes_purchased_electricity,
    )


def find_character(
    real_gdp: Mapping[int, float] | None, population: Mapping[int, float] | None, window: tuple[int, int]
) -> PeakCharacter:
    """Passive if real GDP or population fell from the first to the last year of the window, else proactive.

    Without real GDP, a population that did not fall shows nothing of the economy: undetermined.
    """
    gdp_fell, population_fell = (_fell(series, window) for series in (real_gdp, population))
    if gdp_fell or population_fell:
        return PeakCharacter.PASSIVE
    return PeakCharacter.UNDETERMINED if gdp_fell is None else PeakCharacter.PROACTIVE


def _fell(series: Mapping[int, float] | None, window: tuple[int, int]) -> bool | None:
    if series is None or any(year not in series for year in window):
        return None
    return series[window[1]] < series[window[0]]


def _find_course(series: Mapping[int, float]) -> _Course:
    highest = max(series.values())
    maximum_year = max(year for year, value in series.items() if value == highest)
    after = {year: series[year] for year in sorted(series) if year > maximum_year}
    return _Course(maximum_year, max(series), after)


def _deciding_rule(course: _Course) -> PeakRule:
    next_missing = bool(course.after) and course.maximum_year + 1 not in course.after
    if next_missing or course.missing > MISSING_ALLOWED:
        return PeakRule.GAPS_AFTER_MAXIMUM
    if course.last_year - course.maximum_year < YEARS_AFTER:
        return PeakRule.TOO_RECENT
    return PeakRule.TOO_FEW_VALUES if len(course.after) < VALUES_AFTER else PeakRule.TREND


def _test_after(course: _Course) -> tuple[MannKendall, float]:
    years, values = list(course.after), list(course.after.values())
    return compute_mann_kendall(values), compute_sen_slope(years, values)


def _status_by_rule(
    rule: PeakRule, test: MannKendall | None, slope: float | None, share: float | None
) -> PeakStatus:
    if rule is PeakRule.TOO_RECENT:
        return PeakStatus.NOT_PEAKED
    if test is None or slope is None:
        return PeakStatus.UNDETERMINED
    if test.p_falling <= SIGNIFICANCE and slope < 0:
        return PeakStatus.PEAKED
    if test.p_rising <= SIGNIFICANCE:
        return PeakStatus.REBOUNDING
    return PeakStatus.PLATEAU if share is not None and share >= PLATEAU_SHARE else PeakStatus.UNDETERMINED


def compute_earliest_peak(series: Mapping[int, float], *, most_years: int = 30) -> int | None:
    """The first year that could count as peaked if every year to come were lower than all before it.

    A thought, not a forecast: it tells how much the test asks for. Gaps after the maximum stay what they are.

    Args:
        series: emissions by year, observed years only, at least one above zero.
        most_years: how far it is looked.

    Returns:
        The year; the last observed one where the series counts as peaked already; None where none does.
    """
    supposed = dict(series)
    last = max(supposed)
    for year in range(last, last + most_years + 1):
        if year > last:
            supposed[year] = min(supposed.values()) / 2
        found = compute_peak_status(supposed, inventory="", includes_purchased_electricity=None)
        if found.status is PeakStatus.PEAKED:
            return year
    return None
