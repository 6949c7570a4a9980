"""The choices of the page: period, period compared with, region looked at. Every option is an address."""

from dashboard.address import to_url
from dashboard.format import format_period
from dashboard.selection import Selection
from dashboard.views.dual_control.shared_rows import DualScene
from dashboard.views.links import Link
from dashboard.views.period_options import period_links
from dashboard.views.tiers.selectors import PageChoices
from etl.model.period import Period


def build_choices(scene: DualScene, selection: Selection) -> PageChoices:
    """The choices of a scene; one without alternatives is left out.

    Args:
        scene: the period.
        selection: what the address says; an option keeps the rest of it.
    """
    lang = selection.lang

    def at(period: Period) -> str:
        return to_url(selection if period == scene.period else selection.to(period=period, since=None))

    def compared(period: Period) -> str:
        chosen = selection.to(period=scene.period, since=period)
        return to_url(selection if period == scene.since else chosen)

    since = tuple(
        Link(format_period(one, lang), compared(one)) for one in scene.periods if _precedes(one, scene)
    )
    regions = tuple(
        Link(
            each.region.name[lang],
            to_url(selection if each is scene.focus else selection.to(region=each.region.code)),
        )
        for each in scene.everyone
    )
    found = (("period", period_links(scene.periods, at, lang)), ("since", since), ("region", regions))
    return PageChoices(lang, to_url(selection), tuple(each for each in found if len(each[1]) > 1))


def _precedes(period: Period, scene: DualScene) -> bool:
    """Whether a period is of the same months of an earlier year."""
    now = scene.period
    return now is not None and period < now and (period.kind, period.end_month) == (now.kind, now.end_month)
