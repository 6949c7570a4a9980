"""What the values of a build read, for the export that tells it beside each of them."""

from collections.abc import Iterable, Iterator

from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.store.export import ReadBy, Stated
from etl.store.rows import ValueRow
from etl.store.working import declared_figures


def figures_read(catalog: Catalog, footings: Iterable[tuple[str, str, str]]) -> Iterator[ReadBy]:
    """What the formulas of indicators read in their periods; the regions of a period read alike.

    Args:
        catalog: gives the formulas.
        footings: indicator, period and basis of the values.
    """
    periods: dict[str, Period] = {}
    for name, text, basis in footings:
        period = periods.setdefault(text, Period.parse(text))
        reads = catalog.indicators[name].reads(period, published=basis == "published")
        for position, read in enumerate(reads):
            yield ReadBy(name, text, basis, position, read.name, str(read.period), read.region, read.beside)


def figures_declared(catalog: Catalog, values: Iterable[ValueRow]) -> Iterator[Stated]:
    """What values take from declarations of the catalogue, with the file and the row of each."""
    for value in values:
        indicator, period = catalog.indicators[value.indicator], Period.parse(value.period)
        figures = declared_figures(catalog, indicator, value.region, period)
        if figures:
            said = "; ".join(f"{figure.value!r}[{figure.file}!{figure.row}]" for figure in figures)
            yield Stated(value.indicator, value.region, value.period, said)
