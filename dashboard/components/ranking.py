"""The ranking as bars: name, bar from zero, number; those without data at the end with their reason."""

from dash import dcc, html

from dashboard.components.aria import HIDDEN
from dashboard.text import words
from dashboard.views.ranking import RankingRow, RankingView

_MOST_OPEN = 40


def draw_ranking(view: RankingView) -> html.Figure:
    """Bars on one scale; long lists fold after the regions with data."""
    say = words(view.lang)
    rows = [_bar(row, view) for row in (*view.ranked, *view.units)]
    missing = [_missing(row) for row in view.missing]
    heading = [
        html.Span(view.title, className="table-caption"),
        html.Span(say("map.unit", unit=view.unit), className="note"),
    ]
    return html.Figure(
        [
            html.Figcaption(heading, className="ranking-caption"),
            _bars(rows),
            *(
                [html.P(say("ranking.missing", count=len(missing)), className="bars-missing-title")]
                if missing
                else []
            ),
            html.Ul(missing, className="bars-missing") if missing else None,
            html.P(view.rule, className="note") if rows else None,
            html.P(view.to_deliver, className="note") if view.to_deliver else None,
            html.P(_evidence(view), className="note") if rows else None,
        ],
        className="ranking",
    )


def _bars(rows: list[html.Li]) -> html.Ol | None:
    """A list longer than a window scrolls in itself, by keyboard too."""
    if len(rows) > _MOST_OPEN:
        return html.Ol(rows, className="bars is-long", tabIndex="0")
    return html.Ol(rows, className="bars") if rows else None


def _bar(row: RankingRow, view: RankingView) -> html.Li:
    style = {"marginLeft": f"{100 * row.start:.2f}%", "width": f"{100 * row.length:.2f}%"}
    bar = html.Span(html.Span(className="bar", style=style), className="bar-track", **HIDDEN)
    return html.Li(
        [
            html.Span(row.place, className="bar-place"),
            dcc.Link(row.name, href=row.address, className="bar-name"),
            bar,
            html.Span(row.value.text, className="bar-value figures"),
        ],
        className="is-marked" if row.is_marked else None,
    )


def _missing(row: RankingRow) -> html.Li:
    return html.Li(["○ ", dcc.Link(row.name, href=row.address), f" {row.value.reason}"])


def _evidence(view: RankingView) -> str:
    """What the figures are, said once where all are alike."""
    kinds = {row.value.evidence for row in (*view.ranked, *view.units)}
    say = words(view.lang)
    told = " · ".join(kinds.pop()) if len(kinds) == 1 else say("ranking.mixed")
    return say("ranking.evidence", evidence=told, sources=say("punctuation.semicolon").join(view.sources))
