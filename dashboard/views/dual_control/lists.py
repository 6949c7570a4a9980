"""The barometer of a period: map, lists per level of both quantities, and what no city has reported."""

from dataclasses import dataclass

from dashboard.views.dual_control.scene import DualScene
from dashboard.views.level_lists import LevelListsView
from dashboard.views.map import MapView
from dashboard.views.missing import Lack
from dashboard.views.shown import short_name


@dataclass(frozen=True)
class BarometerView:
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


def build_lacks(scene: DualScene, lang: str) -> tuple[Lack, ...]:
    """The cities that lack the rate, the total or the figure of the plan."""
    rates = tuple(
        short_name(city.region, lang) for city in scene.cities if city.rate is None or city.rate.value is None
    )
    totals = tuple(
        short_name(city.region, lang)
        for city in scene.cities
        if city.total is None or city.total.value is None
    )
    plans = tuple(short_name(city.region, lang) for city in scene.cities if city.plan is None)
    of = len(scene.cities)
    subjects = scene.subjects
    return (
        Lack(subjects.intensity, scene.period, rates, of),
        Lack(subjects.total, scene.period, totals, of),
        Lack(subjects.plan, None, plans, of),
    )
