"""一图读懂: a view on one sheet of A4, made of the panels of its own page."""

from typing import Final

from dash import Dash, dcc, html
from msgspec import Struct

from dashboard.address import to_url
from dashboard.components.states import panel_slot
from dashboard.format import format_date, format_period
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.selection import NOT_FOUND, AddressError, Selection
from dashboard.text import words

SHEETS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    # panels of the page by row; what a row holds stands side by side
    "overview": (("overview-headline",), ("overview-map", "overview-order"), ("overview-standing",)),
    "carbon": (("carbon-headline",), ("carbon-status",), ("carbon-cards",)),
    "gradient": (("gradient-headline",), ("gradient-ladder", "gradient-flow"), ("gradient-targets",)),
    "industry": (("industry-headline",), ("industry-months",), ("industry-ranking",)),
    "region": (("region-identity",), ("region-verdicts",), ("region-path",)),
    "indicator": (("indicator-headline",), ("indicator-map", "indicator-ranking"), ("indicator-trend",)),
    "compare": (("compare-headline",), ("compare-peers",), ("compare-slope", "compare-swarm")),
}


class BriefHead(Struct, frozen=True):
    """What the sheet is about, and of which data."""

    lang: str
    title: str
    basis: str
    back: str


def layout(selection: Selection) -> html.Div:
    """The sheet of one page; a page without one has none.

    Raises:
        AddressError: no such sheet (404).
    """
    name = selection.of or "overview"
    if name not in SHEETS:
        raise AddressError("unknown_page", found=f"/brief/{name}", status=NOT_FOUND)
    rows = [
        html.Div([panel_slot(panel, selection.lang) for panel in row], className=f"sheet-row of-{len(row)}")
        for row in SHEETS[name]
    ]
    return html.Div([panel_slot("brief-head", selection.lang), *rows], className="sheet")


def register(app: Dash, panels: Panels) -> None:
    """Declare the head; everything else are the panels of the pages themselves."""
    panels.add("brief-head", build=build_head, draw=draw_head)


def build_head(queries: Queries, selection: Selection) -> BriefHead:
    """Page, region, indicator and period of the view, and the data behind it."""
    catalog, lang, say = queries.catalog, selection.lang, words(selection.lang)
    told = [say(f"pages.{selection.of or 'overview'}")]
    code = selection.region or selection.parent
    if code:
        told.append(catalog.region(code).name[lang])
    if selection.indicator in catalog.indicators:
        told.append(catalog.indicators[selection.indicator or ""].name[lang])
    if selection.period:
        told.append(format_period(selection.period, lang))
    build = queries.build()
    day = format_date(build.as_of, lang) if build.as_of else say("brief.everything")
    basis = say("brief.basis", day=day, build=build.build_id[:12])
    return BriefHead(lang, " · ".join(told), basis, to_url(_page_of(selection)))


def _page_of(selection: Selection) -> Selection:
    """The page that the sheet is made of."""
    return Selection(selection.of or "overview", selection.lang).to(
        region=selection.region,
        indicator=selection.indicator,
        period=selection.period,
        parent=selection.parent,
        peers=selection.peers,
        tier=selection.tier,
        since=selection.since,
    )


def draw_head(view: BriefHead) -> html.Div:
    """The subject, the data, and the way back."""
    say = words(view.lang)
    return html.Div(
        [
            html.H2(view.title),
            html.P(view.basis, className="note"),
            html.P(dcc.Link(say("brief.back"), href=view.back), className="sheet-back"),
        ],
        className="sheet-head",
    )
