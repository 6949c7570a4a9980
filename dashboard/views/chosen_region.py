"""Whose number a page explains."""

from dashboard.selection import NOT_FOUND, AddressError, Selection
from dashboard.views.shared_rows import Scene
from etl.catalog.catalog import Catalog
from etl.model.region import Region
from etl.model.vocabulary import Direction


def region_looked_at(catalog: Catalog, scene: Scene, selection: Selection) -> Region:
    """The region that the address names; else the home region if it has the figure; else the first in order.

    Raises:
        AddressError: the catalogue has no such region (404).
    """
    if selection.region is not None:
        if selection.region not in catalog.regions:
            raise AddressError("unknown_place", found=selection.region, status=NOT_FOUND)
        return catalog.regions[selection.region]
    values = scene.values
    home = scene.rows.get(catalog.home.code)
    if (home is not None and home.value is not None) or not values:
        return catalog.home
    is_lowest_first = scene.choice.indicator.direction is Direction.LOWER_IS_BETTER
    first = min(values, key=lambda code: (values[code] if is_lowest_first else -values[code], code))
    return catalog.regions[first]
