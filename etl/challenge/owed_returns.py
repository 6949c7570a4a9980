"""Which returns are owed, and what came of each: read once, for all checks of the calendar."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import numpy as np

from etl.catalog.catalog import Catalog
from etl.columns import Columns
from etl.model.due_return import Arrival, DueReturn, Owed
from etl.model.figures import Axes

Place = tuple[str, str]
"""Region and period."""

Came = dict[Place, tuple[date, int]]
"""The first day and the number of series, by place."""


class RefusedCell(NamedTuple):
    """A rejected cell of which it is known whose figure it was to be, and the day it came."""

    series: str
    region: str
    period: str
    source: str
    known_from: date


def owed_by(
    catalog: Catalog, axes: Axes, observations: Columns, refused: Iterable[RefusedCell], day: date
) -> Iterator[Owed]:
    """Every return whose day is over, by return, period and region.

    Args:
        catalog: declares the returns.
        axes: regions and periods of the build.
        observations: the figures that came, all vintages.
        refused: rejected cells of which it is known whose figures they were to be.
        day: the day on which the data stand.
    """
    cells = tuple(refused)
    for declared in catalog.returns.values():
        came = _arrivals(_sent(declared, axes, observations, day), _not_passed(declared, cells))
        regions = catalog.owing(declared)
        yield from (owed for owed in declared.owed(regions, came, day) if owed.due < day)


def _arrivals(sent: Came, not_passed: Came) -> dict[Place, Arrival]:
    """What came of a return, by region and period; what was rejected came too, and is to be mended."""
    came = {place: Arrival(first, series) for place, (first, series) in sent.items()}
    for place, (first, refused) in not_passed.items():
        known = came.get(place, Arrival(first, 0))
        came[place] = Arrival(min(known.first, first), known.series, refused)
    return came


def _sent(declared: DueReturn, axes: Axes, observations: Columns, day: date) -> Came:
    """What came for the periods that are owed by a day."""
    series, owed = observations.coded("series"), map(str, declared.periods_until(day.year))
    is_own = observations.coded("source").is_word(declared.source) & series.is_word(*declared.series)
    rows = observations.take(is_own & observations.coded("period").is_word(*owed))
    at = (rows.coded("period").codes, rows.coded("region").codes)
    first = np.full(axes.shape, np.datetime64("9999-12-31", "D"))
    np.minimum.at(first, at, rows.array("known_from").astype("datetime64[D]"))
    is_sent = np.zeros((len(series.words), *axes.shape), dtype=bool)
    is_sent[(rows.coded("series").codes, *at)] = True
    counts = is_sent.sum(axis=0)
    periods, regions = counts.nonzero()
    facts = zip(first[periods, regions].tolist(), counts[periods, regions].tolist(), strict=True)
    places = zip(regions.tolist(), periods.tolist(), strict=True)
    return {
        (axes.regions[region], axes.names[period]): fact
        for (region, period), fact in zip(places, facts, strict=True)
    }


def _not_passed(declared: DueReturn, refused: Iterable[RefusedCell]) -> Came:
    found: dict[Place, dict[str, date]] = {}
    for cell in refused:
        if cell.source == declared.source and cell.series in declared.series:
            days = found.setdefault((cell.region, cell.period), {})
            days[cell.series] = min(days.get(cell.series, cell.known_from), cell.known_from)
    return {place: (min(days.values()), len(days)) for place, days in found.items()}
