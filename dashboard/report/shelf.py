"""What a reader may see of the archive, and what they may ask to be made."""

from dashboard.operational.errors import FORBIDDEN, ActError
from dashboard.queries import Queries
from dashboard.report.archive import Archive, Run
from dashboard.report.request import OF_ONE_REGION, Kind
from etl.model.vocabulary import RegionLevel


def kinds_for(queries: Queries) -> tuple[Kind, ...]:
    """The kinds that a reader may ask for: those about the whole only where the whole is theirs."""
    home = queries.catalog.home.code
    return tuple(kind for kind in Kind if kind in OF_ONE_REGION or queries.narrow([home]))


def regions_for(queries: Queries) -> tuple[str, ...]:
    """Cities and counties that a reader may ask reports of, cities before their counties."""
    catalog = queries.catalog
    cities = catalog.children(catalog.home.code, RegionLevel.CITY)
    ordered = [
        one.code for city in cities for one in (city, *catalog.children(city.code, RegionLevel.COUNTY))
    ]
    mine = set(queries.narrow(ordered))
    return tuple(code for code in ordered if code in mine)


def scope_for(queries: Queries) -> tuple[str, ...]:
    """The regions that a reader is limited to, which go with a request; none for one who may see all."""
    if queries.narrow([queries.catalog.home.code]):
        return ()
    mine = regions_for(queries)
    catalog = queries.catalog
    return tuple(sorted(code for code in mine if catalog.regions[code].parent not in mine))


def require_mine(queries: Queries, kind: Kind, regions: tuple[str, ...]) -> None:
    """Refuse what is another region's.

    Raises:
        ActError: 403.
    """
    home = queries.catalog.home.code
    mine = {home} if kind not in OF_ONE_REGION else set(regions_for(queries))
    if kind not in kinds_for(queries) or not regions or not mine >= set(regions):
        raise ActError("not_allowed", status=FORBIDDEN)


def may_see(queries: Queries, run: Run) -> bool:
    """Whether a run is a reader's: all are for one who may see all; else those made within their regions.

    A sheet that was made for the whole compares its region with others, so it is not shown to one who may
    not see those.
    """
    if queries.narrow([queries.catalog.home.code]):
        return True
    scope = run.request.scope
    return bool(scope) and len(queries.narrow(scope)) == len(scope)


def runs_for(queries: Queries, archive: Archive) -> tuple[Run, ...]:
    """The runs that a reader may see, the latest made first."""
    seen = [run for run in archive.runs() if may_see(queries, run)]
    return tuple(
        sorted(seen, key=lambda run: [one.at for one in archive.makings(run.run_id)][-1:], reverse=True)
    )
