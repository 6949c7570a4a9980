"""The ways to save a drawing as a picture with everything that stands around it."""

from typing import Any

from dash import html

from dashboard.text import words

_KINDS = ("png", "svg")


def save_buttons(title: str, lang: str) -> html.Div:
    """A button for each form of picture.

    Args:
        title: sentence of the drawing.
        lang: language of the words.
    """
    return html.Div([_button(kind, title, lang) for kind in _KINDS], className="chart-save")


def _button(kind: str, title: str, lang: str) -> html.Button:
    label = words(lang)("chart.save", kind=kind.upper(), title=title)
    wired: dict[str, Any] = {"data-save": kind, "aria-label": label}
    return html.Button(kind.upper(), type="button", title=label, **wired)
