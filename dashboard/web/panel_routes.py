"""``/panel/<build>/<name>.json``, ``/export/<build>/<name>.csv`` (or ``.xlsx``) and ``/build.json``."""

from collections.abc import Callable

import orjson
from flask import Flask, Response, request

from dashboard.address import parse_panel_query
from dashboard.panels import Panels
from dashboard.scope import PUBLIC, ReaderScope
from dashboard.web.byte_responses import FOR_EVER, NEVER_KEPT, respond


def public_scope() -> ReaderScope:
    """The scope of a reader who is not signed in."""
    return PUBLIC


def install(server: Flask, panels: Panels, scope_of_reader: Callable[[], ReaderScope] = public_scope) -> None:
    """Serve the panels.

    Args:
        server: the Flask server.
        panels: the registry.
        scope_of_reader: what the reader of the present request may see; part of the cache's key.
    """

    def how_long(name: str) -> str:
        # what is shown to somebody by name must not lie in a browser that the next person uses
        return FOR_EVER if panels.is_kept(name) and scope_of_reader() is PUBLIC else NEVER_KEPT

    def panel(build_id: str, name: str) -> Response:
        selection = parse_panel_query(request.query_string.decode("ascii", "replace"))
        return respond(panels.answer(build_id, name, selection, scope_of_reader()), how_long(name))

    def export(build_id: str, name: str, form: str) -> Response:
        selection = parse_panel_query(request.query_string.decode("ascii", "replace"))
        answer = panels.export(build_id, name, selection, scope_of_reader(), form=form)
        response = respond(answer, how_long(name))
        response.headers["Content-Disposition"] = f'attachment; filename="{name}-{build_id[:12]}.{form}"'
        return response

    def build() -> Response:
        body = orjson.dumps({"build": panels.queries.build_id})
        return Response(body, mimetype="application/json", headers={"Cache-Control": NEVER_KEPT})

    server.add_url_rule("/panel/<build_id>/<name>.json", view_func=panel)
    server.add_url_rule("/export/<build_id>/<name>.<form>", view_func=export)
    server.add_url_rule("/build.json", view_func=build)
