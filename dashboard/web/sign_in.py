"""The pages where people sign in, sign out and choose a password. Plain forms: no script is needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, request, session

from dashboard import address
from dashboard.operational.errors import TOO_MANY, ActError
from dashboard.text import words
from dashboard.web import access
from dashboard.web.form_frame import FormFrame, form_lang, lang_query, led_to
from etl.errors import LiaoningError
from etl.settings import Settings

if TYPE_CHECKING:
    from dashboard.auth.sign_in_gate import Gate

IDENTITY: Final = f"{address.SIGN_IN}/identity"
IDENTITY_BACK: Final = f"{IDENTITY}/back"
_PER_MINUTE: Final = 30  # tries from one address; names are locked long before
_LARGEST_FORM: Final = 2**14  # bytes
_BACK_TO: Final = "back_to"


class Limit:
    """So many tries in a minute, counted in this process."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute

    @cached_property
    def _counter(self) -> Callable[[str], bool]:
        from limits import RateLimitItemPerMinute  # noqa: PLC0415  nobody who only reads needs it
        from limits.storage import MemoryStorage  # noqa: PLC0415
        from limits.strategies import MovingWindowRateLimiter  # noqa: PLC0415

        limiter, item = MovingWindowRateLimiter(MemoryStorage()), RateLimitItemPerMinute(self._per_minute)
        return lambda who: limiter.hit(item, who)

    def refuse_if_often(self, who: str) -> None:
        """Count one more try.

        Raises:
            ActError: there were too many.
        """
        if not self._counter(who):
            raise ActError("sign_in_often", status=TOO_MANY)


class SignInPages:
    """The forms of one server."""

    def __init__(
        self,
        gate: Callable[[], Gate],
        settings: Settings,
        frame: FormFrame,
    ) -> None:
        """Prepare the pages.

        Args:
            gate: opened with the first try.
            settings: how the deployment runs.
            frame: writes the forms.
        """
        self._gate = gate
        self._settings = settings
        self._frame = frame
        self._limit = Limit(_PER_MINUTE)

    def install(self, server: Flask) -> None:
        """Add the pages to a server."""
        server.add_url_rule(address.SIGN_IN, view_func=self.show, methods=["GET"])
        server.add_url_rule(address.SIGN_IN, "try_sign_in", self.try_it, methods=["POST"])
        server.add_url_rule(access.SIGN_OUT, view_func=self.leave, methods=["POST"])
        server.add_url_rule(access.PASSWORD, view_func=self.show_password, methods=["GET"])
        server.add_url_rule(access.PASSWORD, "try_password", self.try_password, methods=["POST"])
        if self._settings.identity_issuer:
            self._install_identity(server)

    # ── by password ──

    def show(self, refusal: str = "", status: int = 200, name: str = "") -> Response:
        """The form."""
        lang, back_to = form_lang(), safe_address(request.values.get("next", ""))
        query = urlencode({"next": back_to, **lang_query(lang)})
        return self._frame.page(
            "sign_in.html",
            lang,
            title=words(lang)("sign_in.title"),
            refusal=refusal,
            status=status,
            back_to=back_to,
            name=name[:60],
            has_identity=bool(self._settings.identity_issuer),
            identity_address=f"{IDENTITY}?{query}",
            may_read=access.is_at_the_machine() and not self._settings.require_sign_in,
            home=f"/?{urlencode(lang_query(lang))}".rstrip("?"),
        )

    def try_it(self) -> Response | Any:
        """Check name and password; a new session, or the form again with the reason."""
        request.max_content_length = _LARGEST_FORM
        name = request.form.get("name", "").strip().lower()
        try:
            self._limit.refuse_if_often(request.remote_addr or "")
            token = self._gate().enter(name, request.form.get("password", ""), request.remote_addr or "")
        except ActError as error:
            return self.show(error.say(form_lang()), error.status, name)
        return self._enter(token, safe_address(request.form.get("next", "")))

    def _enter(self, token: str, back_to: str) -> Any:
        person = self._gate().person(token)
        if person is None:  # disabled between two moments
            return self.show()
        access.remember(person, token)
        return led_to(access.PASSWORD if person.must_change_password else back_to)

    def leave(self) -> Any:
        """End the session."""
        token = access.present_token()
        if token:
            self._gate().leave(token)
        access.forget()
        return led_to(f"{address.SIGN_IN}?{urlencode(lang_query(form_lang()))}".rstrip("?"))

    # ── another password ──

    def show_password(self, refusal: str = "", status: int = 200) -> Response | Any:
        """The form for another password."""
        person = access.present_person()
        if person is None:
            return access.ask_to_sign_in()
        lang = form_lang()
        return self._frame.page(
            "password.html",
            lang,
            title=words(lang)("password.title"),
            refusal=refusal,
            status=status,
            must=person.must_change_password,
            name=person.name,
        )

    def try_password(self) -> Response | Any:
        """Change it, or show the form again with the reason."""
        request.max_content_length = _LARGEST_FORM
        person, lang = access.present_person(), form_lang()
        if person is None:
            return access.ask_to_sign_in()
        try:
            self._limit.refuse_if_often(request.remote_addr or "")
            if request.form.get("wanted", "") != request.form.get("again", ""):
                raise ActError("passwords_differ")  # noqa: TRY301  told in the same place
            self._gate().change_password(
                person.name,
                request.form.get("present", ""),
                request.form.get("wanted", ""),
                access.present_token(),
            )
        except ActError as error:
            return self.show_password(error.say(lang), error.status)
        return led_to(f"/?{urlencode(lang_query(lang))}".rstrip("?"))

    # ── by the identity service ──

    def _install_identity(self, server: Flask) -> None:
        from dashboard.auth.identity import IdentityService  # noqa: PLC0415  only where one is named

        service = IdentityService(server, self._settings)

        def begin() -> Any:
            session[_BACK_TO] = safe_address(request.args.get("next", ""))
            try:
                return service.redirect(request.url_root.rstrip("/") + IDENTITY_BACK)
            except ActError as error:
                return self.show(error.say(form_lang()), error.status)

        def back() -> Any:
            back_to = safe_address(session.pop(_BACK_TO, ""))
            try:
                proven = service.prove()
                token = self._gate().enter_by_identity(
                    proven.issuer, proven.subject, request.remote_addr or ""
                )
            except ActError as error:
                return self.show(error.say(form_lang()), error.status)
            return self._enter(token, back_to)

        server.add_url_rule(IDENTITY, "identity", begin)
        server.add_url_rule(IDENTITY_BACK, "identity_back", back)


def safe_address(wanted: str) -> str:
    """Where to go after signing in: a view of this server and nothing else; its start page otherwise."""
    if not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return "/"
    try:
        parts = urlsplit(wanted)
        return address.to_url(address.parse(parts.path, parts.query))
    except (LiaoningError, ValueError):
        return "/"
