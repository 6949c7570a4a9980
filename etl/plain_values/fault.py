"""What is wrong with a declaration that was refused."""

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

_SHOWN: Final = 80


class Fault(Struct, frozen=True):
    """One thing that is wrong.

    Attributes:
        place: keys and positions that lead to it.
        found: the value that stands there.
        expected: what was expected there, in words.
        is_unknown_key: whether nothing of that name belongs there.
        is_missing: whether nothing stands there.
    """

    place: tuple[str | int, ...]
    found: object
    expected: str
    is_unknown_key: bool = False
    is_missing: bool = False

    @property
    def dotted(self) -> str:
        """The place as one word."""
        return ".".join(map(str, self.place))

    @property
    def told(self) -> str:
        """What stands there, short."""
        return "nothing" if self.is_missing else in_one_word(self.found)


class DeclarationError(ValueError):
    """A declaration is not what its type says: ``faults``, names that nothing knows before others."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: not fault.is_unknown_key))
        told = (f"{each.dotted}: found {each.told}; expected {each.expected}" for each in self.faults)
        super().__init__("\n".join(told))


def in_one_word(value: object) -> str:
    """What stands there, short: the value itself, or what kind of thing it is."""
    if isinstance(value, Mapping):
        return f"a mapping of {len(value)} keys"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    return repr(value)[:_SHOWN]
