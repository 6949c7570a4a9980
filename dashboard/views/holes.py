"""Text that many share but for a few words of each."""

from collections.abc import Iterator
from typing import Final

HOLE: Final = "\0"
"""Where one puts in a word of its own, in what it shares with others; no data hold this sign."""


def put_in(text: str, left: Iterator[str]) -> str:
    """A text with the next words in its holes."""
    begun, *rest = text.split(HOLE)
    return begun + "".join([f"{next(left)}{part}" for part in rest])
