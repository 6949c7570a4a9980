"""A small identity service on loopback: OpenID Connect, one person, faults that can be switched on."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlencode

from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

CLIENT, SECRET = "liaoning", "shared-secret"


class FakeIdentity:
    """The service. ``fault`` names what is wrong with what it says."""

    def __init__(self) -> None:
        self.fault = ""
        self.subject = "42"
        self.url = ""
        self.asked: dict[str, str] = {}
        self._key = RSAKey.generate_key(2048, {"kid": "one"})
        self._other = RSAKey.generate_key(2048, {"kid": "one"})

    def __call__(self, environ, start):
        request = Request(environ)
        answer = getattr(self, request.path.strip("/").replace(".well-known/", "").replace("-", "_"))(request)
        return answer(environ, start)

    def openid_configuration(self, request):
        if self.fault == "silent":
            return Response("no", 500)
        return told(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/jwks",
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    def jwks(self, request):
        return told({"keys": [self._key.as_dict(private=False)]})

    def authorize(self, request):
        self.asked = dict(request.args)
        back = {"code": "the-code", "state": self.asked["state"]}
        if self.fault == "state":
            back["state"] = "another"
        if self.fault == "denied":
            back = {"error": "access_denied", "state": self.asked["state"]}
        return Response(status=302, headers={"Location": f"{self.asked['redirect_uri']}?{urlencode(back)}"})

    def token(self, request):
        form = {key: values[0] for key, values in parse_qs(request.get_data(as_text=True)).items()}
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
        is_proven = challenge.rstrip(b"=").decode() == self.asked["code_challenge"]
        if form["code"] != "the-code" or not is_proven:
            return Response("{}", 400)
        return told({"access_token": "x", "token_type": "Bearer", "id_token": self._id_token()})

    def _id_token(self):
        now = int(time.time())
        claims = {
            "iss": "http://other.example" if self.fault == "issuer" else self.url,
            "aud": "another" if self.fault == "audience" else CLIENT,
            "sub": self.subject,
            "nonce": "another" if self.fault == "nonce" else self.asked["nonce"],
            "iat": now,
            "exp": now - 3600 if self.fault == "expired" else now + 300,
        }
        if self.fault == "unsigned":
            parts = [{"alg": "none"}, claims]
            return (
                ".".join(
                    base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts
                )
                + "."
            )
        key = self._other if self.fault == "signature" else self._key
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, key)


def told(value):
    return Response(json.dumps(value), mimetype="application/json")


@contextmanager
def serving() -> Iterator[FakeIdentity]:
    """The service while a test runs."""
    identity = FakeIdentity()
    server = make_server("127.0.0.1", 0, identity, threaded=True)
    identity.url = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield identity
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
