"""What a map says: regions in classes, and which of them have no value."""

from msgspec import Struct


class MapClass(Struct, frozen=True):
    """A class of regions.

    Attributes:
        label: what the legend prints: the level's word, or the borders of a class of values.
        fill: colour of the area.
        shape: sign before the label, so that the legend does not rest on colour.
    """

    label: str
    fill: str
    shape: str = "■"


class MapRegion(Struct, frozen=True):
    """A region with a polygon.

    Attributes:
        code: its GB/T 2260 code, id of its polygon.
        name: its label.
        at: longitude and latitude of the label in degrees.
        class_index: place in the map's classes; None where the value is missing.
        told: the lines shown on pointing at it, such as the value with its unit, status and source.
        address: where a click leads; None where it leads nowhere.
        is_outside: whether its value is not for the reader; it then has no class.
        is_labelled: whether its name stands on the map; some are left out where names would overlap.
    """

    code: str
    name: str
    at: tuple[float, float]
    class_index: int | None
    told: tuple[str, ...]
    address: str | None = None
    is_labelled: bool = True
    is_outside: bool = False


class MapView(Struct, frozen=True):
    """A map of one indicator or verdict in one period.

    Attributes:
        name: name of the map, unique on its page.
        title: sentence or title above it.
        boundaries: address of the polygons.
        classes: classes in the order of the legend, lowest or worst first.
        regions: every region with a polygon, also those without a value.
        missing_label: legend of those without a value, with its reason.
        notes: lines below the map: unit, period, source of the boundaries, 审图号.
        selected: code of the region that is outlined.
        outside_label: legend of those whose value is not for the reader.
        over: regions of a lower level that are drawn on top, with an outline of their own.
        over_boundaries: address of their polygons.
    """

    name: str
    title: str
    boundaries: str
    classes: tuple[MapClass, ...]
    regions: tuple[MapRegion, ...]
    missing_label: str
    notes: tuple[str, ...]
    selected: str | None = None
    outside_label: str = ""
    over: tuple[MapRegion, ...] = ()
    over_boundaries: str = ""
