"""How tables are cut into parts that no formula reaches across, and how results come back in order."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Final

import numpy as np

from etl.catalog.catalog import Catalog
from etl.columns import Columns
from etl.model.assessment import Assessment
from etl.model.figures import Axes, Figures
from etl.model.structure_formula import LocationQuotientFormula, ShareOfRegionFormula
from etl.model.vocabulary import MissingReason, Nature, Status
from etl.pipeline.values import AllFigures, figures_of_values, is_derived, rows_of_values
from etl.spark.work import Ground, own_code

OF_FIGURES: Final = ("region", "period", "value", "status", "reason", "bound", "nature", "vintage", "source",
                     "known_from", "cited_as")  # fmt: skip
"""What stage 4 reads of an observation, beside its series."""
OF_VALUES: Final = ("region", "period", "value", "status", "reason", "basis", "nature", "bound", "rule")
"""What stage 5 reads of a value, beside its indicator."""

_MOST_REGIONS, _LEAST_REGIONS = 100, 8
"""Regions in a block: few enough for the memory of a worker, enough that starting one pays."""


def ground_of(catalog: Catalog, axes: Axes, parallelism: int) -> Ground:
    """Regions cut into blocks of about equal size, at least two for each worker where there are enough."""
    count = len(axes.regions)
    size = max(min(ceil(count / (2 * parallelism)), _MOST_REGIONS), _LEAST_REGIONS)
    blocks = tuple(axes.regions[first : first + size] for first in range(0, count, size))
    return Ground(own_code(), catalog, axes, blocks)


def references(catalog: Catalog) -> tuple[list[str], list[str]]:
    """Regions that formulas compare others with, and the series that they compare."""
    comparing = [
        (indicator.formula.reference, catalog.series_of(indicator.id))
        for indicator in catalog.indicators.values()
        if isinstance(indicator.formula, LocationQuotientFormula | ShareOfRegionFormula)
    ]
    regions = sorted({region for region, _ in comparing})
    return regions, sorted({name for _, names in comparing for name in names})


def in_lists(rows: Columns, catalog: Catalog, axes: Axes, staged: Columns) -> Columns:
    """Observations with their words numbered as one pass over all staged rows numbers them."""
    words: Mapping[str, tuple[str, ...]] = {
        "series": tuple(catalog.series), "region": axes.regions, "period": axes.names,
        "unit": tuple(catalog.units), "source": tuple(catalog.sources), "status": tuple(Status),
        "reason": tuple(MissingReason), "nature": tuple(Nature),
        **{name: tuple(staged.coded(name).words) for name in ("bound", "cited_as", "note")},
    }  # fmt: skip
    return rows.with_columns(**{name: rows.coded(name).recoded(known) for name, known in words.items()})


def whole_values(
    catalog: Catalog, axes: Axes, rows: Columns, declared: AllFigures, series: frozenset[str]
) -> dict[str, Figures]:
    """Values of every indicator that has any, as one pass over all regions has them.

    Args:
        catalog: the indicators.
        axes: regions and periods of the build.
        rows: values of all parts.
        declared: values that no figure of a file stands behind.
        series: those that have a figure in any region.
    """
    found, nothing = _by_indicator(rows, catalog, axes), Figures.nothing(axes)
    made = {
        name: found.get(name, nothing) for name in catalog.indicators if is_derived(catalog, name, series)
    }
    values = {**declared, **made}
    return {name: values[name] for name in catalog.indicators if name in values}


def _by_indicator(rows: Columns, catalog: Catalog, axes: Axes) -> dict[str, Figures]:
    """Values of each indicator as arrays of all regions."""
    numbered = rows.with_columns(
        region=rows.coded("region").recoded(axes.regions), period=rows.coded("period").recoded(axes.names)
    )
    names = rows.coded("indicator").recoded(tuple(catalog.indicators))
    return {
        names.words[code]: figures_of_values(axes, numbered.take(names.codes == code))
        for code in np.unique(names.codes).tolist()
    }


def witnesses(catalog: Catalog, values: AllFigures) -> Columns:
    """One value for each period in which an indicator with a barometer has any.

    A barometer says ``no_data`` of a region for every period that is judged anywhere.
    """
    found = {}
    for name, figures in values.items():
        assessed = catalog.indicators[name].assessment
        if assessed is not None and assessed.kind == "barometer":
            first = np.zeros(figures.axes.shape, dtype=bool)
            periods = np.flatnonzero(figures.is_there.any(axis=1))
            first[periods, figures.is_there[periods].argmax(axis=1)] = True
            found[name] = figures.where(first)
    rows = rows_of_values(catalog.indicators, found)
    return Columns({"name": rows["indicator"], **{name: rows[name] for name in OF_VALUES}})


def in_order(
    catalog: Catalog, blocks: Sequence[int], numbers: Sequence[int], found: Iterable[Assessment]
) -> tuple[Assessment, ...]:
    """Verdicts in the order of one pass over all regions: scores, which rest on the others, come last."""
    place = {name: at for at, name in enumerate(catalog.indicators)}
    rows = zip(blocks, numbers, found, strict=True)

    def key(row: tuple[int, int, Assessment]) -> tuple[bool, int, int, int]:
        block, number, each = row
        return each.kind == "scoring", place[each.indicator], block, number

    return tuple(each for _, _, each in sorted(rows, key=key))
