"""Yearly figures of regions out of the dense arrays of a build."""

from collections.abc import Mapping
from itertools import compress

import numpy as np

from etl.derive.finding.years import Years
from etl.model.figures import Figures


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
