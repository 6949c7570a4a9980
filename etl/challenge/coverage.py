"""Which regions does a source leave out altogether? A gap is named, never filled."""

from collections.abc import Iterator

import narwhals as nw

from etl.catalog.catalog import Catalog
from etl.challenge.rows import rows_of
from etl.frames import Frame
from etl.model.challenge import Challenge
from etl.model.vocabulary import Nature, RegionLevel, Severity


def regions_without_data(catalog: Catalog, observations: Frame) -> Iterator[Challenge]:
    """Regions of a level that a source never gives a series for, although it gives it for most of that level.

    Single published figures (nature ``reported``) promise no coverage and are left out.
    """
    present = observations.select(
        nw.col("source").cast(nw.String), nw.col("series").cast(nw.String), nw.col("region").cast(nw.String)
    ).unique()
    covered: dict[tuple[str, str], set[str]] = {}
    for row in rows_of(present):
        if catalog.sources[row["source"]].nature is not Nature.REPORTED:
            covered.setdefault((row["source"], row["series"]), set()).add(row["region"])
    for (source, series), regions in sorted(covered.items()):
        for level in (RegionLevel.CITY, RegionLevel.COUNTY):
            expected = [
                region
                for region in catalog.regions.values()
                if region.level is level and catalog.descends_from(region, catalog.deployment.home)
            ]
            missing = [region for region in expected if region.code not in regions]
            if not missing or 2 * len(missing) > len(expected):
                continue
            for region in missing:
                facts = {"source": source, "covered": len(expected) - len(missing), "of": len(expected)}
                yield Challenge("region_without_data", Severity.NOTE, series, region.code, None, facts)
