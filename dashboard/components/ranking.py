"""The ranking as bars: name, bar from zero, number; those without data at the end with their reason."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.aria import HIDDEN
from dashboard.components.plain_table import scrolling_table
from dashboard.text import words
from dashboard.views.ranking import RankingRow, RankingView

_MOST_BARS = 40


def draw_ranking(view: RankingView) -> html.Figure:
    """Regions with data in order, then those without, then what the figures are."""
    say = words(view.lang)
    missing = [_missing(row) for row in view.missing]
    heading = [
        html.Span(view.title, className="table-caption"),
        html.Span(say("map.unit", unit=view.unit), className="note"),
    ]
    return html.Figure(
        [
            html.Figcaption(heading, className="ranking-caption"),
            _order(view),
            *(
                [html.P(say("ranking.missing", count=len(missing)), className="bars-missing-title")]
                if missing
                else []
            ),
            html.Ul(missing, className="bars-missing") if missing else None,
            html.P(view.rule, className="note") if view.ranked or view.units else None,
            html.P(view.to_deliver, className="note") if view.to_deliver else None,
            html.P(_evidence(view), className="note") if view.ranked or view.units else None,
        ],
        className="ranking",
    )


def _order(view: RankingView) -> Component | None:
    """Bars; for a long list a plain table that scrolls in itself, because the map shows the picture."""
    rows = (*view.ranked, *view.units)
    if len(rows) <= _MOST_BARS:
        return html.Ol([_bar(row) for row in rows], className="bars") if rows else None
    say = words(view.lang)
    data = {
        "head": [say(f"ranking.column.{key}") for key in ("place", "region", "value")],
        "body": [[row.place, row.name, row.value.text + row.value.remark] for row in rows],
    }
    return scrolling_table(data, view.title)


def _bar(row: RankingRow) -> html.Li:
    style = {"marginLeft": f"{100 * row.start:.2f}%", "width": f"{100 * row.length:.2f}%"}
    bar = html.Span(html.Span(className="bar", style=style), className="bar-track", **HIDDEN)
    return html.Li(
        [
            html.Span(row.place, className="bar-place"),
            dcc.Link(row.name, href=row.address, className="bar-name"),
            bar,
            html.Span(row.value.text, className="bar-value figures"),
            *([html.Span(row.value.remark, className="bar-scope")] if row.value.remark else []),
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
