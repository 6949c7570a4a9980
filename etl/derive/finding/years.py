"""Yearly figures of regions, as the methods read them."""

from collections.abc import Callable, Iterable, Mapping
from itertools import compress

import numpy as np

from etl.model.figures import Figures

Years = Mapping[int, float]
"""Observed values by year."""

YearsOf = Callable[[str, str], Years]
"""Yearly figures of an indicator or series, by its id and the code of a region."""


class YearlyFigures:
    """Yearly figures of any indicator or series by region; unknown ones have no years.

    Args:
        figures: figures by id of the indicator or series.
    """

    def __init__(self, figures: Mapping[str, Figures]) -> None:
        self._figures = figures

    def __call__(self, name: str, region: str) -> Years:
        """Values by year of one region, in order of years."""
        found = self._figures.get(name)
        if found is None:
            return {}
        column = found.value[:, found.axes.region_at[region]]
        values = column[list(found.axes.year_at.values())].tolist()
        return {
            year: value
            for year, value in zip(found.axes.year_at, values, strict=True)
            if value == value  # noqa: PLR0124 - NaN
        }

    def regions(self, name: str) -> tuple[str, ...]:
        """Codes of the regions that have a figure."""
        found = self._figures.get(name)
        if found is None:
            return ()
        there = np.asarray(found.is_known[list(found.axes.year_at.values())].any(axis=0))
        return tuple(sorted(compress(found.axes.regions, there.tolist())))


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
