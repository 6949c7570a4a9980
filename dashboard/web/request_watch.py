"""Every request has a number, is counted by its route, and has a line in the log where settings want it."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import Final

from flask import Flask, Response, g, request

from dashboard.watching import FACTS, REQUESTS

HEADER: Final = "X-Request-ID"
_GIVEN: Final = re.compile(r"[0-9A-Za-z-]{8,64}")
_NOT_LOGGED: Final = ("/assets/", "/_dash-component-suites/", "/healthz", "/metrics")
_PAGE: Final = "page"
_log = logging.getLogger(REQUESTS)


def install(server: Flask, note: Callable[[str, int, float], None]) -> None:
    """Watch the requests of a server; to be installed before anything else is.

    Args:
        server: the Flask server.
        note: told route, status and seconds of every answered request.
    """

    def begin() -> None:
        g.began = time.perf_counter()
        given = request.headers.get(HEADER, "")
        g.request_id = given if _GIVEN.fullmatch(given) else secrets.token_hex(8)

    def end(response: Response) -> Response:
        seconds = time.perf_counter() - g.began
        route = route_of()
        note(route, response.status_code, seconds)
        response.headers[HEADER] = g.request_id
        if not request.path.startswith(_NOT_LOGGED):
            facts = {
                "route": route,
                "method": request.method,
                "status": response.status_code,
                "ms": round(seconds * 1000, 1),
            }
            _log.info("request", extra={FACTS: facts})
        return response

    server.before_request(begin)
    server.after_request(end)


def route_of() -> str:
    """The pattern of the address that is asked for: no name, number or word of who asks is in it."""
    rule = request.url_rule
    if rule is None:
        return "unknown"
    return _PAGE if rule.rule in {"/", "/<path:path>"} else rule.rule
