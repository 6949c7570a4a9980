"""Every refusal in one shape: JSON for machines, a readable page for people, never a traceback."""

import logging
from html import escape
from typing import Final

import orjson
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from dashboard.operational.errors import StoreError
from dashboard.selection import BAD_REQUEST, NOT_FOUND, AddressError
from dashboard.text import LANGS, words
from dashboard.watching import request_id
from dashboard.web.byte_responses import NEVER_KEPT
from dashboard.web.request_watch import route_of
from etl.errors import LiaoningError, StorageError, UsageError, storage_error

FORBIDDEN: Final = 403
FAILED: Final = 500
UNAVAILABLE: Final = 503
MACHINE_PATHS: Final = (
    *(
        "/panel/",
        "/export/",
        "/boundaries/",
        "/build.json",
        "/api/",
        "/_dash",
        "/assets/",
        "/healthz",
        "/metrics",
    ),
    "/report/",  # making reports and fetching them; the page about them is /reports
)
_TITLES: Final = {
    NOT_FOUND: "not_found",
    BAD_REQUEST: "bad_request",
    FORBIDDEN: "refused",
    UNAVAILABLE: "unavailable",
}
_AGAIN_SECONDS: Final = "15"
"""When a page that could not be opened is asked for again, by browsers and by programs."""
_log = logging.getLogger(__name__)


def install(server: Flask) -> None:
    """Answer every error of a server in its one shape."""
    server.register_error_handler(Exception, answer_error)


def answer_error(error: Exception) -> Response:
    """The answer to a request that could not be served."""
    if isinstance(error, AddressError):
        return refuse(error.status, error.reason, error.say(request_lang()))
    if (broken := _of_machine(error)) is not None:
        return _fails(*broken)
    if isinstance(error, UsageError):  # the catalogue does not know what the address names
        return refuse(
            NOT_FOUND, "unknown_place", words(request_lang())("errors.unknown_place", found=request.path)
        )
    if isinstance(error, HTTPException) and error.code is not None and error.code < FAILED:
        return refuse_http(error.code)
    _log.exception("%s failed", route_of(), exc_info=error)
    return refuse(FAILED, "internal", words(request_lang())("errors.internal") + _number())


def _number() -> str:
    """The number under which the log tells of a failure, as a reader is shown it."""
    return words(request_lang())("errors.number", number=request_id()) if request_id() else ""


def _of_machine(error: Exception) -> tuple[LiaoningError, str, str] | None:
    """What is no fault of a reader or of an address: the error, its code, and what it means for a reader."""
    if isinstance(error, StoreError):
        return (
            error,
            f"store_{error.reason}",
            error.say_on_page(request_lang(), is_sent=request.method not in {"GET", "HEAD"}),
        )
    known = storage_error(error) if isinstance(error, OSError) else error
    if isinstance(known, StorageError):
        return known, f"storage_{known.reason}", words(request_lang())(f"storage_errors.{known.reason}")
    if isinstance(known, LiaoningError) and not isinstance(known, UsageError):
        return known, "unavailable", words(request_lang())("errors.unavailable")
    return None


def _fails(error: LiaoningError, code: str, message: str) -> Response:
    """What is not the reader's fault and may be over soon: the page asks again by itself."""
    _log.error("%s: %s", route_of(), " ".join(str(error).split()))
    answer = refuse(UNAVAILABLE, code, message + _number())
    answer.headers["Retry-After"] = _AGAIN_SECONDS
    if request.method == "GET" and answer.mimetype == "text/html":
        answer.headers["Refresh"] = _AGAIN_SECONDS
    return answer


def _is_for_program() -> bool:
    """Whether a program reads the answer; a browser that sends a form says that it wants a page."""
    sends_form = request.method != "GET" and "text/html" not in request.headers.get("Accept", "")
    return request.path.startswith(MACHINE_PATHS) or sends_form


def refuse(status: int, code: str, message: str) -> Response:
    """A refusal with its reason in words."""
    if _is_for_program():
        body = orjson.dumps({"error": {"code": code, "message": message}})
        response = Response(body, status, mimetype="application/json")
    else:
        response = Response(_page(status, message), status, mimetype="text/html")
    response.headers["Cache-Control"] = NEVER_KEPT
    return response


def request_lang() -> str:
    """The language that the request's address asks for."""
    asked = request.args.get("lang", LANGS[0])
    return asked if asked in LANGS else LANGS[0]


def refuse_http(status: int) -> Response:
    """A refusal of a request that matches nothing here."""
    say = words(request_lang())
    if status == NOT_FOUND:
        return refuse(status, "unknown_page", say("errors.unknown_page", found=request.path))
    return refuse(status, "bad_request", say("errors.bad_request"))


def _page(status: int, message: str) -> str:
    lang = request_lang()
    say = words(lang)
    title = say(f"error_page.{_TITLES.get(status, 'failed')}")
    home = "/" if lang == LANGS[0] else f"/?lang={lang}"
    return f"""<!DOCTYPE html>
<html lang="{"zh-CN" if lang == "zh" else "en"}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} · {escape(say("app.short"))}</title>
<link rel="stylesheet" href="/assets/fonts.css"><link rel="stylesheet" href="/assets/paper.css"></head>
<body><header class="masthead"><p class="masthead-title">{escape(say("app.title"))}</p></header>
<main class="page error-page"><h1>{escape(title)}</h1><p>{escape(message)}</p>
<p><a href="{home}">{escape(say("states.home"))}</a></p></main></body></html>"""
