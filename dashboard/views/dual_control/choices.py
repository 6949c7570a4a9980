"""The choices of the page: period, period compared with, region looked at. Every option is an address."""

from dataclasses import dataclass

from dashboard.address import Selection, to_url
from dashboard.format import format_period
from dashboard.text import words
from dashboard.views.dual_control.scene import DualScene
from dashboard.views.links import Link


@dataclass(frozen=True)
class ChoiceView:
    """One choice: name, label, options, and the address of the present view among them."""

    name: str
    label: str
    options: tuple[Link, ...]
    present: str


@dataclass(frozen=True)
class ChoicesView:
    """All choices of a page."""

    lang: str
    choices: tuple[ChoiceView, ...]


def build_choices(scene: DualScene, selection: Selection) -> ChoicesView:
    """The choices of a scene; one without alternatives is left out.

    Args:
        scene: the period.
        selection: what the address says; an option keeps the rest of it.
    """
    lang = selection.lang
    say = words(lang)
    periods = tuple(
        Link(format_period(period, lang), to_url(selection.to(period=period, since=None)))
        for period in scene.periods
    )
    since = tuple(
        Link(format_period(period, lang), to_url(selection.to(period=scene.period, since=period)))
        for period in scene.periods
        if scene.period is not None
        and period < scene.period
        and period.kind is scene.period.kind
        and period.end_month == scene.period.end_month
    )
    regions = tuple(
        Link(each.region.name[lang], to_url(selection.to(region=each.region.code))) for each in scene.everyone
    )
    found = (
        ChoiceView(
            "period", say("controls.period"), periods, to_url(selection.to(period=scene.period, since=None))
        ),
        ChoiceView(
            "since", say("dual.since"), since, to_url(selection.to(period=scene.period, since=scene.since))
        ),
        ChoiceView(
            "region", say("dual.focus"), regions, to_url(selection.to(region=scene.focus.region.code))
        ),
    )
    return ChoicesView(lang, tuple(each for each in found if len(each.options) > 1))
