"""What people did about challenges, read from the chain for whoever shows a build."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from dashboard.flags_after_answers import Courses
from dashboard.operational.errors import StoreError
from dashboard.upkeep.china_day import day_of
from etl.store.rows import ChallengeRow

if TYPE_CHECKING:  # with the store behind it, which a reader of a place where nobody acts never needs
    from dashboard.operational.store import Office

_LOOK_EVERY: Final = 1.0  # seconds: what another process recorded is seen that much later
_KEPT_FOR: Final = 900.0
"""Seconds for which pages go on with what was read last where the store cannot be reached."""
_log = logging.getLogger(__name__)


class KeptAnswers:
    """The answers of one deployment; asked at every look, read anew when somebody acted or a day ended."""

    def __init__(self, office: Callable[[], Office], has_store: Callable[[], bool]) -> None:
        """Prepare to read; who only reads makes no store.

        Args:
            office: the store; opened where there is one.
            has_store: whether there is one yet.
        """
        self._office = office
        self._has_store = has_store
        self._lock = threading.Lock()
        self._looked = 0.0
        self._read_at: float | None = None
        self._version = ""
        self._last: tuple[str, Courses] = ("", Courses())

    def look_again(self) -> None:
        """See at the next look what was recorded in this process just now."""
        self._looked = 0.0

    def version(self) -> str:
        """Number of the last act about a challenge, and the day.

        Raises:
            StoreError: the store cannot be read, and was not for so long that its acts may be missed.
        """
        now = time.monotonic()
        if now - self._looked >= _LOOK_EVERY or not self._looked:
            try:
                self._version = self._present_version() if self._has_store() else ""
                self._read_at = now
            except StoreError as error:
                self._go_on(now, error)
            self._looked = now
        return self._version

    def _go_on(self, now: float, error: StoreError) -> None:
        """Answer by what was read last: a store that is gone for a minute takes no figure off the screens."""
        if self._read_at is None or now - self._read_at > _KEPT_FOR:
            raise error
        _log.error("Pages go on with what was recorded %.0f s ago: %s", now - self._read_at, error)

    def _present_version(self) -> str:
        from dashboard.operational.chain import head_number  # noqa: PLC0415  see above
        from dashboard.upkeep.challenges import KINDS  # noqa: PLC0415

        office = self._office()
        with office.reading() as connection:
            number = head_number(connection, *KINDS)
        return f"{number}.{day_of(office.now())}" if number else ""

    def about(self, build_id: str, rows: Callable[[], Sequence[ChallengeRow]]) -> Courses:
        """What was done about the challenges of a build."""
        version = self.version()
        if not version:
            return Courses()
        key = f"{build_id}.{version}"
        with self._lock:
            if self._last[0] != key:
                self._last = key, self._read(rows(), version)
            return self._last[1]

    def _read(self, rows: Sequence[ChallengeRow], version: str) -> Courses:
        from dashboard.operational.chain import events_of  # noqa: PLC0415  see above
        from dashboard.upkeep.challenges import KINDS, courses  # noqa: PLC0415

        office = self._office()
        with office.reading() as connection:
            events = events_of(connection, *KINDS)
        return courses(events, rows, day_of(office.now()), version)
