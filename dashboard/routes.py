"""The table of pages, in the order of the contents; ``selection.PATHS`` tells where each stands."""

from collections.abc import Callable

from dash import Dash
from dash.development.base_component import Component
from msgspec import Struct

from dashboard.auth.rights import Right
from dashboard.pages import (
    articles,
    brief,
    carbon,
    cases,
    compare,
    data,
    dual_control,
    gradient,
    indicator,
    industry,
    overview,
    projects,
    region,
    registers,
    reports,
    system,
)
from dashboard.panels import Panels
from dashboard.selection import Selection
from dashboard.text import words
from etl.catalog.catalog import Catalog


class Page(Struct, frozen=True):
    """A page.

    Attributes:
        name: key of ``selection.PATHS`` and of the words below ``pages``.
        layout: page, path and language → skeleton with the slots of its panels; knows no data.
        register: declares its panels and, where it has forms, its callbacks.
        is_in_contents: whether the contents name it.
        heading: what one of its views is called, such as the name of a region; None for the page's own name.
        right: what somebody must be allowed to open it; None for everybody who may read.
        has_charts: whether a chart may stand on it, whose library is then announced before it is needed.
    """

    name: str
    layout: Callable[[Selection], Component]
    register: Callable[[Dash, Panels], None]
    is_in_contents: bool = True
    heading: Callable[[Catalog, Selection], str | None] | None = None
    right: Right | None = None
    has_charts: bool = True

    def heading_of(self, catalog: Catalog, selection: Selection) -> str:
        """The heading of a view in the selection's language."""
        own = self.heading(catalog, selection) if self.heading else None
        return own or words(selection.lang)(f"pages.{selection.page}")


PAGES: tuple[Page, ...] = (
    Page("overview", overview.layout, overview.register, has_charts=False),
    Page("dual_control", dual_control.layout, dual_control.register),
    Page("carbon", carbon.layout, carbon.register),
    Page("gradient", gradient.layout, gradient.register),
    Page("industry", industry.layout, industry.register),
    Page("region", region.layout, region.register, heading=region.heading),
    Page("indicator", indicator.layout, indicator.register, heading=indicator.heading),
    Page("compare", compare.layout, compare.register),
    Page("cases", cases.layout, cases.register, heading=cases.heading),
    Page(
        "restrictions",
        cases.layout_ledger,
        cases.register_ledger,
        is_in_contents=False,
        has_charts=False,
    ),
    Page(
        "deadlines", cases.layout_deadlines, cases.register_deadlines, is_in_contents=False, has_charts=False
    ),
    Page("case_notice", cases.layout_notice, cases.register_notice, is_in_contents=False, has_charts=False),
    Page("projects", projects.layout, projects.register, has_charts=False),
    Page("registers", registers.layout, registers.register, heading=registers.heading, has_charts=False),
    Page("reports", reports.layout, reports.register, has_charts=False),
    Page("data", data.layout, data.register, heading=data.heading, has_charts=False),
    Page("articles", articles.layout, articles.register, heading=articles.heading, has_charts=False),
    Page(
        "system",
        system.layout,
        system.register,
        is_in_contents=False,
        heading=system.heading,
        right=Right.READ_AUDIT,
        has_charts=False,
    ),
    Page("brief", brief.layout, brief.register, is_in_contents=False),
)
