"""``/healthz`` (``/live`` and ``/ready`` below it) and ``/metrics``: for whoever watches over the machine.

Neither tells anything about a person. Whether it is well is told to anybody; the figures only to who asks
from this machine itself, or with the token of the settings.
"""

import hmac
import threading
import time
from collections.abc import Callable
from typing import Final

import orjson
from flask import Flask, Response, request

from dashboard.text import words
from dashboard.web.access import is_at_the_machine
from dashboard.web.byte_responses import NEVER_KEPT
from dashboard.web.refusals import FORBIDDEN, UNAVAILABLE, refuse, request_lang
from etl.settings import Settings

HEALTH: Final = "/healthz"
METRICS: Final = "/metrics"
_OK: Final = 200
_BEARER: Final = "Bearer "
_LOOK_EVERY: Final = 2.0  # seconds
_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


class Lately:
    """What a look at something costly said, asked again after two seconds."""

    def __init__(self, look: Callable[[], bool], clock: Callable[[], float] = time.monotonic) -> None:
        self._look = look
        self._clock = clock
        self._lock = threading.Lock()
        self._said: tuple[float, bool] | None = None

    def __call__(self) -> bool:
        """Whether it is well."""
        with self._lock:
            if self._said is None or self._clock() - self._said[0] > _LOOK_EVERY:
                self._said = (self._clock(), self._look())
            return self._said[1]


def install(
    server: Flask,
    settings: Settings,
    *,
    is_build_open: Callable[[], bool],
    is_store_up: Callable[[], bool],
    told: Callable[[], bytes],
) -> None:
    """Serve them.

    Args:
        server: the Flask server.
        settings: with the token of the figures.
        is_build_open: whether there is a build to answer from.
        is_store_up: whether the store of what people do answers, where there is one.
        told: the figures, in the format of Prometheus.
    """

    def live() -> Response:
        return _answer(_OK, {"status": "ok"})

    def ready() -> Response:
        parts = {"build": is_build_open(), "store": is_store_up()}
        is_well = all(parts.values())
        return _answer(
            _OK if is_well else UNAVAILABLE, {"status": "ok" if is_well else "unavailable", **parts}
        )

    def metrics() -> Response:
        if not may_read(settings.metrics_token.reveal()):
            return refuse(FORBIDDEN, "not_allowed", words(request_lang())("errors.metrics_closed"))
        return Response(told(), content_type=_TYPE, headers={"Cache-Control": NEVER_KEPT})

    server.add_url_rule(f"{HEALTH}/live", view_func=live)
    for path in (HEALTH, f"{HEALTH}/ready"):
        server.add_url_rule(path, f"ready {path}", ready)
    server.add_url_rule(METRICS, view_func=metrics)


def may_read(token: str) -> bool:
    """Whether whoever asks may read the figures."""
    given = request.headers.get("Authorization", "").removeprefix(_BEARER)
    if token and given:
        return hmac.compare_digest(given.encode(), token.encode())
    return is_at_the_machine()


def _answer(status: int, body: dict[str, object]) -> Response:
    return Response(
        orjson.dumps(body), status, mimetype="application/json", headers={"Cache-Control": NEVER_KEPT}
    )
