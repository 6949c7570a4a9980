"""The signed cookie. Its key is made with the first sign-in; who never signs in needs no key and no store."""

import secrets
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from dashboard.operational.secret_file import write_secret
from etl.errors import UsageError

_PLAIN_NAME: Final = "liaoning-session"
_HTTPS_NAME: Final = "__Host-liaoning-session"  # browsers take it over HTTPS, from this very host only
_KEY_BYTES: Final = 32


class CookieKey:
    """The key that signs cookies, in a file that the server processes share."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def value(self) -> str:
        """The key; made where there is none.

        Raises:
            UsageError: it can neither be read nor written.
        """
        try:
            if not self._path.exists():
                write_secret(self._path, secrets.token_hex(_KEY_BYTES).encode())
            return self._path.read_text("ascii")
        except OSError as error:
            raise UsageError(
                problem=f"The key of cookies, {self._path}, cannot be used ({error.strerror})",
                action="Check the permissions of LIAONING_OFFICE_DIR",
            ) from error


class CookieSession(SecureCookieSessionInterface):
    """Flask's signed cookie, except that nothing is touched for a reader without one."""

    def __init__(self, key: CookieKey) -> None:
        self._key = key

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a request; empty without a cookie."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        """Write the cookie back where it has changed."""
        if session.modified or session:
            super().save_session(app, session, response)

    def get_signing_serializer(self, app: Flask) -> Any:
        """What signs, with the key from its file."""
        app.secret_key = self._key.value
        return super().get_signing_serializer(app)


def install(server: Flask, key: CookieKey, *, is_https: bool) -> None:
    """Let a server use the cookie."""
    server.session_interface = CookieSession(key)
    server.config.update(
        SESSION_COOKIE_NAME=_HTTPS_NAME if is_https else _PLAIN_NAME,
        SESSION_COOKIE_SECURE=is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",  # the identity service leads back here from its own site
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
    )
