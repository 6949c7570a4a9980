"""All figures of a build as one frame with their place in time, for checks that look along series."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from etl.catalog.catalog import Catalog
from etl.challenge.owed import owed_by
from etl.frames import Frame
from etl.model.due_return import Owed
from etl.model.period import Period
from etl.model.vocabulary import RegionLevel

_COLUMNS = ("series", "region", "period", "value", "vintage", "source", "known_from")
_KEYS = ("series", "region", "period", "source")
_MOST_DECIMALS = 6
REFUSED_COLUMNS = (*_KEYS, "known_from")


@dataclass(frozen=True)
class Evidence:
    """What the checks look at.

    Attributes:
        observations: every vintage, with ``kind`` of the series, ``level`` and ``parent`` of the region,
            ``year`` and ``part`` of the year (``""``, ``H1``, ``M01-05``, …), ``period_kind``, ``begins`` and
            ``ends`` of the period; words are categories.
        values: the table ``indicator_value``.
        day: the day of the newest figure. There is no clock: what was due by then ought to be there.
        refused: rejected cells of which series, region, period and source are known, with ``known_from``.
    """

    catalog: Catalog
    observations: pd.DataFrame
    values: Frame
    day: date
    refused: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(REFUSED_COLUMNS)))
    in_use: pd.DataFrame = field(init=False)

    def __post_init__(self) -> None:
        used = self.observations
        object.__setattr__(self, "in_use", used[(used["vintage"] == 1) & used["value"].notna()])

    @cached_property
    def owed(self) -> tuple[Owed, ...]:
        """Every return whose day is over, and what came of it."""
        return tuple(owed_by(self.catalog, self.observations, self.refused, self.day))


def evidence_of(
    catalog: Catalog, observations: Frame, values: Frame, refused: pd.DataFrame | None = None
) -> Evidence:
    """The figures of a build, ready for the checks.

    Args:
        catalog: the declarations.
        observations: the table ``observation`` with all vintages.
        values: the table ``indicator_value``.
        refused: rejected cells, the columns ``REFUSED_COLUMNS``; unset: none.
    """
    frame: pd.DataFrame = observations.select(*_COLUMNS).collect("pandas").to_native()
    for key in _KEYS:
        column = frame[key].astype("category")
        frame[key] = column.cat.set_categories([str(word) for word in column.cat.categories], rename=True)
    frame["known_from"] = pd.to_datetime(frame["known_from"])
    regions, series = catalog.regions, catalog.series
    frame["kind"] = _looked_up(frame["series"], lambda name: series[name].kind.value)
    frame["level"] = _looked_up(frame["region"], lambda code: regions[code].level.value)
    frame["parent"] = _looked_up(frame["region"], lambda code: regions[code].parent)
    periods = {text: Period.parse(text) for text in frame["period"].cat.categories}
    frame["year"] = _looked_up(frame["period"], lambda text: periods[text].end_year).astype("int64")
    frame["part"] = _looked_up(frame["period"], lambda text: text[4:])
    frame["period_kind"] = _looked_up(frame["period"], lambda text: periods[text].kind.value)
    frame["begins"] = pd.to_datetime(_looked_up(frame["period"], lambda text: periods[text].first_day))
    frame["ends"] = pd.to_datetime(_looked_up(frame["period"], lambda text: periods[text].last_day))
    newest = frame["known_from"].max()
    day = date.min if pd.isna(newest) else newest.date()
    return Evidence(catalog, frame, values, day, *(() if refused is None else (refused,)))


def _looked_up(column: pd.Series, of: Callable[[str], object]) -> pd.Series:
    """A fact of each word of a column, looked up once per word."""
    found = np.array([of(word) for word in column.cat.categories], dtype=object)
    return pd.Series(found[column.cat.codes.to_numpy()], index=column.index).infer_objects()


def decimals_of(values: pd.Series) -> pd.Series:
    """How many decimals each figure is given with, at most six."""
    found = pd.Series(_MOST_DECIMALS, index=values.index)
    for decimals in reversed(range(_MOST_DECIMALS)):
        shifted = values * 10.0**decimals
        found[(shifted - shifted.round()).abs() < np.maximum(1e-6, shifted.abs() * 1e-12)] = decimals
    return found


def rounding_of(values: pd.Series) -> pd.Series:
    """How far each figure can be from the truth by its rounding alone: half of its last decimal."""
    return 0.5 * 10.0 ** -decimals_of(values).astype("float64")


def at_home(catalog: Catalog, level: RegionLevel) -> tuple[str, ...]:
    """Codes of the regions of a level within the home region."""
    return tuple(region.code for region in catalog.at_home(level))


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, each by the names of its columns."""
    return [dict(zip(map(str, frame.columns), row, strict=True)) for row in frame.itertuples(index=False)]


def facts_of(row: Mapping[str, Any], *names: str) -> dict[str, object]:
    """Some cells of a row as evidence; numbers as plain Python numbers."""
    cells = {name: row[name] for name in names}
    return {name: cell.item() if isinstance(cell, np.generic) else cell for name, cell in cells.items()}
