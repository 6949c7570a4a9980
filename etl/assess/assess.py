"""All assessments of a build."""

from collections.abc import Iterator, Mapping

from etl.assess.barometers import PublishedLevels, assess_barometers
from etl.assess.targets import Values, assess_targets
from etl.catalog.catalog import Catalog
from etl.model.assessment import Assessment
from etl.model.indicator import Indicator
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel


def assessed_regions(catalog: Catalog, indicator: Indicator) -> tuple[Region, ...]:
    """The home region, everything below it, and its peers, at the levels that the indicator exists for."""
    home = catalog.deployment.home
    return tuple(
        region
        for region in catalog.regions.values()
        if region.level in indicator.levels
        and region.level is not RegionLevel.UNIT
        and (catalog.descends_from(region, home) or region.level is catalog.deployment.peers)
    )


def assess_all(
    catalog: Catalog, values: Mapping[str, Values], published_levels: Mapping[str, PublishedLevels]
) -> Iterator[Assessment]:
    """Assessments of every indicator that is judged, in order of the catalogue.

    Args:
        catalog: what is judged, and against what.
        values: indicator values by indicator id.
        published_levels: levels as published by series id.
    """
    for indicator in catalog.indicators.values():
        assessed = indicator.assessment
        if assessed is None:
            continue
        regions = assessed_regions(catalog, indicator)
        own = values.get(indicator.id, {})
        if assessed.kind == "target":
            yield from assess_targets(catalog, indicator, assessed, regions, own)
        else:
            levels = published_levels.get(assessed.published_level, {})
            yield from assess_barometers(catalog, indicator, assessed, regions, values=own, published=levels)
