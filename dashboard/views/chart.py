"""What stands around every chart: its sentence, what it measures, its source, its table."""

from collections.abc import Iterable

from msgspec import Struct

from dashboard.text import words
from dashboard.views.table import TableView
from etl.catalog.catalog import Catalog


class ChartWords(Struct, frozen=True):
    """The words of a chart.

    Attributes:
        title: a sentence that says what the chart shows.
        axis: what is measured, with its unit and sign.
        source: where the figures come from; printed into a saved picture too.
        notes: what a reader must know.
        table: everything that is drawn, to read and to download.
    """

    lang: str
    title: str
    axis: str = ""
    source: str = ""
    notes: tuple[str, ...] = ()
    table: TableView | None = None


def sources_line(catalog: Catalog, sources: Iterable[str], lang: str) -> str:
    """The titles of the sources of a chart; empty without one."""
    titles = dict.fromkeys(catalog.sources[name].title[lang] for name in sources if name in catalog.sources)
    between = words(lang)("punctuation.semicolon")
    return words(lang)("chart.source", sources=between.join(titles)) if titles else ""
