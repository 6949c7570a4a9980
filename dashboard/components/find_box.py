"""A box in which names are searched for; what is typed becomes the address."""

from typing import Any, Final

from dash import dcc, html

from dashboard.text import words

_LONGEST: Final = 40


def find_form(texts: str, find: str, present: str, lang: str) -> html.Form:
    """The search of a list.

    Args:
        texts: where its words stand: ``label``, ``hint`` and ``find`` lie below.
        find: what is searched for now.
        present: the address without a search, which the browser adds what is typed to.
        lang: zh or en.
    """
    say = words(lang)
    box = dcc.Input(
        name="find",
        type="search",
        value=find,
        placeholder=say(f"{texts}.hint"),
        maxLength=_LONGEST,
        className="find-input",
        autoComplete="off",
    )
    label = html.Label([html.Span(say(f"{texts}.label")), box], className="find")
    button = html.Button(say(f"{texts}.find"), type="submit", className="find-button")
    ask: dict[str, Any] = {"data-ask": present}
    return html.Form([label, button], className="find-row", role="search", **ask)


def no_search(texts: str, find: str, present: str, lang: str) -> list[dcc.Link]:
    """The way back to the whole list, where something is searched for."""
    return [dcc.Link(words(lang)(f"{texts}.clear"), href=present)] if find else []
