"""``/api/v1`` over HTTP: parse → validate → query → payload."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, Final

import orjson
from flask import Flask, Response, request
from pydantic import ValidationError

from dashboard.api.endpoints import PREFIX, Endpoint, endpoints
from dashboard.api.lookups import Restrictions
from dashboard.api.openapi import openapi_document
from dashboard.api.requests import Question
from dashboard.api.restrictions import Published
from dashboard.queries import Queries
from dashboard.scope import ReaderScope
from dashboard.scoped_queries import queries_within
from dashboard.text import words
from dashboard.web.byte_responses import NEVER_KEPT
from dashboard.web.panel_routes import public_scope
from dashboard.web.refusals import request_lang

BAD_REQUEST: Final = 400
LARGEST_BODY: Final = 64 * 1024


def install(
    server: Flask,
    queries: Queries,
    *,
    today: Callable[[], date] = date.today,
    restrictions: Restrictions = lambda region, day: None,
    published: Published = lambda day: None,
    scope_of_reader: Callable[[], ReaderScope] = public_scope,
) -> None:
    """Serve the API.

    Args:
        server: the Flask server, whose checks of sign-in and origin come before.
        queries: the current build.
        today: the day of a request that names none.
        restrictions: region and day → restrictions in force; None where no register of cases is kept.
        published: the restrictions in force on a day, as they were published; None as above.
        scope_of_reader: what the reader of the present request may see.
    """
    table = endpoints(today, restrictions, published)

    @cache
    def document() -> bytes:
        return orjson.dumps(openapi_document(table, queries.catalog.deployment.name["en"]))

    for each in table:
        server.add_url_rule(
            f"{PREFIX}{each.path}",
            endpoint=f"api-{each.path}",
            view_func=_view(each, lambda: queries_within(queries, scope_of_reader())),
            methods=[each.method],
        )
    server.add_url_rule(f"{PREFIX}/openapi.json", "api-document", lambda: _answer(document()))


def _view(endpoint: Endpoint, queries: Callable[[], Queries]) -> Callable[[], Response]:
    def view() -> Response:
        try:
            question = _question(endpoint)
        except ValidationError as error:
            return _refuse(error.errors(include_url=False, include_context=False))
        except ValueError:
            return _refuse([{"loc": ("body",), "msg": "no JSON object"}])
        return _answer(endpoint.answer(queries(), question).model_dump_json().encode())

    return view


def _question(endpoint: Endpoint) -> Question:
    if endpoint.method == "POST":
        body = request.get_data(cache=False)[: LARGEST_BODY + 1]
        if len(body) > LARGEST_BODY:
            raise ValueError
        return endpoint.asks.model_validate(orjson.loads(body))
    given = request.args.to_dict(flat=False)
    given.pop("lang", None)
    repeated = {key: values for key, values in given.items() if len(values) > 1}
    return endpoint.asks.model_validate(repeated or {key: values[0] for key, values in given.items()})


def _refuse(errors: list[Any]) -> Response:
    """400 with every parameter that does not fit, and what was expected of it."""
    found = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in errors[:10])
    message = words(request_lang())("errors.bad_question", found=found[:600])
    body = orjson.dumps({"error": {"code": "bad_request", "message": message}})
    return Response(body, BAD_REQUEST, mimetype="application/json", headers={"Cache-Control": NEVER_KEPT})


def _answer(body: bytes) -> Response:
    return Response(body, mimetype="application/json", headers={"Cache-Control": NEVER_KEPT})
