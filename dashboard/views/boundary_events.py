"""Registered changes of a region's boundaries and names; they end every comparison across them."""

import json
from collections.abc import Iterable, Sequence

from msgspec import Struct

from etl.catalog.catalog import Catalog
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel
from etl.store.rows import RecordRow

REGISTER = "county_boundary_event"
_SEPARATOR = "、"


class BoundaryEvent(Struct, frozen=True):
    """One event as registered, in the words of its source."""

    event_id: str
    year: int
    cities: str
    units: frozenset[str]
    description: str
    confidence: str
    source: str


def read_boundary_events(records: Iterable[RecordRow]) -> tuple[BoundaryEvent, ...]:
    """The rows of the register, latest first."""
    return tuple(sorted(map(_event, records), key=lambda event: (-event.year, event.event_id)))


def _event(record: RecordRow) -> BoundaryEvent:
    fields = json.loads(record.fields)
    named = (fields["old_county_units"], fields["new_county_units"])
    return BoundaryEvent(
        event_id=fields["event_id"],
        year=int(fields["year"]),
        cities=fields["prefecture_names"],
        units=frozenset(name for text in named for name in text.split(_SEPARATOR) if name),
        description=fields["change_description"],
        confidence=fields["source_confidence"],
        source=record.source,
    )


def events_of(catalog: Catalog, region: Region, events: Sequence[BoundaryEvent]) -> tuple[BoundaryEvent, ...]:
    """Events that name a region, one of its former names or, for a superior region, anything below it.

    The register has names only. Two counties share one (铁西区), so the city must agree where it is named.
    """
    if region.level is RegionLevel.COUNTY:
        return tuple(event for event in events if _names_county(catalog, region, event))
    below = [catalog.region(code) for code in (region.code, *_codes_below(catalog, region.code))]
    counties = [one for one in below if one.level is RegionLevel.COUNTY]
    cities = [one for one in below if one.level is RegionLevel.CITY]
    return tuple(
        event
        for event in events
        if any(city.name.zh in event.cities for city in cities)
        or any(_names_county(catalog, county, event) for county in counties)
    )


def _names_county(catalog: Catalog, county: Region, event: BoundaryEvent) -> bool:
    parent = catalog.regions[county.parent] if county.parent else None
    if event.cities and parent is not None and parent.name.zh not in event.cities:
        return False
    names = (county.name.zh, *(former.name for former in county.former))
    return any(name in event.units or name in event.description for name in names)


def _codes_below(catalog: Catalog, code: str) -> tuple[str, ...]:
    children = catalog.children(code)
    return tuple(one for child in children for one in (child.code, *_codes_below(catalog, child.code)))
