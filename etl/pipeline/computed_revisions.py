"""How much computed figures are revised: what first editions made them, and what the last ones make them."""

from collections.abc import Iterator, Mapping

import numpy as np

from etl.catalog.catalog import Catalog
from etl.columns import Columns
from etl.derive.revisions import computed_revisions
from etl.model.figures import Axes, Figures
from etl.model.indicator import Indicator
from etl.pipeline.publications import Publications
from etl.pipeline.values import AllFigures, ObservedFigures, derive_all
from etl.store.write import WarehouseWriter


class FirstEditions(ObservedFigures):
    """The figures as the source in use stated them first; two figures of one day are no editions."""

    def _rows_in_use(self, editions: Columns) -> Columns:
        first = np.flatnonzero(editions.array("vintage") == 1)
        fact = np.cumsum(editions.array("vintage") == 1) - 1
        source, days = editions.coded("source").codes, editions.array("known_from")
        is_edition = (source == source[first][fact]) & (days < days[first][fact])
        at = np.where(is_edition, np.arange(editions.size), first[fact])
        return editions.take(np.maximum.reduceat(at, first))


def write_computed_revisions(
    writer: WarehouseWriter,
    catalog: Catalog,
    axes: Axes,
    observations: Columns,
    *,
    values: Mapping[str, Figures],
    publications: Publications,
) -> None:
    """Add the sizes of revisions of computed indicators to the table ``revision_size``.

    Only what rests on revised series is derived a second time; of a build without revisions nothing is.
    """
    revised = {name for (name,) in writer.rows("SELECT CAST(series AS VARCHAR) FROM revision_size")}
    affected = {each.id for each in catalog.indicators.values() if _is_affected(catalog, each, revised)}
    wanted = affected & values.keys()
    if not wanted:
        return
    first = derive_all(
        catalog, axes, FirstEditions(axes, observations), values, publications,
        report=lambda _step, _done, _of: None, only=wanted,
    )  # fmt: skip
    writer.insert_rows("revision_size", _sizes(first, values, sorted(wanted)))


def _is_affected(catalog: Catalog, indicator: Indicator, revised: set[str]) -> bool:
    """Whether it is computed from figures that were revised.

    Two figures of one publication are of one edition: their ratio is left alone.
    """
    formula = indicator.formula
    if formula.kind == "series" or (formula.kind == "ratio" and formula.one_publication):
        return False
    return not revised.isdisjoint(catalog.series_of(indicator.id))


def _sizes(first: AllFigures, last: AllFigures, names: list[str]) -> Iterator[dict[str, object]]:
    for name in names:
        found = computed_revisions(first[name], last[name])
        if found is not None:
            yield {"series": name, **found}
