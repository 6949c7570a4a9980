"""The choices of a page in one row."""

from dash import html

from dashboard.components.controls import Option, choice
from dashboard.text import words
from dashboard.views.tiers.selectors import PageChoices


def draw_page_choices(view: PageChoices) -> html.Div:
    """One select each, in the order given."""
    say = words(view.lang)
    selects = [
        choice(
            name,
            say(f"controls.{name}"),
            [Option(link.label, link.address, link.group) for link in links],
            view.present,
            view.lang,
        )
        for name, links in view.choices
    ]
    return html.Div(selects, className="controls")
