"""What else stands in the publication of a figure: other figures, and what it says of its scope."""

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np

from etl.catalog.catalog import Catalog
from etl.columns import Coded, Columns
from etl.derive.publication import Printed, of_one_publication
from etl.model.figures import Axes, Figures
from etl.store.write import WarehouseWriter

PrintedOf = Callable[[str], Iterable[Printed]]
"""Every vintage of the figures of a series, with the publication that each stands in."""


class Publications:
    """Figures of one series in the publications of another.

    Args:
        printed: the figures of a series.
        axes: regions and periods of the build.
    """

    def __init__(self, printed: PrintedOf, axes: Axes) -> None:
        self._printed, self._axes = printed, axes

    def beside(self, series: str, other: str) -> Figures:
        """Figures of another series that stand in the publication of each figure in use of this one."""
        in_use = (each for each in self._printed(series) if each.vintage == 1)
        return of_one_publication(self._axes, in_use, self._printed(other))


def printed_in(observations: Columns) -> PrintedOf:
    """Figures out of the observations at hand."""

    def printed(series: str) -> Iterator[Printed]:
        rows = observations.take(observations.coded("series").is_word(series))
        days = rows.array("known_from").astype("datetime64[D]")
        for row in rows.with_columns(known_from=days).rows():
            value = None if np.isnan(row["value"]) else row["value"]
            yield Printed(**{**{name: row[name] for name in Printed._fields}, "value": value})

    return printed


def write_notes(
    writer: WarehouseWriter, catalog: Catalog, observations: Columns, values: Mapping[str, Figures]
) -> None:
    """Notes of the figures in use that stand as values; a computed value has none of its own."""
    notes = observations.coded("note")
    is_noted = (observations.array("vintage") == 1) & notes.looked_up(bool, np.bool_, nothing=False)
    noted = observations.take(is_noted)
    for indicator in catalog.indicators.values():
        series = indicator.published or (
            indicator.formula.series if indicator.formula.kind == "series" else None
        )
        if series in catalog.series and indicator.id in values:
            figures = values[indicator.id]
            own = noted.take(noted.coded("series").is_word(series))
            at = (own.coded("period").codes, own.coded("region").codes)
            is_shown = figures.is_known[at]
            if figures.is_published is not None:
                is_shown &= figures.is_published[at]
            own = own.take(is_shown)
            names = Coded.all_alike(indicator.id, own.size, tuple(catalog.indicators))
            writer.append("value_note", own.with_columns(indicator=names))
