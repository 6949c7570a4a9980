"""The gate, opened when somebody first needs it: who only reads at the machine never waits for a store."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from etl.settings import OFFICE_FILE, Settings

if TYPE_CHECKING:
    from dashboard.auth.sign_in_gate import Gate


def gate_of(settings: Settings) -> Callable[[], Gate]:
    """The gate of a deployment; the same at every call, made at the first."""
    lock = threading.Lock()
    made: list[Gate] = []

    def gate() -> Gate:
        with lock:
            if not made:
                from dashboard.auth.sign_in_gate import Gate  # noqa: PLC0415  see above
                from dashboard.operational.store import office_of  # noqa: PLC0415

                made.append(Gate(office_of(settings), settings))
            return made[0]

    return gate


def has_office(settings: Settings) -> bool:
    """Whether there is a store already; asking makes none."""
    is_elsewhere = bool(settings.database_url.reveal())
    return is_elsewhere or (settings.office / OFFICE_FILE).is_file()


def nothing() -> None:
    """Nothing need be done."""
