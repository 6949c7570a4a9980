"""The course of one figure in the space of a word: gaps stay gaps, a break of series is marked."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from dashboard.format import format_period
from dashboard.text import words
from dashboard.views.holes import HOLE
from etl.model.period import Period

FEWEST: Final = 3
"""Two points are a difference, not a course."""


class SparklineView(NamedTuple):
    """A small course.

    Attributes:
        years: whole numbers of years in order of time, with holes where there is no value.
        values: the value of each.
        breaks: years that begin a new statistical basis; no line runs into them.
        told: the course in words, for readers who do not see it; of a course without values yet, with holes
            for the numbers at both ends.
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


def breaks_inside(years: Sequence[int], breaks: Sequence[int]) -> tuple[int, ...]:
    """Those years of a new statistical basis that a course runs into."""
    return tuple([year for year in breaks if years[0] < year <= years[-1]]) if breaks else ()


@lru_cache(maxsize=1024)  # most courses of a build are of the same years
def open_course(
    years: tuple[int, ...], latest: str, breaks: tuple[int, ...], lang: str
) -> SparklineView | None:
    """What all courses of some years share: everything but the values; None where there are too few.

    Args:
        years: in order of time, a year or more apart.
        latest: the period of the last.
        breaks: first years of a new statistical basis among them.
        lang: language of the words.
    """
    if len(years) < FEWEST:
        return None
    last = Period.parse(latest)
    begun = Period(last.kind, (years[0], last.start_month), (years[0], last.end_month))
    told = words(lang)(
        "sparkline.told",
        count=len(years),
        first=format_period(begun, lang),
        start=HOLE,
        last=format_period(last, lang),
        end=HOLE,
    )
    return SparklineView(years, (), breaks, told)
