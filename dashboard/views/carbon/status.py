"""Status of every region: the map, and a list for each status."""

from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from dashboard.address import to_url
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.theme import Mark
from dashboard.views.carbon.choices import own_name
from dashboard.views.carbon.headline import amount_words, span_words
from dashboard.views.carbon.peak import STATUSES, mark_of, status_words
from dashboard.views.carbon.shared_rows import CarbonScene
from dashboard.views.indicator_map import spread_labels
from dashboard.views.map import MapClass, MapRegion, MapView
from dashboard.views.value_words import OUT_OF_SCOPE, short_name, silent_words
from etl.errors import say
from etl.model.region import Region

_MANY: Final = 30
"""Of more regions the lists hold the names alone: their years stand in the table."""


class StatusMember(Struct, frozen=True):
    """A region of a list, with the years that its status rests on."""

    name: str
    address: str
    note: str


class StatusList(Struct, frozen=True):
    """The regions of one status; ``mark`` is None for those without figures."""

    mark: Mark | None
    word: str
    members: tuple[StatusMember, ...]


class StatusView(Struct, frozen=True):
    """Map and lists; no map where the regions have no polygons."""

    lang: str
    title: str
    map: MapView | None
    lists: tuple[StatusList, ...]


def build_status(
    scene: CarbonScene, selection: Selection, *, boundaries: str, notes: Sequence[str]
) -> StatusView:
    """The statuses of a scene.

    Args:
        scene: inventory and year.
        selection: what the address says; a click keeps the rest of it.
        boundaries: address of the polygons.
        notes: lines below the map.
    """
    lang = selection.lang
    title = words(lang)(
        "carbon.status.title",
        level=words(lang)(f"level.{scene.level}.all"),
        inventory=own_name(scene, scene.inventory.indicator, lang),
        span=span_words(scene, lang),
    )

    def address(region: Region) -> str:
        return to_url(selection.to(region=region.code))

    return StatusView(
        lang=lang,
        title=title,
        map=_map(scene, title, lang, address, boundaries, notes),
        lists=_lists(scene, lang, address),
    )


def _map(  # noqa: PLR0917 - what a map is made of
    scene: CarbonScene,
    title: str,
    lang: str,
    address: Callable[[Region], str],
    boundaries: str,
    notes: Sequence[str],
) -> MapView | None:
    regions = [region for region in scene.regions if region.label]
    if not regions:
        return None
    present = [word for word in STATUSES if any(_word(scene, region) == word for region in regions)]
    labelled = spread_labels(
        {region.code: region.label for region in regions if region.label},
        {region.code: short_name(region, lang) for region in regions},
    )
    return MapView(
        name="regions",
        title=title,
        boundaries=boundaries,
        classes=tuple(
            MapClass(say(f"found_{word}", lang), mark_of(word).fill, mark_of(word).shape) for word in present
        ),
        regions=tuple(
            MapRegion(
                code=region.code,
                name=short_name(region, lang),
                at=region.label or (0.0, 0.0),
                class_index=present.index(word) if (word := _word(scene, region)) else None,
                told=(region.name[lang], *_told(scene, region, lang)),
                address=address(region),
                is_labelled=region.code in labelled,
                is_outside=region.code in scene.catalog.outside,
            )
            for region in regions
        ),
        missing_label=say("missing_not_collected", lang),
        notes=tuple(notes),
        selected=scene.focus.code,
        outside_label=say(f"missing_{OUT_OF_SCOPE}", lang),
    )


def _word(scene: CarbonScene, region: Region) -> str | None:
    peak = scene.peak(region)
    return peak.word if peak else None


def _told(scene: CarbonScene, region: Region, lang: str) -> tuple[str, ...]:
    peak = scene.peak(region)
    if peak is None:
        return (silent_words(scene.catalog, region, lang),)
    years = words(lang)("carbon.status.years", year=peak.maximum_year, last=peak.last_year)
    return status_words(peak, lang), years, amount_words(scene, peak.last, lang, (region, peak.last_year))


def _lists(scene: CarbonScene, lang: str, address: Callable[[Region], str]) -> tuple[StatusList, ...]:
    """A list for each status, also an empty one of those without a figure left out."""
    few = len(scene.regions) <= _MANY

    def member(region: Region) -> StatusMember:
        peak = scene.peak(region) if few else None
        note = words(lang)("carbon.status.years", year=peak.maximum_year, last=peak.last_year) if peak else ""
        return StatusMember(short_name(region, lang), address(region), note)

    found = [
        StatusList(
            mark_of(word),
            say(f"found_{word}", lang),
            tuple(member(region) for region in scene.known if _word(scene, region) == word),
        )
        for word in STATUSES
    ]
    silent: dict[str, list[StatusMember]] = {}
    for region in scene.silent:
        silent.setdefault(silent_words(scene.catalog, region, lang), []).append(member(region))
    lists = (*found, *(StatusList(None, reason, tuple(members)) for reason, members in silent.items()))
    return tuple(each for each in lists if each.members)
