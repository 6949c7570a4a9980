"""Yearly figures of regions, as the methods read them."""

from collections.abc import Callable, Iterable, Mapping

from etl.model.assessment import IndicatorValue
from etl.model.period import Period, PeriodKind

Years = Mapping[int, float]
"""Observed values by year."""

YearsOf = Callable[[str, str], Years]
"""Yearly figures of an indicator or series, by its id and the code of a region."""


class YearlyFigures:
    """Yearly figures of any indicator or series by region; unknown ones have no years."""

    def __init__(self, figures: Iterable[tuple[str, str, int, float]]) -> None:
        self._figures: dict[str, dict[str, dict[int, float]]] = {}
        for name, region, year, value in figures:
            self._figures.setdefault(name, {}).setdefault(region, {})[year] = value

    def __call__(self, name: str, region: str) -> Years:
        """Values by year of one region, in order of years."""
        found = self._figures.get(name, {}).get(region, {})
        return dict(sorted(found.items()))

    def regions(self, name: str) -> tuple[str, ...]:
        """Codes of the regions that have a figure."""
        return tuple(sorted(self._figures.get(name, ())))


def yearly_of(
    values: Mapping[str, Mapping[tuple[str, Period], IndicatorValue]],
) -> Iterable[tuple[str, str, int, float]]:
    """The yearly ones of all indicator values, present ones only."""
    for name, of_indicator in values.items():
        for (region, period), value in of_indicator.items():
            if period.kind is PeriodKind.YEAR and value.value is not None:
                yield name, region, period.start_year, value.value


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
