"""Staged rows → observations in the unit of their series, each with its vintage."""

import math
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

import numpy as np

from etl.catalog.catalog import Catalog
from etl.columns import NOTHING, Array, Coded, Columns
from etl.model.figures import Axes, Mask, Numbers, Positions
from etl.model.tables import CELL
from etl.model.vocabulary import MissingReason, Nature, Status

_CORRECTED: Final = {
    "region": "corrected_region", "status": "corrected_status", "reason": "corrected_reason"
}  # fmt: skip
_FACT: Final = ("series", "period", "region")
_ROOM: Final = 32
"""Places that facts may have for each row, so that rows are put at them instead of sorted."""
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {"status": tuple(Status), "reason": tuple(MissingReason)}


def observe(
    staged: Columns,
    catalog: Catalog,
    axes: Axes,
    as_of: date | None = None,
    corrections: Iterable[Mapping[str, Any]] = (),
) -> Columns:
    """Observations: converted to the unit of the series, each with its nature and vintage.

    Vintage 1 is in use; the losers of the declared precedence (a figure before a gap, stronger nature before
    weaker, later publication before earlier) keep their place and are shown.

    Args:
        staged: the staged rows of all files.
        catalog: gives units of series, and what kind of evidence each source is.
        axes: regions and periods of the build.
        as_of: leave out what was published later.
        corrections: rows of the table ``correction``; their figures take the place of what the cells hold.

    Returns:
        the columns of the table ``observation``, one row per staged row known by then, in order of series,
        period, region and vintage.
    """
    known = staged if as_of is None else staged.take(is_known(staged, as_of))
    rows = _in_catalogue(known, catalog, axes)
    natures = Coded.of([source.nature for source in catalog.sources.values()], tuple(Nature))
    rows = rows.with_columns(nature=natures.take(rows.coded("source").codes))
    return _by_vintage(_converted(_corrected(rows, corrections), catalog))


def is_known(staged: Columns, as_of: date | None) -> Mask:
    """Which rows were published by a day; None for all."""
    if as_of is None:
        return np.ones(staged.size, dtype=bool)
    return np.asarray(staged.array("known_from") <= np.datetime64(as_of))


def _in_catalogue(rows: Columns, catalog: Catalog, axes: Axes) -> Columns:
    """The same rows, their words numbered as the catalogue and the axes number them."""
    words: Mapping[str, tuple[str, ...]] = {
        "series": tuple(catalog.series), "region": axes.regions, "period": axes.names,
        "unit": tuple(catalog.units), "source": tuple(catalog.sources), **_WORDS,
    }  # fmt: skip
    return rows.with_columns(**{name: rows.coded(name).recoded(known) for name, known in words.items()})


def _corrected(rows: Columns, corrections: Iterable[Mapping[str, Any]]) -> Columns:
    """Rows with the figure that holds, ``figure``: a correction stands before what was reported."""
    declared = tuple(corrections)
    if not declared:
        return rows.with_columns(figure=rows.array("reported"))
    figure = rows.array("reported").copy()
    words = {name: Coded(rows.coded(name).codes.copy(), rows.coded(name).words) for name in _CORRECTED}
    for correction in declared:
        at = np.logical_and.reduce([rows.array(name) == correction[name] for name in CELL])
        corrected = correction["corrected"]
        figure[at] = np.nan if corrected is None else corrected
        for name, by in _CORRECTED.items():
            if correction[by] is not None:
                words[name].codes[at] = words[name].position[correction[by]]
    return rows.with_columns(figure=figure, **words)


def _converted(rows: Columns, catalog: Catalog) -> Columns:
    """Rows with their ``value`` in the unit of the series; without a conversion a row is lost."""
    multiply, divide = _conversions(catalog)
    at = rows.coded("series").codes.astype(np.int32) * len(catalog.units) + rows.coded("unit").codes
    used = np.flatnonzero(np.bincount(at, minlength=multiply.size))
    figure = rows.array("figure")
    rows = Columns({name: column for name, column in rows.items() if name != "figure"})
    if (multiply[used] == 1).all() and (divide[used] == 1).all():
        return rows.with_columns(value=figure)
    rows = rows.with_columns(value=figure * multiply[at] / divide[at])
    return rows.take(~np.isnan(divide[at])) if np.isnan(divide[used]).any() else rows


def _conversions(catalog: Catalog) -> tuple[Numbers, Numbers]:
    """What figures are multiplied and divided by: in each unit, of the first series, of the second and so on.

    Exact whole numbers, because multiplying by 0.0001 in binary does not give what the office typed.
    """
    found = np.full((2, len(catalog.series), len(catalog.units)), np.nan)
    for row, series in enumerate(catalog.series.values()):
        own = catalog.units[series.unit]
        for column, unit in enumerate(catalog.units.values()):
            if unit.converts_to(own):
                found[:, row, column] = unit.factor_to(own).as_integer_ratio()
    return found[0].reshape(-1), found[1].reshape(-1)


def _by_vintage(rows: Columns) -> Columns:
    """Rows in order of fact and vintage."""
    facts = [rows.coded(name) for name in _FACT]
    places = math.prod(len(each.words) for each in facts)
    numbers: Positions = np.zeros(rows.size, dtype=np.intp)
    for each in facts:
        numbers *= len(each.words)
        numbers += each.codes
    order = _places_in_order(numbers, places) if places <= _ROOM * rows.size else None
    if order is not None:
        return rows.arranged(order).with_columns(vintage=np.ones(rows.size, dtype=np.int16))
    order = np.lexsort([each.codes for each in reversed(facts)])
    numbers = numbers[order]
    is_first = np.ones(len(order), dtype=bool)
    is_first[1:] = numbers[1:] != numbers[:-1]
    several = ~(is_first & np.append(is_first[1:], True)) if len(order) else is_first
    order[several] = _best_first(rows, order[several])
    places_in_order = np.arange(len(order))
    begins = np.maximum.accumulate(np.where(is_first, places_in_order, 0))
    return rows.arranged(order).with_columns(vintage=(places_in_order - begins + 1).astype(np.int16))


def _places_in_order(numbers: Positions, places: int) -> Positions | None:
    """The places of rows in order of their numbers, where each has one of its own; else None.

    Each row is put at the place of its number, which costs a third of sorting.
    """
    row_of = np.full(places, NOTHING, dtype=np.int32)
    row_of[numbers] = np.arange(len(numbers), dtype=np.int32)
    order: Positions = row_of[row_of != NOTHING].astype(np.intp)
    return order if len(order) == len(numbers) else None


def _best_first(rows: Columns, chosen: Array) -> Array:
    """Some rows in order of facts, those of one fact by the declared precedence."""
    cells = [-rows.array(name)[chosen].astype(np.int64) for name in reversed(CELL)]
    known_from = -rows.array("known_from")[chosen].astype("datetime64[D]").astype(np.int64)
    is_gap = np.isnan(rows.array("value")[chosen])
    strength = rows.coded("nature").codes[chosen]
    facts = [rows.coded(name).codes[chosen] for name in reversed(_FACT)]
    return chosen[np.lexsort((*cells, known_from, strength, is_gap, *facts))]
