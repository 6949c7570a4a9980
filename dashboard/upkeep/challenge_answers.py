"""What people did about challenges, read from the chain for whoever shows a build."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from dashboard.flags_after_answers import Courses
from dashboard.upkeep.china_day import day_of
from etl.store.rows import ChallengeRow

if TYPE_CHECKING:  # with the store behind it, which a reader of a place where nobody acts never needs
    from dashboard.operational.store import Office

_LOOK_EVERY: Final = 1.0  # seconds: what another process recorded is seen that much later


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
        self._version = ""
        self._last: tuple[str, Courses] = ("", Courses())

    def look_again(self) -> None:
        """See at the next look what was recorded in this process just now."""
        self._looked = 0.0

    def version(self) -> str:
        """Number of the last act about a challenge, and the day."""
        now = time.monotonic()
        if now - self._looked >= _LOOK_EVERY or not self._looked:
            self._looked = now
            self._version = self._present_version() if self._has_store() else ""
        return self._version

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
