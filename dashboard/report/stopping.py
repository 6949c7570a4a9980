"""Stopping a batch between two documents, so that what is finished stays and nothing is left half."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

IsStopped = Callable[[], bool]
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def never_stopped() -> bool:
    """For work that nobody can stop."""
    return False


@contextmanager
def stopped_by_signal(tell: Callable[[], None]) -> Iterator[IsStopped]:
    """Note Ctrl-C, or the end that the system asks for, in place of breaking off at once.

    Args:
        tell: called when somebody asks for the first time.

    Yields:
        whether somebody has asked.
    """
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        if not asked:
            tell()
        asked.append(number)

    before = {one: signal.signal(one, note) for one in _SIGNALS}
    try:
        yield lambda: bool(asked)
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
