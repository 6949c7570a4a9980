"""Yearly figures of regions, as the methods read them: the methods themselves need no arrays."""

from collections.abc import Iterable, Mapping

Years = Mapping[int, float]
"""Observed values by year."""


def crosses_break(first: int, last: int, breaks: Iterable[int]) -> bool:
    """Whether a new statistical basis begins after the first year and up to the last one."""
    return any(first < year <= last for year in breaks)


def since_break(series: Years, breaks: Iterable[int]) -> Years:
    """The years on the newest statistical basis that the series reaches."""
    if not series:
        return {}
    last = max(series)
    begin = max((year for year in breaks if year <= last), default=min(series))
    return {year: value for year, value in series.items() if year >= begin}
