"""The search box and the list of views kept: what every page carries beside its title.

Both are one piece of markup each, which the scripts bring to life (``search.js``, ``views.js``): nothing
of them waits for the renderer, and nothing they do asks the server anew.
"""

from html import escape
from typing import Any

from dash import html

from dashboard.components.aria import labelled
from dashboard.text import words

_ARIA = 'role="combobox" aria-expanded="false" aria-controls="search-list" aria-autocomplete="list"'


def search_box(lang: str) -> html.Div:
    """Regions, indicators and firms by Chinese, pinyin, English or code; ``/`` leads here from anywhere."""
    say = words(lang)
    label, hint = escape(say("search.label")), escape(say("search.hint"))
    markup = (
        f'<input class="search-input" type="search" autocomplete="off" spellcheck="false" maxlength="40"'
        f' {_ARIA} aria-label="{label}" placeholder="{hint}">'
        f'<ul class="search-list" id="search-list" role="listbox" aria-label="{label}" hidden></ul>'
        '<span class="search-count" role="status"></span>'
    )
    told: dict[str, Any] = {
        "data-markup": markup,
        "data-lang": lang,
        "data-nothing": say("search.nothing"),
        "data-count": say.raw("search.count"),
    }
    return html.Div(className="search", role="search", **labelled(say("search.label")), **told)


def kept_views(lang: str) -> html.Div:
    """The views looked at last and those kept, in this browser only."""
    say = words(lang)
    pin, unpin = escape(say("kept.pin")), escape(say("kept.unpin"))
    markup = (
        f"<details><summary>{escape(say('kept.summary'))}</summary><div class='views-list'>"
        f'<button type="button" data-pin="{pin}" data-unpin="{unpin}">{pin}</button>'
        f"<h2>{escape(say('kept.pinned'))}</h2><p data-none='pinned'>{escape(say('kept.no_pinned'))}</p>"
        "<ul data-list='pinned'></ul>"
        f"<h2>{escape(say('kept.recent'))}</h2><p data-none='recent'>{escape(say('kept.no_recent'))}</p>"
        "<ul data-list='recent'></ul>"
        f'<button type="button" data-forget="">{escape(say("kept.forget"))}</button>'
        f"<p class='views-note'>{escape(say('kept.note'))}</p></div></details>"
    )
    drawn: dict[str, Any] = {"data-markup": markup}
    return html.Div(className="views", **drawn)
