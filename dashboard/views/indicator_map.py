"""The map of one indicator: verdicts in their colours where there are any, else values in five classes."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from dashboard import theme
from dashboard.format import format_number
from dashboard.text import words
from dashboard.views.map import MapClass, MapRegion, MapView
from dashboard.views.ranking import place_words, title_of, verdict_of, verdict_words
from dashboard.views.shared_rows import Scene
from dashboard.views.value_words import OUT_OF_SCOPE, short_name, show_value
from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel, Result

_RESULTS: Final = (Result.LEVEL_1, Result.LEVEL_2, Result.LEVEL_3, Result.NOT_MET, Result.MET)
_MAPPED: Final = frozenset({RegionLevel.CITY, RegionLevel.COUNTY})
_MAP_PX: Final = (520, 380)  # a label stands inside its region, so the points fill less than the map
_LABEL_PX: Final = (13, 16)  # a Han character's width, a line's height
_MANY: Final = 30  # regions beyond which names are kept apart, so that the colours can be seen
_AIR_PX: Final = 14

Classes = tuple[tuple[MapClass, ...], dict[str, int]]


def has_map(scene: Scene) -> bool:
    """Whether the regions have polygons: those below the home region do, provinces do not."""
    return scene.choice.scope.level in _MAPPED


def build_indicator_map(
    catalog: Catalog,
    scene: Scene,
    *,
    lang: str,
    boundaries: str,
    notes: Sequence[str],
    address_of: Callable[[Region], str | None],
    selected: str | None = None,
) -> MapView:
    """The map of a scene.

    Args:
        catalog: the declarations.
        scene: regions, indicator and period with their rows.
        lang: language of the words.
        boundaries: address of the polygons.
        notes: lines below the map.
        address_of: where a click on a region leads.
        selected: code of the region that is outlined.
    """
    classes, class_of = _verdict_classes(scene, lang) if scene.is_judged else _value_classes(scene)
    regions = [region for region in scene.choice.scope.regions if region.label]
    labelled = spread_labels({region.code: region.label for region in regions if region.label},
                             {region.code: short_name(region, lang) for region in regions})  # fmt: skip
    return MapView(
        name="regions",
        title=title_of(scene, lang),
        boundaries=boundaries,
        classes=classes,
        regions=tuple(
            MapRegion(
                code=region.code,
                name=short_name(region, lang),
                at=region.label or (0.0, 0.0),
                class_index=class_of.get(region.code),
                told=_told(catalog, scene, region, lang),
                address=address_of(region),
                is_labelled=region.code in labelled,
                is_outside=region.code in catalog.outside,
            )
            for region in regions
        ),
        missing_label=words(lang)("map.unassessed")
        if scene.is_judged
        else say("missing_not_collected", lang),
        notes=tuple(notes),
        selected=selected,
        outside_label=say(f"missing_{OUT_OF_SCOPE}", lang),
    )


def spread_labels(points: Mapping[str, tuple[float, float]], texts: Mapping[str, str]) -> set[str]:
    """Which labels can stand on a map without lying on each other, in the order given.

    Args:
        points: longitude and latitude by code.
        texts: the label by code.
    """
    if not points:
        return set()
    shrink = math.cos(
        math.radians(next(iter(points.values()))[1])
    )  # a degree of longitude is shorter than of latitude
    widths = _extent(lon * shrink for lon, _ in points.values()), _extent(lat for _, lat in points.values())
    scale = min(_MAP_PX[0] / widths[0], _MAP_PX[1] / widths[1])
    air = _AIR_PX if len(points) > _MANY else 0
    kept: dict[str, tuple[float, float, float]] = {}
    for code, (lon, lat) in points.items():
        x, y, half = lon * shrink * scale, lat * scale, _label_length(texts[code]) * _LABEL_PX[0] / 2
        if all(
            abs(x - other) > half + width + air or abs(y - height) > _LABEL_PX[1] + air
            for other, height, width in kept.values()
        ):
            kept[code] = (x, y, half)
    return set(kept)


def _label_length(text: str) -> float:
    """Length in Han characters; a Latin letter takes about half of one."""
    return sum(0.55 if letter.isascii() else 1.0 for letter in text)


def _extent(numbers: Iterable[float]) -> float:
    known = list(numbers)
    return (max(known) - min(known)) or 1.0


def _verdict_classes(scene: Scene, lang: str) -> Classes:
    results = {
        code: Result(row.result) for code, row in scene.verdicts.items() if row.result != Result.UNASSESSED
    }
    present = [result for result in _RESULTS if result in results.values()]
    marks = [theme.mark_of(result) for result in present]
    classes = tuple(
        MapClass(say(f"result_{result}", lang), mark.fill, mark.shape)
        for result, mark in zip(present, marks, strict=True)
    )
    return classes, {code: present.index(result) for code, result in results.items()}


def _value_classes(scene: Scene) -> Classes:
    """Five classes of about as many regions each; what prints alike is never divided, borders are values."""
    decimals = scene.choice.indicator.display.decimals
    values = scene.values
    steps = sorted(set(values.values()))
    prints = {value: format_number(value, decimals) for value in steps}
    ordered = sorted(values.values())
    class_of_print: dict[str, int] = {}
    for place, value in enumerate(ordered):
        class_of_print.setdefault(prints[value], place * len(theme.VALUE_CLASSES) // len(ordered))
    used = sorted(set(class_of_print.values()))
    members = {one: [value for value in steps if class_of_print[prints[value]] == one] for one in used}
    fills = _fills(len(used))
    classes = tuple(
        MapClass(_range(prints[members[one][0]], prints[members[one][-1]]), fill, shape="")
        for one, fill in zip(used, fills, strict=True)
    )
    return classes, {code: used.index(class_of_print[prints[value]]) for code, value in values.items()}


def _fills(count: int) -> tuple[str, ...]:
    """As many shades as there are classes, from the light and the dark end inwards."""
    every = theme.VALUE_CLASSES
    if count <= 1:
        return every[2:3][:count]
    last = len(every) - 1
    return tuple(every[round(index * last / (count - 1))] for index in range(count))


def _range(low: str, high: str) -> str:
    return low if low == high else f"{low} ~ {high}"


def _told(catalog: Catalog, scene: Scene, region: Region, lang: str) -> tuple[str, ...]:
    row = scene.rows.get(region.code)
    shown = show_value(catalog, scene.choice.indicator, row, lang, region=region)
    lines = [shown.in_words]
    if not shown.is_missing:
        if scene.choice.indicator.ranked:
            of = words(lang)("ranking.of", count=len(scene.values))
            lines.append(f"{place_words(region.code, scene, lang)}{of}")
        lines.append(" · ".join(shown.evidence))
    if region.code in scene.verdicts:
        lines.append(verdict_words(verdict_of(scene.verdicts[region.code]), lang))
    return tuple(lines)
