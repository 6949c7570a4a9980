"""The course of one figure in the space of a word: gaps stay gaps, a break of series is marked."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from dashboard.format import format_number, format_period
from dashboard.text import words
from etl.model.period import Period

FEWEST: Final = 3
"""Two points are a difference, not a course."""


class SparklineView(NamedTuple):
    """A small course.

    Attributes:
        points: whole number of years, value; in order of time, with holes where there is no value.
        breaks: years that begin a new statistical basis; no line runs into them.
        told: the course in words, for readers who do not see it.
    """

    points: tuple[tuple[int, float], ...]
    breaks: tuple[int, ...]
    told: str

    def pieces(self) -> tuple[tuple[tuple[int, float], ...], ...]:
        """The points in runs of years without a hole and without a break."""
        ends = run_ends([year for year, _ in self.points], self.breaks)
        return tuple(self.points[begun:end] for begun, end in zip((0, *ends[:-1]), ends, strict=True))


def run_ends(years: Sequence[int], breaks: Sequence[int]) -> tuple[int, ...]:
    """Where each run of years without a hole and without a break ends, by the place after its last year."""
    ends = (at for at in range(1, len(years)) if years[at] != years[at - 1] + 1 or years[at] in breaks)
    return (*ends, len(years))


def build_sparkline_view(
    values: Iterable[tuple[Period, float]], breaks: Sequence[int], decimals: int, lang: str
) -> SparklineView | None:
    """The course of values of one kind of period, a year apart; None where there are too few.

    Args:
        values: period and value; only those there are.
        breaks: first years of a new statistical basis.
        decimals: decimals of the words.
        lang: language of the words.
    """
    ordered = list(values)
    if len(ordered) < FEWEST:
        return None
    years = tuple([period.end_year for period, _ in ordered])
    if not _is_rising(years):  # most come in order
        ordered.sort(key=lambda point: point[0].sort_key())
        years = tuple([period.end_year for period, _ in ordered])
    (first, start), (last, end) = ordered[0], ordered[-1]
    told = _told(len(ordered), first, last, lang).format(
        start=format_number(start, decimals), end=format_number(end, decimals)
    )
    inside = tuple([year for year in breaks if first.end_year < year <= last.end_year])
    return SparklineView(tuple(zip(years, [value for _, value in ordered], strict=True)), inside, told)


@lru_cache(maxsize=1024)  # most courses of a build are of the same years
def _is_rising(years: tuple[int, ...]) -> bool:
    """Whether each year lies after the one before it."""
    return all(before < year for before, year in pairwise(years))


@lru_cache(maxsize=1024)
def _told(count: int, first: Period, last: Period, lang: str) -> str:
    """The words of all courses of some periods; the numbers at both ends are left open."""
    return words(lang)(
        "sparkline.told",
        count=count,
        first=format_period(first, lang),
        start="{start}",
        last=format_period(last, lang),
        end="{end}",
    )
