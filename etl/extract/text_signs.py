"""One look through the bytes of a CSV file: its separators, and signs of what kind of text it is."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from etl.columns import Array

COMMA: Final = ord(",")
LINE_END: Final = ord("\n")
_PIECE: Final = 1 << 18
"""Bytes that are looked through at once: as many as stay near the processor."""
_SIGNS: Final = COMMA + 1
"""Bytes up to the comma: control characters, space, quotation mark and a few signs, none of them frequent."""
_DELETE: Final = b"\x7f"
_IN_TEXT: Final = b"\t\n\r\f\x1a"
"""The control characters of texts; 0x1A ends those of old programs."""
_NEVER_IN_TEXT: Final = np.asarray(sorted({*range(ord(" "))} - set(_IN_TEXT)))


class Signs(Struct, frozen=True):
    """What one look found.

    Attributes:
        counts: how often each byte up to the comma occurs.
        separators: where commas and line ends stand, in order; None where they are too many to be kept.
        is_line_end: which of them are line ends.
        is_binary: whether a character occurs that is in no text.
    """

    counts: Array
    separators: npt.NDArray[np.int32] | None
    is_line_end: npt.NDArray[np.bool_]
    is_binary: bool

    def count(self, sign: bytes) -> int:
        """How often a byte up to the comma occurs."""
        return int(self.counts[ord(sign)])


def signs_of(text: bytes, most: int) -> Signs:
    """Look through a text in UTF-8 or GB18030, where separators are bytes of their own.

    Args:
        text: less than 2 GiB.
        most: separators that are kept; of more of them only the number is told.
    """
    counts = np.zeros(_SIGNS, dtype=np.int64)
    places: list[npt.NDArray[np.int32]] = []
    kinds: list[npt.NDArray[np.bool_]] = []
    for found, is_line_end, others in _pieces(text):
        counts += others
        counts[LINE_END] += np.count_nonzero(is_line_end)
        counts[COMMA] += len(found) - np.count_nonzero(is_line_end)
        if counts[COMMA] + counts[LINE_END] <= most:
            places.append(found)
            kinds.append(is_line_end)
    is_whole = counts[COMMA] + counts[LINE_END] <= most
    return Signs(
        counts,
        np.concatenate([np.empty(0, dtype=np.int32), *places]) if is_whole else None,
        np.concatenate([np.empty(0, dtype=bool), *kinds]),
        is_binary=bool(counts[_NEVER_IN_TEXT].any()) or _DELETE in text,
    )


def _pieces(text: bytes) -> Iterator[tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_], Array | int]]:
    """Of each piece the places of its separators, which are line ends, and how often other signs occur."""
    every = np.frombuffer(text, dtype=np.uint8)
    for start in range(0, len(every), _PIECE):
        piece = every[start : start + _PIECE]
        places = np.flatnonzero(piece <= COMMA)
        signs = piece[places]
        is_line_end = signs == LINE_END
        is_separator = is_line_end | (signs == COMMA)
        others: Array | int = 0
        if not is_separator.all():
            others = np.bincount(signs[~is_separator], minlength=_SIGNS)
            places, is_line_end = places[is_separator], is_line_end[is_separator]
        yield (places + start).astype(np.int32), is_line_end, others
