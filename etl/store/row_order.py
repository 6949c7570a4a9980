"""In which order rows stand: by which of their keys, and where the rows of each word of a column are."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from etl.columns import NOTHING, Array, Coded, Columns

_BITS: Final = 32
_LONG_RUNS: Final = 4
"""Rows that a run has on average, so that runs are put in order instead of rows."""


def keys_in_order(rows: Columns, keys: Sequence[str]) -> Sequence[str]:
    """The keys that rows stand in the order of, two or more, so that those of a word of each are a run."""
    found, numbers = keys[:1], _numbered(rows, keys[0]) if keys else None
    rest = list(keys[1:])
    while numbers is not None:
        longer = ((key, _numbered(rows, key, above=numbers)) for key in rest)
        chosen = next(((key, more) for key, more in longer if more is not None and _rise(more)), None)
        if chosen is None:
            break
        found, numbers = [*found, chosen[0]], chosen[1]
        rest.remove(chosen[0])
    return found if len(found) > 1 else ()


def _numbered(rows: Columns, key: str, above: Array | None = None) -> Array | None:
    """The words of a key as numbers, below those of the keys before it; None where a row has none."""
    column = rows[key]
    if not isinstance(column, Coded) or (column.codes == NOTHING).any():
        return None
    if above is None:
        return column.codes.astype(np.int32)
    size, highest = len(column.words) + 1, int(above.max(initial=0))
    is_narrow = (highest + 1) * size < 2 ** (_BITS - 1)
    numbers: Array = above.astype(np.int32 if is_narrow else np.int64) * size
    numbers += column.codes
    return numbers


def _rise(numbers: Array) -> bool:
    return bool((numbers[1:] >= numbers[:-1]).all())


def rows_by_word(codes: npt.NDArray[np.unsignedinteger[Any]]) -> npt.NDArray[np.uint32]:
    """The places of the rows of the first word, of the second and so on, each in their order.

    Args:
        codes: the number of the word of each row.
    """
    begins = np.concatenate(([0], np.flatnonzero(codes[1:] != codes[:-1]) + 1)).astype(np.uint32)
    if len(begins) * _LONG_RUNS > len(codes):
        return _sorted_places(codes)
    order = _sorted_places(codes[begins])
    sizes = np.diff(begins, append=np.uint32(len(codes)))[order]
    places = np.arange(len(codes), dtype=np.uint32)
    places += np.repeat(begins[order] - np.cumsum(sizes, dtype=np.uint32) + sizes, sizes)
    return places


def _sorted_places(codes: npt.NDArray[np.unsignedinteger[Any]]) -> npt.NDArray[np.uint32]:
    """The places of numbers in their order, those of equal numbers as they stand.

    Number and place together in one number of four bytes are sorted in half the time of the places alone.
    """
    bits = len(codes).bit_length()
    if int(codes.max(initial=0)).bit_length() + bits > _BITS:
        return np.argsort(codes, kind="stable").astype(np.uint32)
    both = codes.astype(np.uint32)
    both <<= np.uint32(bits)
    both |= np.arange(len(codes), dtype=np.uint32)
    both.sort()
    both &= np.uint32((1 << bits) - 1)
    return both
