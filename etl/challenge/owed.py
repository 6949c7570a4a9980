"""Which returns are owed, and what came of each: read once, for all checks of the calendar."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from etl.catalog.catalog import Catalog
from etl.model.due_return import Arrival, DueReturn, Owed

Place = tuple[str, str]
"""Region and period."""


def owed_by(catalog: Catalog, observations: pd.DataFrame, refused: pd.DataFrame, day: date) -> Iterator[Owed]:
    """Every return whose day is over, by return, period and region.

    Args:
        catalog: declares the returns.
        observations: the figures that came, all vintages.
        refused: rejected cells of which it is known whose figures they were to be.
        day: the day on which the data stand.
    """
    for declared in catalog.returns.values():
        came = _arrivals(declared, observations, refused)
        regions = catalog.owing(declared)
        yield from (owed for owed in declared.owed(regions, came, day) if owed.due < day)


def _arrivals(declared: DueReturn, observations: pd.DataFrame, refused: pd.DataFrame) -> dict[Place, Arrival]:
    """What came of a return, by region and period; what was rejected came too, and is to be mended."""
    sent, not_passed = (_series_by_place(declared, rows) for rows in (observations, refused))
    return {
        place: Arrival(
            min(part[place][0] for part in (sent, not_passed) if place in part),
            sent[place][1] if place in sent else 0,
            not_passed[place][1] if place in not_passed else 0,
        )
        for place in sent.keys() | not_passed.keys()
    }


def _series_by_place(declared: DueReturn, rows: pd.DataFrame) -> dict[Place, tuple[date, int]]:
    """The first day and the number of series of a return's rows, by region and period."""
    chosen = rows[(rows["source"] == declared.source) & rows["series"].isin(declared.series)]
    keys = ["region", "period"]
    by_series = chosen.groupby([*keys, "series"], observed=True, sort=False)["known_from"].min()
    found = (
        by_series.reset_index().groupby(keys, observed=True, sort=False)["known_from"].agg(["min", "size"])
    )
    days = found["min"].dt.date if len(found) else found["min"]
    return dict(zip(found.index, zip(days, found["size"].tolist(), strict=True), strict=True))
