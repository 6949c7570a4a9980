"""What else stands in the publication of a figure: other figures, and what it says of its scope."""

import narwhals as nw
import pandas as pd

from etl.catalog.catalog import Catalog
from etl.derive.publication import Printed, of_one_publication
from etl.model.figures import Axes, Figures
from etl.model.vocabulary import Basis
from etl.store.write import WarehouseWriter

_KEY_TYPES = {"indicator": "indicator_t", "series": "series_t"}
_VALUE_KEYS = ("indicator", "region", "period")
_PRINTED = """
    SELECT region, period, value, status, nature, bound, source, cited_as, known_from, vintage
    FROM observation WHERE CAST(series AS VARCHAR) = ?
"""


class Publications:
    """Figures of one series in the publications of another."""

    def __init__(self, writer: WarehouseWriter, axes: Axes) -> None:
        self._writer, self._axes = writer, axes

    def beside(self, series: str, other: str) -> Figures:
        """Figures of another series that stand in the publication of each figure in use of this one."""
        own, every = (
            [Printed(*row) for row in self._writer.rows(_PRINTED, name)] for name in (series, other)
        )
        return of_one_publication(self._axes, (each for each in own if each.vintage == 1), every)


def write_notes(writer: WarehouseWriter, catalog: Catalog) -> None:
    """Notes of the figures in use that stand as values; a computed value has none of its own."""
    series_of = {
        each.id: each.published or (each.formula.series if each.formula.kind == "series" else None)
        for each in catalog.indicators.values()
    }
    names = pd.DataFrame(
        [(name, series) for name, series in series_of.items() if series in catalog.series],
        columns=["indicator", "series"],
    )
    noted = writer.table("observation").filter(
        nw.col("vintage") == 1, ~nw.col("note").is_null(), nw.col("note") != ""
    )
    named = noted.join(writer.lookup(names, _KEY_TYPES), on="series", how="inner")
    published = writer.table("indicator_value").filter(
        nw.col("basis").cast(nw.String) == Basis.PUBLISHED.value, ~nw.col("value").is_null()
    )
    notes = named.join(published.select(*_VALUE_KEYS), on=list(_VALUE_KEYS), how="semi")
    writer.insert_expression("value_note", notes, _VALUE_KEYS)
