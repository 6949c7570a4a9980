"""The working of a number beside any page: one panel for all of them, named by the address alone."""

from dashboard.address import SIDE, Selection
from dashboard.components.why import NAME, draw_why
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.views.why import WhyView, build_why_view


def register(panels: Panels) -> None:
    """Declare the panel, once for all pages."""
    panels.add(NAME, build=build_why, draw=draw_why, answers=SIDE)


def build_why(queries: Queries, selection: Selection) -> WhyView | None:
    """The working of the number that the address names, or nothing."""
    asked = selection.why
    if asked is None:
        return None
    working = queries.working(asked.indicator, asked.region, asked.period)
    held = [
        row
        for row in queries.assessments([asked.indicator], [asked.region])
        if row.kind == "barometer_published"
    ]
    return build_why_view(queries.catalog, working, held, selection)
