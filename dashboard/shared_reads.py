"""What several panels of a page need, read once: the rows of a region, the scene of a page."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Same:
    """A key that stands for one very object, such as a catalogue, whose dictionaries cannot be hashed."""

    __slots__ = ("_held",)

    def __init__(self, held: object) -> None:
        self._held = held  # and so lives as long as what is kept under it

    def __hash__(self) -> int:
        return id(self._held)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other._held is self._held


class Remembered(Generic[Key, Made]):
    """What was made last, up to a number or a weight. One thread makes it, others that ask for it wait."""

    def __init__(self, most: int, weigh: Callable[[Made], int] = lambda _: 1) -> None:
        """Keep the ``most`` used last, or as many as weigh no more than that together; one at least."""
        self._most = most
        self._weigh = weigh
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, _Place[Made]] = OrderedDict()
        self._held = 0

    def get_or_make(self, key: Key, make: Callable[[], Made]) -> Made:
        """What is kept under a key, made if it is not there. What fails is not kept.

        Args:
            key: decides what is made: build, reader's scope, selection.
            make: makes it.
        """
        with self._lock:
            place = self._kept.setdefault(key, _Place())
            self._kept.move_to_end(key)
        with place.turn:
            if not place.made:
                place.made.append(make())
                self._let_go(place, self._weigh(place.made[0]))
        return place.made[0]

    def _let_go(self, place: "_Place[Made]", weight: int) -> None:
        """Forget what was used longest ago, as long as all together weigh too much."""
        with self._lock:
            if not place.is_forgotten:
                place.weight = weight
                self._held += weight
            while self._held > self._most and len(self._kept) > 1:
                forgotten = self._kept.popitem(last=False)[1]
                forgotten.is_forgotten = True
                self._held -= forgotten.weight


class _Place(Generic[Made]):
    """Where one thing is made and kept; it weighs nothing until it is there."""

    __slots__ = ("is_forgotten", "made", "turn", "weight")

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.made: list[Made] = []
        self.weight = 0
        self.is_forgotten = False  # while it was being made
