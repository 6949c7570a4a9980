"""How wide text is on paper, as far as that can be told before it is set; where a title breaks."""

from itertools import combinations
from typing import Final

_WIDE_CHARACTER: Final = 0x2E80
TITLE_WIDTH: Final = {False: 20, True: 29}
"""Han characters of a title on one line: of 22 pt; of 15 pt in a compact document."""


def broken(title: str, widest: int) -> tuple[str, ...]:
    """The lines of a title whose ``|`` say where it may break: as few as can be, as even as can be.

    Args:
        title: at most four pieces.
        widest: of a line, in Han characters.
    """
    pieces = title.split("|")
    ways = [
        "".join(piece + ("|" if place in cut else "") for place, piece in enumerate(pieces)).split("|")
        for count in range(len(pieces))
        for cut in map(set, combinations(range(len(pieces) - 1), count))
    ]
    fitting = [way for way in ways if max(map(printed_width, way)) <= 2 * widest] or [ways[-1]]
    fewest = min(map(len, fitting))
    best = min((way for way in fitting if len(way) == fewest), key=lambda way: max(map(printed_width, way)))
    return tuple(best)


def printed_width(text: str) -> int:
    """Width in halves of a Han character: a Han character is as wide as two others."""
    return sum(2 if ord(character) >= _WIDE_CHARACTER else 1 for character in text) or 1
