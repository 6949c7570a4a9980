"""Tables as columns: plain arrays, and words as numbers that point into a list of words.

What stages pass on to each other and to the store. Half a million rows are a few arrays; no row is an object.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct

NOTHING: Final = -1
"""The number of a word that is not there."""

Mask = npt.NDArray[np.bool_]
Array = npt.NDArray[Any]


def code_type(words: int) -> np.dtype[Any]:
    """The smallest type for the numbers of so many words, for ``NOTHING`` and for one more."""
    return np.min_scalar_type(-words - 1)


def codes_of(found: Sequence[int], words: Sized) -> Array:
    """Numbers of words in the smallest type for a list of so many."""
    return np.asarray(found, dtype=code_type(len(words)))


class Coded(Struct, frozen=True, dict=True):
    """A column of words.

    Attributes:
        codes: for each row the position of its word, ``NOTHING`` where there is none.
        words: the list of words; all columns of one vocabulary share it.
    """

    codes: Array
    words: Sequence[str]

    @classmethod
    def of(cls, found: Iterable[str | None], words: Sequence[str] | None = None) -> "Coded":
        """A column from its words.

        Args:
            found: the word of each row, None for nothing.
            words: the list that they are in; None = those that occur, in order of appearance.
        """
        if words is not None:
            position = {word: at for at, word in enumerate(words)}
            codes = [NOTHING if word is None else position[word] for word in found]
            return cls(codes_of(codes, words), words)
        seen: dict[str, int] = {}
        codes = [NOTHING if word is None else seen.setdefault(word, len(seen)) for word in found]
        return cls(codes_of(codes, seen), tuple(seen))

    @classmethod
    def all_alike(cls, word: str | None, size: int, words: Sequence[str] | None = None) -> "Coded":
        """One word in every row."""
        known = words if words is not None else () if word is None else (word,)
        code = NOTHING if word is None else list(known).index(word)
        return cls(np.full(size, code, dtype=code_type(len(known))), known)

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, rows: Array | slice) -> "Coded":
        """Some rows, by a mask, by positions or one after the other."""
        return Coded(self.codes[rows], self.words)

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Where each word stands in the list."""
        return {word: at for at, word in enumerate(self.words)}

    @property
    def used(self) -> list[int]:
        """The numbers that occur, in order, ``NOTHING`` too; counted, which takes less than sorting."""
        return (np.flatnonzero(np.bincount(self.codes + 1)) - 1).tolist()

    def is_word(self, *words: str) -> Mask:
        """Which rows hold one of some words."""
        codes = [self.position[word] for word in words if word in self.position]
        return np.isin(self.codes, codes)

    def looked_up(self, of: Callable[[str], Any], dtype: npt.DTypeLike, nothing: Any) -> Array:
        """A fact of each word, looked up once per word.

        Args:
            of: word → fact.
            dtype: type of the facts.
            nothing: the fact of no word.
        """
        facts = np.empty(len(self.words) + 1, dtype=dtype)
        facts[:-1] = [of(word) for word in self.words]
        facts[-1] = nothing
        return facts[self.codes]

    def only_used(self) -> "Coded":
        """The same words with a list of those that occur, in their own order: whatever lists they were in."""
        used = {self.words[code] for code in self.used if code != NOTHING}
        at = {word: place for place, word in enumerate(sorted(used))}
        codes = self.looked_up(lambda word: at.get(word, NOTHING), code_type(len(at)), NOTHING)
        return Coded(codes, tuple(at))

    def recoded(self, words: Sequence[str]) -> "Coded":
        """The same words in another list, which holds all of them."""
        if words is self.words:
            return self
        position = {word: at for at, word in enumerate(words)}
        return Coded(self.looked_up(lambda word: position[word], code_type(len(words)), NOTHING), words)

    def __iter__(self) -> Iterator[str | None]:
        for code in self.codes.tolist():
            yield None if code == NOTHING else self.words[code]


Column = Coded | Array


class Columns(Mapping[str, Column]):
    """A table: columns of one length by name."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self._columns = dict(columns)
        sizes = {len(column) for column in self._columns.values()}
        if len(sizes) > 1:
            msg = f"columns of different lengths: { {name: len(c) for name, c in self._columns.items()} }"
            raise ValueError(msg)
        self.size = sizes.pop() if sizes else 0

    def __getitem__(self, name: str) -> Column:
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def array(self, name: str) -> Array:
        """A column of numbers, days or anything else that is no word."""
        column = self._columns[name]
        if isinstance(column, Coded):
            msg = f"{name} holds words"
            raise TypeError(msg)
        return column

    def coded(self, name: str) -> Coded:
        """A column of words."""
        column = self._columns[name]
        if not isinstance(column, Coded):
            msg = f"{name} holds no words"
            raise TypeError(msg)
        return column

    def take(self, rows: Array | slice) -> "Columns":
        """Some rows, by a mask, by positions or one after the other.

        All of them are no copy, and a column that stands under two names is copied once.
        """
        if isinstance(rows, np.ndarray) and rows.dtype == np.bool_ and rows.all():
            return self
        taken = {id(column): _taken(column, rows) for column in self.values()}
        return Columns({name: taken[id(column)] for name, column in self.items()})

    def arranged(self, order: Array) -> "Columns":
        """All rows in another order; a column that says the same everywhere is no copy."""
        taken = {id(c): c if _is_alike(c) else _taken(c, order) for c in self.values()}
        return Columns({name: taken[id(column)] for name, column in self.items()})

    def with_columns(self, **more: Column) -> "Columns":
        """The table with further or other columns."""
        return Columns({**self._columns, **more})

    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows one by one, for small tables."""
        lists = [list(c) if isinstance(c, Coded) else c.tolist() for c in self._columns.values()]
        for row in zip(*lists, strict=True):
            yield dict(zip(self._columns, row, strict=True))


def _taken(column: Column, rows: Array | slice) -> Column:
    return column.take(rows) if isinstance(column, Coded) else column[rows]


def _is_alike(column: Column) -> bool:
    """Whether every row of a column says the same."""
    cells = column.codes if isinstance(column, Coded) else column
    return len(cells) > 0 and bool(cells[0] == cells[-1]) and bool((cells == cells[0]).all())


def together(tables: Sequence[Columns]) -> Columns:
    """Tables of the same columns, one below the other."""
    if len(tables) == 1:
        return tables[0]
    return Columns({name: _below([table[name] for table in tables]) for name in tables[0]} if tables else {})


def moved_together(tables: list[Columns]) -> Columns:
    """The same of a list that is emptied on the way, so that hardly a column stands in memory twice."""
    if len(tables) == 1:
        return tables.pop()
    left = [dict(table) for table in tables]
    tables.clear()
    return Columns({name: _below([columns.pop(name) for columns in left]) for name in list(left[0])})


def _below(parts: Sequence[Column]) -> Column:
    coded = [part for part in parts if isinstance(part, Coded)]
    if not coded:
        return np.concatenate([part for part in parts if not isinstance(part, Coded)])
    words = coded[0].words
    if any(part.words is not words for part in coded):
        words = tuple(dict.fromkeys(word for part in coded for word in part.words))
    return Coded(np.concatenate([part.recoded(words).codes for part in coded]), words)
