"""The panel beside a page: why the number that the address names is what it is."""

from collections.abc import Sequence

from msgspec import Struct

from dashboard.address import to_url
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.explain import ExplainView, build_explain_view
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.store.rows import AssessmentRow
from etl.store.working import Working


class WhyView(Struct, frozen=True):
    """A working beside a page.

    Attributes:
        close_address: the page without it.
        page_address: the page of the indicator, where the number stands among all others.
    """

    lang: str
    heading: str
    close_address: str
    page_address: str
    explain: ExplainView


def build_why_view(
    catalog: Catalog,
    working: Working,
    published: Sequence[AssessmentRow],
    selection: Selection,
    compared: tuple[str, ...] = (),
) -> WhyView:
    """The working of the number that the address names.

    Args:
        catalog: the declarations.
        working: the number with everything below it.
        published: levels that were published for the region and indicator, of every period.
        selection: what the address says; every link keeps the rest of the view.
        compared: rank and peers in words.
    """
    own_page = Selection("indicator", selection.lang, indicator=working.indicator, region=working.region)
    return WhyView(
        lang=selection.lang,
        heading=words(selection.lang)("explain.heading"),
        close_address=to_url(selection.to(why=None)),
        page_address=to_url(own_page.to(period=Period.parse(working.period))),
        explain=build_explain_view(catalog, working, published, selection, compared),
    )
