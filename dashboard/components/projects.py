"""The pieces of 项目核查: the form, the answer."""

from html import escape
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.text import words
from dashboard.views.project_check import CheckView, FindingLine
from dashboard.views.project_form import FormField, ProjectForm


def project_form(view: ProjectForm) -> html.Div:
    """The form as one piece of markup; what is filled in becomes the address, so that it can be handed on."""
    fields = "".join(f"<label><span>{escape(one.label)}</span>{_input(one)}</label>" for one in view.fields)
    button = (
        f'<button type="submit" class="button">{escape(words(view.lang)("projects.form.submit"))}</button>'
    )
    markup = (
        f'<form data-ask="{escape(view.address)}"><div class="project-fields">{fields}</div>{button}</form>'
    )
    written: dict[str, Any] = {"data-markup": markup}
    return html.Div(className="project-form", **written)


def _input(field: FormField) -> str:
    required = " required" if field.is_required else ""
    if field.options:
        options = "".join(_option(field, *one) for one in field.options)
        return f'<select name="{field.name}"{required}>{options}</select>'
    pattern = f' pattern="{escape(field.pattern)}"' if field.pattern else ""
    return (
        f'<input type="text" name="{field.name}" value="{escape(field.value)}" maxlength="100" '
        f'autocomplete="off"{pattern}{required}>'
    )


def _option(field: FormField, value: str, word: str) -> str:
    selected = " selected" if value == field.value else ""
    return f'<option value="{escape(value)}"{selected}>{escape(word)}</option>'


def check_answer(view: CheckView) -> Component:
    """The outcome as word, shape and colour, then every finding with what it rests on."""
    if view.nothing:
        return html.P(view.nothing, className="prose")
    return html.Div(
        [
            html.P(
                [html.Span(view.shape, className="badge-shape"), html.Span(view.headline)],
                className=f"project-outcome badge badge-{view.mark}",
            ),
            html.P(view.about, className="prose"),
            html.Ol([_finding(each) for each in view.findings], className="project-findings"),
            *[html.P(line, className="note") for line in view.lines],
            *[
                html.P([line, *_working(address, view.lang)], className="note")
                for line, address in view.headroom
            ],
            html.P(view.information, className="note"),
        ],
        className="project-answer",
        role="status",
    )


def _working(address: str | None, lang: str) -> list[Component | str]:
    return [" ", html.A(words(lang)("projects.check.working"), href=address)] if address else []


def _finding(line: FindingLine) -> html.Li:
    says = html.A(line.says, href=line.address) if line.address else line.says
    return html.Li(
        [
            html.P(
                [
                    html.Span(f"{line.shape} {line.outcome}", className=f"badge badge-{line.mark}"),
                    html.Span(says),
                ]
            ),
            html.P(line.basis, className="note"),
        ]
    )
