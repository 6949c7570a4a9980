"""All regions of the deployment, city by city, and the choice among them."""

from msgspec import Struct

from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.identity import RegionLink, region_link
from etl.catalog.catalog import Catalog
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel


class RegionGroup(Struct, frozen=True):
    """A region with what lies directly below it."""

    head: RegionLink
    count: str
    regions: tuple[RegionLink, ...]
    units: tuple[RegionLink, ...]


class RegionListView(Struct, frozen=True):
    """The list of regions.

    Attributes:
        chosen: address of the region that the page shows, if any.
        groups: the home region first, then its cities in the order of their codes.
        peers: the other regions of the home region's level.
    """

    lang: str
    chosen: str
    lead: str
    groups: tuple[RegionGroup, ...]
    peers_title: str
    peers: tuple[RegionLink, ...]


def build_region_list_view(catalog: Catalog, selection: Selection) -> RegionListView:
    """All regions that have a page."""
    lang = selection.lang
    home = catalog.home
    cities = catalog.children(home.code, RegionLevel.CITY)
    counties = sum(len(catalog.children(city.code, RegionLevel.COUNTY)) for city in cities)
    units = [region for region in catalog.regions.values() if region.level is RegionLevel.UNIT]
    peers = [region for region in catalog.regions.values() if region.level is home.level and region != home]
    return RegionListView(
        lang=lang,
        chosen=region_link(catalog.region(selection.region), lang).address if selection.region else "",
        lead=words(lang)("regions.lead", cities=len(cities), counties=counties, units=len(units)),
        groups=tuple(_group(catalog, region, lang) for region in (home, *cities)),
        peers_title=words(lang)("regions.peers", count=len(peers)),
        peers=tuple(region_link(region, lang) for region in peers),
    )


def _group(catalog: Catalog, region: Region, lang: str) -> RegionGroup:
    counties = catalog.children(region.code, RegionLevel.COUNTY)
    units = catalog.children(region.code, RegionLevel.UNIT)
    count = words(lang)("regions.counties", count=len(counties)) if counties else ""
    return RegionGroup(
        region_link(region, lang),
        count,
        tuple(region_link(one, lang) for one in counties),
        tuple(region_link(one, lang) for one in units),
    )
