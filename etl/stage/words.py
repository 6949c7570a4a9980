"""Normal forms of the words and numbers that offices type."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

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
def vocabulary_of(words: tuple[str, ...]) -> pd.CategoricalDtype:
    """The type of columns that point into a closed list of words."""
    return pd.CategoricalDtype(pd.Index(words, dtype="str"))


def all_alike(word: str, size: int, words: Sequence[str]) -> pd.Categorical:
    """One word of a closed list in every row."""
    codes = np.full(size, words.index(word), dtype=np.int16)
    return pd.Categorical.from_codes(codes, dtype=vocabulary_of(tuple(words)))


def coded(column: pd.Series, words: Sequence[str], read: Callable[[object], object | None]) -> pd.Categorical:
    """A column of words as codes of a vocabulary; each distinct word is read once.

    Args:
        column: words as found.
        words: the closed list that the codes point into.
        read: word → member of the list, or None where it is not known (the code is then missing).
    """
    vocabulary = vocabulary_of(tuple(words))
    position: dict[object, int] = {word: at for at, word in enumerate(words)}
    codes, found = pd.factorize(column, use_na_sentinel=False)  # an empty cell is a word like any other
    positions = np.asarray([position.get(read(word), -1) for word in found], dtype=np.intp)
    return pd.Categorical.from_codes(positions[codes] if len(found) else codes, dtype=vocabulary)


def are_blank(column: pd.Series) -> np.ndarray:
    """Which cells of a column say nothing."""
    codes, found = pd.factorize(column, use_na_sentinel=False)
    return np.asarray([not normal(word) for word in found], dtype=bool)[codes]


def rows_are_blank(body: pd.DataFrame) -> np.ndarray:
    """Which rows have nothing in any cell."""
    empty, lacking = np.ones(len(body), dtype=bool), np.ones(len(body), dtype=bool)
    for name in body.columns:
        if not (empty.any() or lacking.any()):
            break
        empty &= (body[name] == "").to_numpy(dtype=bool)
        lacking &= body[name].isna().to_numpy(dtype=bool)
    return np.asarray(empty | lacking)


def lookup(words: Mapping[str, str]) -> Callable[[object], str | None]:
    """A reader for :func:`coded` that finds a word in its normal form."""
    normalised = {normal(word): meaning for word, meaning in words.items()}
    return lambda word: normalised.get(normal(word))
