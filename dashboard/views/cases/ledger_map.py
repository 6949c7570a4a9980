"""The map of restrictions, now and ever: cities, and on them the counties of which something is on record.

A restriction of a region holds for everything below it, so a region is marked by its own restrictions and by
those of its superiors. What has no boundary of its own is named below the map.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from dashboard import theme
from dashboard.address import to_url
from dashboard.cases.case_events import CaseFile
from dashboard.format import format_date
from dashboard.selection import Selection
from dashboard.text import Lang, words
from dashboard.views.cases.episodes import Episode
from dashboard.views.cases.wording import state_name
from dashboard.views.indicator_map import spread_labels
from dashboard.views.map import MapClass, MapRegion, MapView
from dashboard.views.value_words import short_name
from etl.catalog.catalog import Catalog
from etl.model.region import Region
from etl.model.restriction import RESTRICTING
from etl.model.vocabulary import RegionLevel

NOW, ENDED_HERE, RECORDED, NEVER = range(4)
_KINDS: Final = ("in_force", "ever", "recorded", "never")
_SHAPES: Final = ("■", "◆", "◇", "□")
_FILLS: Final = tuple(theme.VALUE_CLASSES[place] for place in (4, 3, 1, 0))


class Restrictions(Struct, frozen=True):
    """All that is known of restrictions.

    Attributes:
        files: the cases of this system that came to one.
        episodes: records of the past.
    """

    catalog: Catalog
    files: Sequence[CaseFile]
    episodes: Sequence[Episode]
    lang: Lang


class _Marks(Struct, frozen=True):
    """Restrictions of one region."""

    files: tuple[CaseFile, ...]
    episodes: tuple[Episode, ...]

    @property
    def kind(self) -> int:
        """The class on the map: what holds now comes first."""
        if any(file.case.state in RESTRICTING for file in self.files):
            return NOW
        if self.files:
            return ENDED_HERE
        return RECORDED if self.episodes else NEVER


def build_ledger_map(
    known: Restrictions,
    *,
    today: date,
    boundaries: tuple[str, str],
    notes: tuple[str, ...],
) -> MapView:
    """Where approvals are restricted on the day, and where they ever were.

    Args:
        known: cases and records.
        today: the day.
        boundaries: addresses of the polygons of cities and of all counties.
        notes: lines on unit, boundaries and 审图号.
    """
    say = words(known.lang)
    cities = [city for city in known.catalog.at_home(RegionLevel.CITY) if city.label is not None]
    counties = [region for region in _named(known) if region.level is RegionLevel.COUNTY and region.label]
    marked = _with_room([_place(known, region) for region in (*counties, *cities)])
    over, shown = marked[: len(counties)], marked[len(counties) :]
    kinds = [region.class_index for region in marked]
    classes = tuple(
        MapClass(say(f"case.ledger.map_{kind}", count=kinds.count(place)), _FILLS[place], _SHAPES[place])
        for place, kind in enumerate(_KINDS)
    )
    return MapView(
        name="restrictions",
        title=say("case.ledger.map", day=format_date(today, known.lang)),
        boundaries=boundaries[0],
        classes=classes,
        regions=tuple(shown),
        missing_label=say("case.ledger.map_nothing"),
        notes=(*_undrawn(known), say("case.ledger.map_boundary"), *notes),
        over=tuple(over),
        over_boundaries=boundaries[1],
    )


def _with_room(regions: list[MapRegion]) -> list[MapRegion]:
    """Names that would lie on another leave the map: those of the counties come first, they are marked."""
    points = {region.code: region.at for region in regions}
    kept = spread_labels(points, {region.code: region.name for region in regions})
    return [replace(region, is_labelled=region.code in kept) for region in regions]


def _named(known: Restrictions) -> list[Region]:
    """The regions that a case or a record names, in the order of the catalogue."""
    past = {part.region for each in known.episodes for part in each.parts if part.name is None}
    codes = {file.case.region for file in known.files} | past
    return [region for code, region in known.catalog.regions.items() if code in codes]


def _marks(known: Restrictions, region: Region) -> _Marks:
    regions, descends = known.catalog.regions, known.catalog.descends_from
    return _Marks(
        files=tuple(
            file for file in known.files if file.case.region in regions and descends(region, file.case.region)
        ),
        episodes=tuple(
            each
            for each in known.episodes
            if any(part.name is None and descends(region, part.region) for part in each.parts)
        ),
    )


def _place(known: Restrictions, region: Region) -> MapRegion:
    marks, lang = _marks(known, region), known.lang
    name = short_name(region, lang)
    told = [*_told(known, marks), *_within(known, region)]
    return MapRegion(
        code=region.code,
        name=name if marks.kind == NEVER else f"{_SHAPES[marks.kind]} {name}",
        at=region.label or (0.0, 0.0),
        class_index=marks.kind,
        told=tuple(told or [words(lang)("case.ledger.map_nothing")]),
        address=to_url(Selection("region", lang, region=region.code)),
    )


def _told(known: Restrictions, marks: _Marks) -> Iterator[str]:
    lang = known.lang
    for file in marks.files:
        yield _case_told(known, file)
    for episode in marks.episodes:
        yield _episode_told(episode, lang)


def _episode_told(episode: Episode, lang: Lang) -> str:
    say = words(lang)
    known_end = episode.end and say("case.ledger.end_told", day=episode.end)
    end = known_end or say("case.ledger.end_unknown")
    return say("case.ledger.map_episode", what=episode.instrument, start=episode.start, end=end)


def _within(known: Restrictions, region: Region) -> Iterator[str]:
    """What is on record of single places in a region, that says nothing of the whole of it."""
    catalog, lang = known.catalog, known.lang

    def is_below(code: str) -> bool:
        return code in catalog.regions and catalog.descends_from(catalog.region(code), region.code)

    for file in known.files:
        if file.case.region != region.code and is_below(file.case.region):
            yield _case_told(known, file)
    for episode in known.episodes:
        for part in episode.parts:
            if part.name is not None and is_below(part.region):
                yield f"{part.name[lang]} · {_episode_told(episode, lang)}"
            elif part.region != region.code and is_below(part.region):
                yield f"{catalog.region(part.region).name[lang]} · {_episode_told(episode, lang)}"


def _case_told(known: Restrictions, file: CaseFile) -> str:
    place = known.catalog.region(file.case.region).name[known.lang]
    return f"{place} · {file.instrument.name[known.lang]} · {state_name(file.case.state, known.lang)}"


def _undrawn(known: Restrictions) -> Iterator[str]:
    """What the map cannot show: places without a boundary, elsewhere, or that nobody has placed."""
    say = words(known.lang)
    yield from _zones(known)
    yield from _units(known)
    if elsewhere := sum(each.is_placed and not each.parts for each in known.episodes):
        yield say("case.ledger.elsewhere", count=elsewhere)
    for episode in known.episodes:
        if not episode.is_placed:
            yield say("case.ledger.not_placed", place=episode.place)


def _zones(known: Restrictions) -> Iterator[str]:
    lang = known.lang
    for episode in known.episodes:
        for part in episode.parts:
            if part.name is not None and part.reason is not None:
                yield words(lang)(
                    "case.ledger.not_drawn",
                    place=f"{_SHAPES[RECORDED]} {part.name[lang]}",
                    city=known.catalog.region(part.region).name[lang],
                    told=_episode_told(episode, lang),
                    reason=part.reason[lang],
                )


def _units(known: Restrictions) -> Iterator[str]:
    lang = known.lang
    for file in known.files:
        region = known.catalog.regions.get(file.case.region)
        if region is not None and region.level is RegionLevel.UNIT:
            kind = NOW if file.case.state in RESTRICTING else ENDED_HERE
            yield words(lang)(
                "case.ledger.not_drawn_unit",
                place=f"{_SHAPES[kind]} {region.name[lang]}",
                told=f"{file.instrument.name[lang]} · {state_name(file.case.state, lang)}",
            )
