"""The working of a number beside any page: one panel for all of them, named by the address alone."""

from dashboard.components.why import NAME, draw_why
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.selection import SIDE, Figure, Selection
from dashboard.views.comparison.in_words import compared_lines
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
    compared = read_compared(queries, asked, selection.lang)
    return build_why_view(queries.catalog, working, held, selection, compared)


def read_compared(queries: Queries, asked: Figure, lang: str) -> tuple[str, ...]:
    """Rank and peers of a number, in words; the peers of its year, else of the latest year before it."""
    ranks = queries.rankings([asked.indicator], [asked.region], [str(asked.period)])
    year = asked.period.end_year
    peers = queries.peers([asked.region], year) or queries.peers([asked.region])
    known = [row for row in peers if row.year <= year]
    codes = [row.peer for row in known]
    rows = queries.values([asked.indicator], codes, [str(asked.period)]) if codes else []
    values = {row.region: row for row in rows}
    rank = ranks[0] if ranks else None
    return compared_lines(queries.catalog, asked.indicator, rank, known, values, lang=lang)
