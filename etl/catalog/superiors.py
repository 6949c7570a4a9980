"""Regions and their superiors: each is there, of a level above, and no region lies within itself."""

from collections.abc import Iterator, Mapping
from typing import Final

from etl.errors import CatalogError
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel

# A county lies directly in a province where that is a municipality (北京市) or governs it itself (省直辖县).
SUPERIORS: Final[Mapping[RegionLevel, tuple[RegionLevel, ...]]] = {
    RegionLevel.NATION: (),
    RegionLevel.PROVINCE: (RegionLevel.NATION,),
    RegionLevel.CITY: (RegionLevel.PROVINCE,),
    RegionLevel.COUNTY: (RegionLevel.CITY, RegionLevel.PROVINCE),
    RegionLevel.UNIT: (RegionLevel.COUNTY, RegionLevel.CITY, RegionLevel.PROVINCE),
}
_MAY_STAND_ALONE: Final = (RegionLevel.NATION, RegionLevel.PROVINCE)


def check_regions(regions: Mapping[str, Region]) -> Iterator[CatalogError]:
    """What is wrong with the superiors of regions, one problem per region."""
    for region in regions.values():
        if region.parent is None:
            if region.level not in _MAY_STAND_ALONE:
                yield _wrong(region, "no parent", f"the code of a {_levels(region)}")
        elif region.parent not in regions:
            yield _wrong(region, repr(region.parent), "the id of a declared region")
        elif region.code in (circle := _superiors(region, regions)):
            yield _wrong(region, " → ".join((region.code, *circle)), "no circle of parents")
        elif regions[region.parent].level not in SUPERIORS[region.level]:
            found = f"{region.level.value} under {regions[region.parent].level.value} {region.parent}"
            yield _wrong(region, found, f"{region.level.value} under {_levels(region)}")


def check_former_superiors(regions: Mapping[str, Region]) -> Iterator[CatalogError]:
    """The superiors of before are regions too, of a level above."""
    for region in regions.values():
        for former in region.former:
            if former.parent is None or former.parent == region.parent:
                continue
            above = regions.get(former.parent)
            if above is None or above.level not in SUPERIORS[region.level]:
                yield CatalogError(
                    file="region_history.csv",
                    place=f"{region.code} until {former.until}",
                    found=f"former_parent {former.parent!r}",
                    expected=f"the code of a {_levels(region)}",
                    action="Correct the former superior, or leave it empty.",
                )


def _levels(region: Region) -> str:
    return " or ".join(level.value for level in SUPERIORS[region.level]) or "nothing"


def _superiors(region: Region, regions: Mapping[str, Region]) -> tuple[str, ...]:
    """The superiors of a region up to the top, or up to the first that comes again."""
    found: list[str] = []
    at = region.parent
    while at is not None and at not in found:
        found.append(at)
        at = regions[at].parent if at in regions else None
    return tuple(found)


def _wrong(region: Region, found: str, expected: str) -> CatalogError:
    return CatalogError(
        file="regions.csv",
        place=region.code,
        found=found,
        expected=expected,
        action="Correct its parent or level.",
    )
