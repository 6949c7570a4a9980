"""The course of one figure in the space of a word: gaps stay gaps, a break of series is marked."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from dashboard.format import format_number, format_period
from dashboard.text import words
from etl.model.period import Period
from etl.store.standings import Course

FEWEST: Final = 3
"""Two points are a difference, not a course."""


class SparklineView(NamedTuple):
    """A small course.

    Attributes:
        years: whole numbers of years in order of time, with holes where there is no value.
        values: the value of each.
        breaks: years that begin a new statistical basis; no line runs into them.
        told: the course in words, for readers who do not see it.
    """

    years: tuple[int, ...]
    values: tuple[float, ...]
    breaks: tuple[int, ...]
    told: str

    def pieces(self) -> tuple[tuple[tuple[int, float], ...], ...]:
        """Year and value in runs of years without a hole and without a break."""
        points = tuple(zip(self.years, self.values, strict=True))
        ends = run_ends(self.years, self.breaks)
        return tuple(points[begun:end] for begun, end in zip((0, *ends[:-1]), ends, strict=True))


def run_ends(years: Sequence[int], breaks: Sequence[int]) -> tuple[int, ...]:
    """Where each run of years without a hole and without a break ends, by the place after its last year."""
    ends = (at for at in range(1, len(years)) if years[at] != years[at - 1] + 1 or years[at] in breaks)
    return (*ends, len(years))


def build_sparkline_view(
    course: Course, latest: str, breaks: Sequence[int], decimals: int, lang: str
) -> SparklineView | None:
    """The course of values of one kind of period, a year apart; None where there are too few.

    Args:
        course: only the values there are.
        latest: the period of the last of them.
        breaks: first years of a new statistical basis.
        decimals: decimals of the words.
        lang: language of the words.
    """
    years, values = course
    if len(years) < FEWEST:
        return None
    first, last = years[0], years[-1]
    told = _told(len(years), first, latest, lang).format(
        format_number(values[0], decimals), format_number(values[-1], decimals)
    )
    inside = tuple([year for year in breaks if first < year <= last]) if breaks else ()
    return SparklineView(years, values, inside, told)


@lru_cache(maxsize=1024)  # most courses of a build are of the same years
def _told(count: int, first: int, latest: str, lang: str) -> str:
    """The words of all courses of some periods; the numbers at both ends are left open.

    Args:
        count: how many values there are.
        first: year of the first.
        latest: period of the last.
        lang: language of the words.
    """
    last = Period.parse(latest)
    begun = Period(last.kind, (first, last.start_month), (first, last.end_month))
    return words(lang)(
        "sparkline.told",
        count=count,
        first=format_period(begun, lang),
        start="{0}",
        last=format_period(last, lang),
        end="{1}",
    )
