"""Signing in by the provincial identity service: OpenID Connect, authorization code with PKCE, by Authlib."""

from typing import Any, Final

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask
from joserfc.errors import JoseError
from msgspec import Struct
from requests import RequestException
from werkzeug.wrappers import Response

from dashboard.operational.errors import FORBIDDEN, ActError
from etl.settings import Settings

_NAME: Final = "identity"
_DOCUMENT: Final = "/.well-known/openid-configuration"
_TIMEOUT_SECONDS: Final = 10


class Proven(Struct, frozen=True):
    """Whom the service has proved: never their name alone, which they may be able to choose there."""

    issuer: str
    subject: str


class IdentityService:
    """The service of one deployment."""

    def __init__(self, server: Flask, settings: Settings) -> None:
        self._issuer = settings.identity_issuer.rstrip("/")
        self._client: Any = OAuth(server).register(
            _NAME,
            client_id=settings.identity_client,
            client_secret=settings.identity_secret.reveal() or None,
            server_metadata_url=self._issuer + _DOCUMENT,
            client_kwargs={
                "scope": "openid profile",
                "code_challenge_method": "S256",
                "timeout": _TIMEOUT_SECONDS,
            },
        )

    def redirect(self, callback_address: str) -> Response:
        """Send the browser to the service; state, nonce and PKCE verifier stay in the signed cookie.

        Raises:
            ActError: the service does not answer.
        """
        try:
            sent: Response = self._client.authorize_redirect(callback_address)
        except (RequestException, OAuthError, ValueError, KeyError, RuntimeError) as error:
            raise ActError("identity_failed", status=FORBIDDEN) from error
        return sent

    def prove(self) -> Proven:
        """Check what the browser brought back: state, code, signature, issuer, audience, nonce, time.

        Raises:
            ActError: anything is wrong with it.
        """
        try:
            told = self._client.authorize_access_token()["userinfo"]
        except (RequestException, OAuthError, JoseError, ValueError, KeyError, RuntimeError) as error:
            raise ActError("identity_failed", status=FORBIDDEN) from error
        if not told or str(told.get("iss", "")).rstrip("/") != self._issuer or not told.get("sub"):
            raise ActError("identity_failed", status=FORBIDDEN)
        return Proven(self._issuer, str(told["sub"]))
