"""A figure on its page: sized by its place, described in words, without a tool bar."""

from typing import Any

from dash import dcc, html

from dashboard import ids
from dashboard.components.aria import HIDDEN, labelled
from dashboard.components.save import save_buttons
from dashboard.figures.map import draw_map
from dashboard.text import words
from dashboard.views.map import MapClass, MapView

_TOPOLOGY = "/assets/"  # never asked for: the one that plotly wants is preset; and never another host


def graph(
    figure: dict[str, Any], description: str, *, graph_id: str | dict[str, str] | None = None
) -> html.Div:
    """A plotly figure.

    Args:
        figure: a plain dictionary from ``figures``.
        description: what it shows, for readers who do not see it.
        graph_id: id, if something listens to it.
    """
    identity: dict[str, Any] = {"id": graph_id} if graph_id else {}
    drawn = dcc.Graph(
        **identity,
        figure=figure,
        responsive=True,
        className="graph",
        config={
            "displayModeBar": False,
            "scrollZoom": False,
            "doubleClick": False,
            "showTips": False,
            "topojsonURL": _TOPOLOGY,
        },
    )
    return html.Div(drawn, role="img", className="graph-frame", **labelled(description))


def map_figure(view: MapView, lang: str) -> html.Figure:
    """A map with its title, legend and notes; a click on a region goes to its address."""
    return html.Figure(
        [
            html.Figcaption(view.title, className="figure-title"),
            graph(draw_map(view), words(lang)("map.alt", title=view.title), graph_id=ids.map_of(view.name)),
            _legend(view),
            html.Div([html.P(note) for note in view.notes], className="note"),
            html.Div(save_buttons(view.title, lang), className="chart-tools"),
        ],
        className="map-figure",
    )


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
