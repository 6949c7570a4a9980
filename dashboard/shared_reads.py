"""What several panels of a page need, read once: the rows of a region, the scene of a page."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Remembered(Generic[Key, Made]):
    """What was made last, up to a number. One thread makes it, the others that ask for it wait."""

    def __init__(self, most: int) -> None:
        """Keep the ``most`` used last."""
        self._most = most
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, tuple[threading.Lock, list[Made]]] = OrderedDict()

    def get_or_make(self, key: Key, make: Callable[[], Made]) -> Made:
        """What is kept under a key, made if it is not there. What fails is not kept.

        Args:
            key: decides what is made: build, reader's scope, selection.
            make: makes it.
        """
        with self._lock:
            turn, made = self._kept.setdefault(key, (threading.Lock(), []))
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        with turn:
            if not made:
                made.append(make())
        return made[0]
