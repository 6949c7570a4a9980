"""What every answer carries, and what no request may do."""

from collections.abc import Collection, Mapping, Sequence
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask, Response, request

from dashboard.selection import BAD_REQUEST, NOT_FOUND
from dashboard.text import words
from dashboard.web.refusals import FORBIDDEN, refuse, request_lang

_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITE: Final = frozenset({"same-origin", "none"})
LARGEST_BODY: Final = 2**20  # bytes; what takes files says so itself
_HTTPS_ONLY: Final = {"Strict-Transport-Security": "max-age=31536000"}
_CALLBACKS: Final = "/_dash-update-component"
_CALLBACK_PARTS: Final = frozenset({"output", "outputs", "inputs"})


def install(
    server: Flask,
    *,
    script_hashes: Sequence[str],
    callbacks: Mapping[str, Mapping[str, Any]],
    host_names: Collection[str],
    is_https: bool = False,
) -> None:
    """Put the headers on every answer, and the checks before every request.

    Args:
        server: the Flask server.
        script_hashes: hashes of the scripts in the page itself, taken after the last callback is there.
        callbacks: the callbacks that a request may name, by output.
        host_names: under which names, beside those of this machine itself, browsers may open the pages.
        is_https: whether browsers come over HTTPS only.
    """
    headers = security_headers(script_hashes) | (_HTTPS_ONLY if is_https else {})
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY

    @server.after_request
    def _add_headers(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    server.before_request(lambda: refuse_foreign_host(host_names))
    server.before_request(refuse_foreign_request)
    server.before_request(lambda: refuse_unknown_callback(callbacks))


def security_headers(script_hashes: Sequence[str]) -> dict[str, str]:
    """The headers: nothing from another host, no framing, no sniffing, no address told to others."""
    policy = (
        "default-src 'self'",
        " ".join(("script-src 'self'", *script_hashes)),
        "style-src 'self' 'unsafe-inline'",  # the component library writes its styles into the page
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
    return {
        "Content-Security-Policy": "; ".join(policy),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }


def refuse_foreign_host(host_names: Collection[str]) -> Response | None:
    """403 to a request under a name that is not ours.

    Everybody who reaches the server may read everything, so a foreign page whose name is made to lead to this
    machine (DNS rebinding) could read it too, were the name not asked for.
    """
    name = _host_name(f"//{request.headers.get('Host', '')}")
    if name in host_names or _is_loopback(name):
        return None
    return refuse(FORBIDDEN, "foreign_host", words(request_lang())("errors.foreign_host", found=name[:80]))


def _host_name(url: str) -> str:
    """The host that an address names, in lower case; empty where it names none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _is_loopback(name: str) -> bool:
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False


def refuse_foreign_request() -> Response | None:
    """403 to a request that would change something and comes from another site."""
    if request.method in _SAFE_METHODS:
        return None
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    if origin is None and "Sec-Fetch-Site" not in request.headers and request.cookies:
        # every browser says where a form comes from; what holds a cookie and says nothing is not trusted
        return refuse(FORBIDDEN, "foreign_request", words(request_lang())("errors.foreign_request"))
    if site in _OWN_SITE and (origin is None or _netloc(origin) == request.host):
        return None
    return refuse(FORBIDDEN, "foreign_request", words(request_lang())("errors.foreign_request"))


def _netloc(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # such as ``http://[``
        return None


def refuse_unknown_callback(callbacks: Mapping[str, Mapping[str, Any]]) -> Response | None:
    """4xx to a callback request that is malformed or names no callback of this application."""
    if request.path != _CALLBACKS:
        return None
    body = request.get_json(silent=True)
    say = words(request_lang())
    if not isinstance(body, dict) or not body.keys() >= _CALLBACK_PARTS:
        return refuse(BAD_REQUEST, "bad_request", say("errors.bad_request"))
    if "callback" not in callbacks.get(str(body["output"]), {}):  # clientside ones have no server part
        return refuse(NOT_FOUND, "unknown_callback", say("errors.bad_request"))
    return None
