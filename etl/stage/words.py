"""Normal forms of the words and numbers that offices type."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from etl.columns import NOTHING, Coded, Mask, codes_of
from etl.model.cell_table import CellColumn, CellRows

_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {ord("−"): ord("-")}


def normal(text: object) -> str:
    """One spelling of a word: full-width letters, digits and brackets made narrow, all white space removed.

    Padding inside names (武    汉) and line breaks in headings mean nothing. A workbook stores the year 2018
    and the code 210100 as 2018.0 and 210100.0: a whole number loses its point.
    """
    if isinstance(text, float):
        text = "" if np.isnan(text) else int(text) if text.is_integer() else text
    return _normal_word(str(text)) if text is not None else ""


@lru_cache(maxsize=1 << 14)  # a delivery says the same few thousand words over and over
def _normal_word(word: str) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", word))


def number_of(text: object) -> float | None:
    """The number that a cell states, or None if it states none.

    Accepts thousands separators, full-width digits and the true minus sign; never words around a number.
    """
    if isinstance(text, bool):
        return None
    if isinstance(text, int | float):
        return float(text) if np.isfinite(text) else None
    # Not normal(): it would make a digit of a footnote mark, and 81221 of 8122①.
    plain = _SPACE.sub("", str(text)).translate(_NARROW)
    if not _NUMBER.fullmatch(plain):
        return None
    number = float(plain.replace(",", ""))
    return number if np.isfinite(number) else None


def per_cent_of(text: object) -> float | None:
    """The number that stands before a percent sign, as in 3.16%, or None."""
    plain = text.strip() if isinstance(text, str) else ""
    return number_of(plain[:-1]) if plain.endswith(("%", "％")) else None


@lru_cache(maxsize=64)
def vocabulary_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """A closed list of words; the same object for the same words, so that sheets share it."""
    return words


def all_alike(word: str, size: int, words: Sequence[str]) -> Coded:
    """One word of a closed list in every row."""
    return Coded.all_alike(word, size, vocabulary_of(tuple(words)))


def coded(column: CellColumn, words: Sequence[str], read: Callable[[object], object | None]) -> Coded:
    """A column as numbers of the words of a closed list; each word is read once.

    Args:
        column: words as found.
        words: the closed list that the numbers point into.
        read: word → member of the list, or None where it is not known.
    """
    position: dict[object, int] = {word: at for at, word in enumerate(words)}
    positions = [position.get(read(word), NOTHING) for word in column.words]
    return Coded(codes_of(positions, words)[column.codes], vocabulary_of(tuple(words)))


def texts_of(column: CellColumn) -> Coded:
    """A column of texts as they stand there; nothing where a cell is blank."""
    seen: dict[str, int] = {}
    codes = [
        seen.setdefault(str(word), len(seen)) if is_used and normal(word) else NOTHING
        for word, is_used in zip(column.words, column.is_used.tolist(), strict=True)
    ]
    return Coded(codes_of(codes, seen)[column.codes], tuple(seen))


def are_blank(column: CellColumn) -> Mask:
    """Which cells of a column say nothing."""
    return np.asarray([not normal(word) for word in column.words], dtype=bool)[column.codes]


def rows_are_blank(body: CellRows) -> Mask:
    """Which rows have nothing in any cell."""
    empty, lacking = np.ones(len(body), dtype=bool), np.ones(len(body), dtype=bool)
    for number in range(1, body.table.shape[1] + 1):
        if not (empty.any() or lacking.any()):
            break
        column = body[number]
        empty &= _are(column, lambda word: isinstance(word, str) and not word)
        lacking &= _are(column, lambda word: word is None or word != word)  # noqa: PLR0124 - NaN
    return np.asarray(empty | lacking)


def _are(column: CellColumn, fits: Callable[[object], bool]) -> Mask:
    return np.asarray([fits(word) for word in column.words], dtype=bool)[column.codes]


def lookup(words: Mapping[str, str]) -> Callable[[object], str | None]:
    """A reader for :func:`coded` that finds a word in its normal form."""
    normalised = {normal(word): meaning for word, meaning in words.items()}
    return lambda word: normalised.get(normal(word))
