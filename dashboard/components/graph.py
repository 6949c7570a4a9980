"""A figure on its page: sized by its place, described in words, without a tool bar."""

from typing import Any

import orjson
from dash import dcc, html

from dashboard.components.aria import HIDDEN, labelled
from dashboard.components.save import save_buttons
from dashboard.figures.map import draw_map
from dashboard.text import words
from dashboard.views.map import MapClass, MapView


def graph(figure: dict[str, Any], description: str) -> html.Div:
    """A plotly figure.

    Args:
        figure: a plain dictionary from ``figures``.
        description: what it shows, for readers who do not see it.
    """
    drawn = dcc.Graph(
        figure=figure,
        responsive=True,
        className="graph",
        config={
            "displayModeBar": False,
            "scrollZoom": False,
            "doubleClick": False,
            "showTips": False,
        },
    )
    return html.Div(drawn, role="img", className="graph-frame", **labelled(description))


def map_figure(view: MapView, lang: str) -> html.Figure:
    """A map with its title, legend and notes; a click on a region goes to its address."""
    return html.Figure(
        [
            html.Figcaption(view.title, className="figure-title"),
            _drawn_map(view, lang),
            _legend(view),
            html.Div([html.P(note) for note in view.notes], className="note"),
            html.Div(save_buttons(view.title, lang), className="chart-tools"),
        ],
        className="map-figure",
    )


def _drawn_map(view: MapView, lang: str) -> html.Div:
    """The place of a map with its figure, which ``assets/maps.js`` draws without the chart library."""
    told = labelled(words(lang)("map.alt", title=view.title))
    figure: dict[str, Any] = {"data-map": orjson.dumps(draw_map(view)).decode()}
    return html.Div(role="img", className="graph-frame", **told, **figure)


def map_notes(lang: str, *, source: str, approval_number: str, unit: str = "") -> tuple[str, ...]:
    """The lines that stand under every map: unit, source of the boundaries, 审图号.

    Args:
        lang: language of the words.
        source: citation of the boundaries.
        approval_number: 审图号 from the settings; empty says openly that it is missing.
        unit: word of the unit, if the map shows values.
    """
    say = words(lang)
    approval = say("map.approval", number=approval_number) if approval_number else say("map.no_approval")
    return (*([say("map.unit", unit=unit)] if unit else []), say("map.source", source=source), approval)


def _legend(view: MapView) -> html.Ul:
    hatched = []
    for is_outside, name, label in (
        (False, "missing", view.missing_label),
        (True, "outside", view.outside_label),
    ):
        if any(one.class_index is None and one.is_outside is is_outside for one in view.regions):
            hatched.append(html.Li([html.Span(className=f"swatch swatch-{name}", **HIDDEN), f"○ {label}"]))
    return html.Ul([*map(_entry, view.classes), *hatched], className="legend")


def _entry(one: MapClass) -> html.Li:
    swatch = html.Span(className="swatch", style={"backgroundColor": one.fill}, **HIDDEN)
    return html.Li([swatch, f"{one.shape} {one.label}" if one.shape else one.label])
