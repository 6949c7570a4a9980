"""Whether an address names what there is: an unknown place, indicator or time is said at once."""

from collections.abc import Collection, Iterator
from typing import Final

from dashboard.queries import Queries
from dashboard.selection import NOT_FOUND, AddressError, Selection
from dashboard.shared_reads import Remembered
from etl.catalog.catalog import Catalog
from etl.model.period import Period

_MOST_BUILDS: Final = 4
_YEARS: Final[Remembered[tuple[int, str], range]] = Remembered(_MOST_BUILDS)


def require_known(queries: Queries, selection: Selection) -> None:
    """Refuse an address that names what the build does not know.

    Args:
        queries: the build, as whoever may see all asks it.
        selection: what the address says.

    Raises:
        AddressError: 404, with what is not known and where it can be chosen.
    """
    for kind, name, known in _named(queries.catalog, selection):
        if known and name not in known:
            raise AddressError(f"unknown_{kind}", found=name, status=NOT_FOUND)
    years = _years_of(queries)
    for period in _periods(selection):
        if years and (period.end_year < years.start or period.start_year >= years.stop):
            raise AddressError("unknown_period", found=str(period), status=NOT_FOUND)


def _named(catalog: Catalog, selection: Selection) -> Iterator[tuple[str, str, Collection[str]]]:
    """Each code of an address with its kind and those that there are."""
    regions = [selection.region, selection.parent, *selection.peers]
    indicators = [selection.indicator]
    if selection.why:
        regions.append(selection.why.region)
        indicators.append(selection.why.indicator)
    yield from (("region", code, catalog.regions) for code in regions if code)
    yield from (("indicator", name, catalog.indicators) for name in indicators if name)
    if selection.source:
        yield "source", selection.source, catalog.sources
    if selection.due:
        yield "return", selection.due, catalog.returns
    if selection.rule:
        yield "rule", selection.rule, catalog.barometer_rules


def _periods(selection: Selection) -> Iterator[Period]:
    for period in (selection.period, selection.since, selection.why.period if selection.why else None):
        if period is not None:
            yield period


def _years_of(queries: Queries) -> range:
    """From the first year with a figure to the last with a figure or target; empty where there is none."""
    key = (id(queries), queries.build_id)
    return _YEARS.get_or_make(key, lambda: _read_years(queries))


def _read_years(queries: Queries) -> range:
    periods = [Period.parse(text) for text in {row.period for row in queries.coverage()}]
    if not periods:
        return range(0)
    asked = (target.end for target in queries.catalog.targets)
    last = max((*(period.end_year for period in periods), *asked))
    return range(min(period.start_year for period in periods), last + 1)
