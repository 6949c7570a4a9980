"""装载台 on 数据: bring a file, and see how far each has come; an upload has a page of its own, a form."""

from html import escape
from typing import Final

from dash import html

from dashboard.address import sign_in_url
from dashboard.components.rich_table import rich_table
from dashboard.components.states import empty_state
from dashboard.load_desk.upload import SUFFIXES
from dashboard.pages.reports_pieces import markup_slot
from dashboard.panels import Panels
from dashboard.queries import Queries
from dashboard.scope import ReaderScope
from dashboard.selection import Selection
from dashboard.text import words
from dashboard.views.load_desk.upload_list import DeskFacts, DeskListView, build_desk_list
from dashboard.views.load_desk.wording import LARGEST_MB, ROOT

PANEL: Final = "data-desk"


def register(panels: Panels) -> None:
    """Declare the panel; it is made anew each time, for people act between two looks."""

    def build(queries: Queries, selection: Selection, scope: ReaderScope) -> DeskListView:
        uploads = panels.uploads
        facts = DeskFacts(
            is_signed_in=scope.is_signed_in and uploads is not None,
            may_bring=uploads is not None and uploads.may_bring(),
            sources=uploads.sources() if uploads else (),
            uploads=uploads.visible() if uploads else (),
        )
        return build_desk_list(queries.catalog, facts, selection.lang, sign_in=sign_in_url(selection))

    panels.add(PANEL, build=build, draw=draw_desk, is_kept=False, knows_reader=True)


def draw_desk(view: DeskListView) -> html.Div:
    """The place to drop a file, and the files that the reader may open."""
    form = [markup_slot(_form(view))] if view.may_bring else []
    table = (
        [rich_table(view.table)]
        if view.table
        else [empty_state(view.lang, reason=view.none)]
        if view.none
        else []
    )
    sign_in = [html.P(html.A(words(view.lang)("who.sign_in"), href=view.sign_in))] if view.sign_in else []
    return html.Div(
        [html.P(view.lead, className="lead prose"), *sign_in, *form, *table], className="desk-list"
    )


def _form(view: DeskListView) -> str:
    say = words(view.lang)
    options = "".join(
        f'<option value="{escape(name)}">{escape(title)}</option>' for name, title in view.sources
    )
    by_name = f'<option value="">{escape(say("desk.form.by_name"))}</option>'
    query = "" if view.lang == "zh" else f"?lang={view.lang}"
    kinds = ",".join(SUFFIXES)
    return (
        f'<form class="form desk-form" method="post" action="{ROOT}{query}" enctype="multipart/form-data">'
        f'<input type="hidden" name="lang" value="{view.lang}">'
        f'<label for="desk-file">{escape(say("desk.form.file", most=LARGEST_MB))}</label>'
        f'<div class="desk-drop"><p aria-hidden="true">{escape(say("desk.form.hint"))}</p>'
        f'<input id="desk-file" name="file" type="file" accept="{kinds}" required></div>'
        f'<label for="desk-source">{escape(say("desk.form.source"))}</label>'
        f'<select id="desk-source" name="source">{by_name}{options}</select>'
        f'<button type="submit">{escape(say("desk.form.submit"))}</button>'
        f'<p class="note">{escape(say("desk.form.templates"))}</p></form>'
    )
