"""The barometer of a period: map, lists per level of both quantities, and what no city has reported."""

from msgspec import Struct

from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.data_strip import PublishedLight, published_lights
from dashboard.views.dual_control.shared_rows import DualScene
from dashboard.views.level_lists import LevelListsView
from dashboard.views.map import MapView
from dashboard.views.missing import Lack
from dashboard.views.value_words import short_name


class BarometerView(Struct, frozen=True):
    """Map and lists of a period.

    Attributes:
        map: the cities in the colours of the intensity's levels.
        lists: of the intensity, then of the total; those that are not judged are left out.
        basis: who gave the levels.
    """

    lang: str
    map: MapView | None
    lists: tuple[LevelListsView, ...]
    basis: str


class LightsView(Struct, frozen=True):
    """Levels that the superior body published for the home region, with their documents."""

    lang: str
    title: str
    lights: tuple[PublishedLight, ...]
    note: str


def build_lights(scene: DualScene, selection: Selection) -> LightsView | None:
    """The published levels as facts; None where none were published."""
    lang = selection.lang
    own = [row for row in scene.assessments if row.region == scene.home.region.code]
    lights = published_lights(scene.catalog, own, lang)
    if not lights:
        return None
    say = words(lang)
    title = say("standing.lights", home=scene.home.region.name[lang])
    return LightsView(lang, title, lights, say("dual.lights_note"))


def build_lacks(scene: DualScene, lang: str) -> tuple[Lack, ...]:
    """The cities, of those the reader may see, that lack the rate, the total or the figure of the plan."""
    mine = [city for city in scene.cities if city.region.code not in scene.catalog.outside]
    rates = tuple(
        short_name(city.region, lang) for city in mine if city.rate is None or city.rate.value is None
    )
    totals = tuple(
        short_name(city.region, lang) for city in mine if city.total is None or city.total.value is None
    )
    plans = tuple(short_name(city.region, lang) for city in mine if city.plan is None)
    of = len(mine)
    subjects = scene.subjects
    return (
        Lack(subjects.intensity, scene.period, rates, of),
        Lack(subjects.total, scene.period, totals, of),
        Lack(subjects.plan, None, plans, of),
    )
