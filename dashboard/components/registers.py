"""The pieces of the registers: who is overdue, what a register is and can be done in it, a search in it."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.components.find_box import find_form, no_search
from dashboard.components.rich_table import rich_table
from dashboard.text import words
from dashboard.views.registers.entries import RegisterHead, RegisterSearch
from dashboard.views.registers.overview import PressingView


def pressing(view: PressingView) -> html.Div:
    """The sentence, then who is overdue beside what is overdue."""
    body: list[Component] = [html.P(view.lead, className="lead")]
    if view.sign_in:
        body.append(html.P(html.A(words(view.lang)("who.sign_in"), href=view.sign_in)))
    if view.who is not None and view.items is not None:
        body.append(
            html.Div(
                [
                    html.Div(rich_table(view.who), className="register-who"),
                    html.Div(rich_table(view.items), className="register-items"),
                ],
                className="register-pressing",
            )
        )
    return html.Div(body)


def head(view: RegisterHead) -> html.Div:
    """What the register is for, then what can be done in it."""
    actions = [html.Li(html.A(name, href=address)) for name, address in view.actions]
    return html.Div(
        [
            html.P(dcc.Link(view.back[0], href=view.back[1]), className="register-back"),
            *[html.P(line, className="prose") for line in view.lead],
            html.Ul(actions, className="register-actions"),
        ],
        className="register-head",
    )


def search(view: RegisterSearch) -> html.Div:
    """The box by which entries are found by words; what is typed becomes the address."""
    if not view.present:
        return html.Div()
    asked = ("register.search", view.find, view.present, view.lang)
    return html.Div([find_form(*asked), html.P(no_search(*asked))])
