"""Words of a column of which most are plain numbers: these stay bytes, and are read all at once."""

from collections.abc import Iterator, Sequence
from typing import Final, overload

import numpy as np
import numpy.typing as npt

Words64 = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.float64]

_EIGHT: Final = 8
_PIECE: Final = 1 << 13
"""Words that are read together: what is made of them stays near the processor."""
_MOST_DIGITS: Final = 15
"""Digits that a float holds exactly; with a divisor of at most 10^22 the quotient is the nearest float."""
_TEN: Final = 10
_POWERS: Final = 10.0 ** np.arange(_MOST_DIGITS + 2)


class NumberWords(Sequence[str]):
    """Texts, then plain numbers as they stand in the file.

    A number becomes a text only for whoever asks for it: half a million figures are a few arrays.
    """

    def __init__(self, texts: Sequence[str], cells: Words64, numbers: Numbers) -> None:
        """Keep words.

        Args:
            texts: words that are no plain numbers.
            cells: the others, a row of whole numbers of eight bytes each, zero behind the end of the word.
            numbers: what those say.
        """
        self.texts, self.numbers = texts, numbers
        self._spelled = cells.view(f"S{cells.shape[1] * _EIGHT}").ravel()

    def __len__(self) -> int:
        return len(self.texts) + len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> list[str]: ...

    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            msg = f"no word {at} of {len(self)}"
            raise IndexError(msg)
        at %= len(self)
        before = len(self.texts)
        return self.texts[at] if at < before else str(self._spelled[at - before], "ascii")

    def __iter__(self) -> Iterator[str]:
        yield from self.texts
        for spelled in self._spelled.tolist():
            yield str(spelled, "ascii")


def plain_numbers(cells: Words64) -> Numbers:
    """The numbers that cells state in digits, perhaps with a point and a minus sign before them.

    Args:
        cells: a row of whole numbers of eight bytes each, zero behind the end of the word.

    Returns:
        the nearest float, as Python reads the same text; NaN for everything else, and for more digits than a
        float holds.
    """
    numbers = np.empty(len(cells))
    for at in range(0, len(cells), _PIECE):
        numbers[at : at + _PIECE] = _read(cells[at : at + _PIECE])
    return numbers


def _read(cells: Words64) -> Numbers:
    signs = np.ascontiguousarray(cells.view(np.uint8).reshape(len(cells), -1).T)
    whole = np.zeros(len(cells))
    digits, behind, points = (np.zeros(len(cells), dtype=np.int8) for _ in range(3))
    is_negative = signs[0] == ord("-")
    is_plain = np.ones(len(cells), dtype=bool)
    for at, sign in enumerate(signs):
        if not sign.any():
            break
        digit = sign - np.uint8(ord("0"))  # what stands before 0 becomes a large number
        is_digit, is_point = digit < _TEN, sign == ord(".")
        whole = np.where(is_digit, whole * _TEN + digit, whole)
        digits += is_digit
        behind += is_digit & (points > 0)
        points += is_point
        is_known = is_digit | is_point | (sign == 0)
        is_plain &= is_known | is_negative if at == 0 else is_known
    is_plain &= (digits > 0) & (digits <= _MOST_DIGITS) & (points <= 1)
    numbers: Numbers = whole / _POWERS[np.minimum(behind, _MOST_DIGITS)]
    np.negative(numbers, out=numbers, where=is_negative)
    numbers[~is_plain] = np.nan
    return numbers
