"""Who may ask this server for what: the check before every request, and who the reader is.

Without a name one may only read, and only at the machine itself: the request comes from loopback and carries
no header of a proxy, for behind a proxy everybody comes from loopback.
"""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from flask import Flask, Request, Response, has_request_context, redirect, request
from flask_login import LoginManager, current_user, login_user, logout_user

from dashboard.address import SIGN_IN
from dashboard.auth.person import Person
from dashboard.auth.rights import Right
from dashboard.operational.errors import FORBIDDEN, UNAUTHENTICATED
from dashboard.scope import PUBLIC, ReaderScope
from dashboard.text import words
from dashboard.web.refusals import MACHINE_PATHS, refuse, request_lang

if TYPE_CHECKING:
    from dashboard.auth.sign_in_gate import (
        Gate,
    )  # with the store behind it, which a reader without a name never needs

SIGN_OUT: Final = "/sign-out"
PASSWORD: Final = "/password"
OWN_PAGES: Final = (SIGN_IN, SIGN_OUT, PASSWORD)
FEED: Final = "/feed/"
"""Addresses with a token in them, which calendar programs read; the route itself asks whose it is."""
_OPEN: Final = (
    "/assets/",
    "/_dash-component-suites/",
    "/_favicon.ico",
    SIGN_IN,
    SIGN_OUT,
    FEED,
    "/healthz",
    "/metrics",
)
_FOR_PROGRAMS: Final = "/api/"
_PROJECT_CHECK: Final = "/api/v1/project-check"
_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# sent with POST, but they answer a question and change nothing
_QUESTIONS: Final = frozenset({"/_dash-update-component", _PROJECT_CHECK})
_BEARER: Final = "Bearer "
_HEADERS_OF_PROXIES: Final = frozenset(
    {
        *("forwarded", "via", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "x-originating-ip"),
        *("x-remote-ip", "x-remote-addr", "true-client-ip", "cf-connecting-ip", "x-proxyuser-ip"),
    }
)
_PREFIX_OF_PROXIES: Final = "x-forwarded"


class SignedIn:
    """A person with the token of their session, as the login library wants them."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, person: Person, token: str) -> None:
        self.person = person
        self.token = token

    def get_id(self) -> str:
        """What the signed cookie holds: the token of the session, never a name or number of a user."""
        return self.token


def install(server: Flask, gate: Callable[[], Gate], *, requires_sign_in: bool) -> None:
    """Check every request, after those checks that need no name.

    Args:
        server: the Flask server.
        gate: opened when somebody has a name; the store is not touched for anybody else.
        requires_sign_in: whether even reading at the machine itself needs a name.
    """
    manager = LoginManager(server)
    manager.session_protection = None  # sessions end in the store, whatever a copied cookie says

    def _by_cookie(token: str) -> SignedIn | None:
        person = gate().person(token)
        return SignedIn(person, token) if person else None

    def _by_token(asked: Request) -> SignedIn | None:
        told = asked.headers.get("Authorization", "")
        if not told.startswith(_BEARER) or not asked.path.startswith(_FOR_PROGRAMS):
            return None
        person = gate().program(told.removeprefix(_BEARER))
        return SignedIn(person, "") if person else None

    manager.user_loader(_by_cookie)
    manager.request_loader(_by_token)
    server.before_request(lambda: check_access(requires_sign_in=requires_sign_in))


def check_access(*, requires_sign_in: bool) -> Response | Any | None:
    """None where the request may go on; else where to go, or why not."""
    if request.path.startswith(_OPEN):
        return None
    person = present_person()
    if person is None:
        may_read = not requires_sign_in and is_at_the_machine() and _only_reads()
        return None if may_read else ask_to_sign_in()
    if person.must_change_password and request.path != PASSWORD:
        return _refuse_or_lead("password_first", FORBIDDEN, PASSWORD)
    if person.kind == "service" and not _program_may(person):
        return refuse(FORBIDDEN, "not_allowed", words(request_lang())("act_errors.not_allowed"))
    return None


def ask_to_sign_in() -> Response | Any:
    """401 to programs and forms; people are led to the page where they sign in, and back."""
    return _refuse_or_lead("not_signed_in", UNAUTHENTICATED, sign_in_address(request.full_path.rstrip("?")))


def require(right: Right | None) -> Response | Any | None:
    """None where the reader has a right anywhere; else where they sign in, or that they may not."""
    person = present_person()
    if right is None or (person is not None and person.has(right)):
        return None
    if person is None:
        return ask_to_sign_in()
    return refuse(FORBIDDEN, "not_allowed", words(request_lang())("act_errors.not_allowed"))


def sign_in_address(back_to: str) -> str:
    """The page where one signs in, and where one goes from there."""
    query = {"next": back_to} if back_to not in {"", "/"} else {}
    lang = request_lang()
    return f"{SIGN_IN}?{urlencode({**query, **({'lang': lang} if lang != 'zh' else {})})}".rstrip("?")


def _refuse_or_lead(reason: str, status: int, address: str) -> Response | Any:
    if request.method != "GET" or request.path.startswith(MACHINE_PATHS):
        return refuse(status, reason, words(request_lang())(f"act_errors.{reason}"))
    answer = redirect(address)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def is_at_the_machine() -> bool:
    """Whether the request comes from this machine itself and went through no proxy."""
    try:
        is_near = ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
    names = {name.lower() for name, _ in request.headers}
    return is_near and not any(
        name in _HEADERS_OF_PROXIES or name.startswith(_PREFIX_OF_PROXIES) for name in names
    )


def _only_reads() -> bool:
    return request.method in _READING or request.path in _QUESTIONS


def _program_may(person: Person) -> bool:
    """Whether a program asks for what its token is for."""
    if request.path == _PROJECT_CHECK:
        return "project_check" in person.scopes
    return request.path.startswith(_FOR_PROGRAMS) and request.method in _READING and "read" in person.scopes


def present_person() -> Person | None:
    """Who asks; None without a name, and where no request is answered."""
    return current_user.person if has_request_context() and current_user.is_authenticated else None


def present_token() -> str:
    """The token of the present session; empty without one."""
    return current_user.token if current_user.is_authenticated else ""


def present_scope() -> ReaderScope:
    """What whoever asks may see."""
    person = present_person()
    return person.scope if person else PUBLIC


def remember(person: Person, token: str) -> None:
    """Let the browser hold the token of a new session."""
    login_user(SignedIn(person, token))


def forget() -> None:
    """Let the browser hold nothing any more."""
    logout_user()
