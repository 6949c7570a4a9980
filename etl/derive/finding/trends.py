"""Trend of a yearly series: Sen slope and two-sided Mann–Kendall test."""

from etl.derive.finding.years import Years
from etl.derive.trend import compute_mann_kendall, compute_sen_slope
from etl.model.finding import Finding, FindingKind, FindingResult
from etl.model.period import Period

FEWEST_YEARS = 5
SIGNIFICANCE = 0.05


def find_trend(
    indicator: str, region: str, series: Years, facts: dict[str, object] | None = None
) -> Finding | None:
    """Whether a yearly series rises or falls; None where it has a single value.

    The test is two-sided at 5 %: twice the smaller of the one-sided p-values. Fewer than five values are
    ``undetermined``, because four can at best reach p = 0.083.
    """
    if len(series) < 2:  # noqa: PLR2004 - one value has no slope
        return None
    years, values = list(series), list(series.values())
    test, slope = compute_mann_kendall(values), compute_sen_slope(years, values)
    p_two_sided = min(1.0, 2 * min(test.p_falling, test.p_rising))
    return Finding(
        FindingKind.TREND,
        indicator,
        region,
        str(Period.of_span(years[0], years[-1])),
        _result(len(years), p_two_sided, test.s).value,
        {
            "observed_years": len(years),
            "sen_slope": slope,
            "s": test.s,
            "z": test.z,
            "p_two_sided": p_two_sided,
            "method": test.method.value,
            **(facts or {}),
        },
    )


def _result(years: int, p_two_sided: float, s: int) -> FindingResult:
    if years < FEWEST_YEARS:
        return FindingResult.UNDETERMINED
    if p_two_sided > SIGNIFICANCE:
        return FindingResult.NO_TREND
    return FindingResult.RISING if s > 0 else FindingResult.FALLING
