"""One column of the slices of a build, and where its arrays lie in the memory-mapped file."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import chain
from operator import itemgetter
from typing import Any, Final

import orjson

from etl.model.period import Period

NO_WHOLE: Final = -(2**31)
"""What stands where a column of whole numbers has none."""

_FEWEST_GOT: Final = 2  # of a getter of items that gives a tuple


class Part:
    """Where one array lies in the file."""

    def __init__(self, view: memoryview, start: int, size: int, code: str) -> None:
        self._view, self._start, self._size, self._code = view, start, size, code

    def read(self) -> memoryview:
        """The array, still in the file."""
        return self._view[self._start : self._start + self._size].cast(self._code)  # type: ignore[call-overload, no-any-return]

    def bytes(self) -> bytes:
        """A copy of its bytes."""
        return self._view[self._start : self._start + self._size].tobytes()


class Column:
    """One column of a question; what it needs is read when it is first asked for."""

    def __init__(self, told: Mapping[str, Any], part: Callable[[Any], Part]) -> None:
        self.name: str = told["name"]
        self._kind: str = told["kind"]
        self._cells = part(told["cells"]).read() if "cells" in told else None
        self._words_in = part(told["words"]) if "words" in told else None
        self._ends = part(told["ends"]).read() if "ends" in told else None
        self._order = part(told["order"]).read() if "order" in told else None
        self._starts = part(told["starts"]).read() if "starts" in told else None
        self._words: list[Any] | None = None
        self._codes: dict[Any, int] | None = None
        self._periods: list[Period] | None = None
        self._years: list[int] | None = None

    def take(self, rows: Sequence[int]) -> Sequence[Any]:
        """The cells of some rows."""
        if self._cells is None:
            return self.words * len(rows)
        cells = taken(self._cells, rows)
        if self._kind == "number":
            return [None if cell != cell else cell for cell in cells]  # noqa: PLR0124  not a number: nothing
        if self._kind == "whole":
            return [None if cell == NO_WHOLE else cell for cell in cells]
        if self._kind == "text":
            return [self._text(code) for code in cells]
        return taken(self.words, cells)

    @property
    def words(self) -> list[Any]:
        """The words of the column by number."""
        if self._words is None:
            words = orjson.loads(self._words_in.bytes()) if self._words_in else []
            self._words = [_day(word) for word in words] if self._kind == "day" else words
        return self._words

    def _text(self, code: int) -> str | None:
        """A long text: read from the file each time, so that no process holds them all."""
        if self._ends is None or self._words_in is None:
            return None
        start = self._ends[code - 1] if code else 0
        raw = self._words_in._view[self._words_in._start + start : self._words_in._start + self._ends[code]]
        return str(raw, "utf-8")

    def periods_at(self, rows: Sequence[int]) -> Sequence[Period]:
        """The cells of some rows of a column of periods."""
        if self._periods is None:
            self._periods = [Period.parse(word) for word in self.words]
        return taken(self._periods, taken(self._cells, rows))

    def years_at(self, rows: Sequence[int]) -> Sequence[int]:
        """The years in which the periods of some rows end."""
        if self._years is None:
            self._years = [Period.parse(word).end_year for word in self.words]
        return taken(self._years, taken(self._cells, rows))

    def at(self, row: int) -> Any:
        """The cell of a row."""
        if self._cells is None:
            return self.words[0]
        return self.words[self._cells[row]] if self._kind == "word" else self.take(range(row, row + 1))[0]

    @property
    def codes(self) -> Mapping[Any, int]:
        """The numbers of its words."""
        if self._codes is None:
            self._codes = {word: code for code, word in enumerate(self.words)}
        return self._codes

    def codes_of(self, words: Sequence[str]) -> list[int]:
        """The numbers of some words; what no row has is left out."""
        return [self.codes[word] for word in dict.fromkeys(words) if word in self.codes]

    def first(self, rows: range, word: Any) -> int | None:
        """The first row of a run that has one word, where its rows stand in the order of this column."""
        code, cells = self.codes.get(word), self._cells or ()
        if code is None:
            return None
        row = bisect_left(cells, code, rows.start, rows.stop)
        return row if row < rows.stop and cells[row] == code else None

    def count(self, codes: Sequence[int]) -> int:
        """How many rows have one of some words."""
        starts = self._starts
        return sum(starts[code + 1] - starts[code] for code in codes) if starts is not None else 0

    def rows_of(self, codes: Sequence[int]) -> Sequence[int]:
        """The places of the rows with one of some words, in order; a column in order needs no list."""
        if self._starts is None:
            return []
        spans = [range(self._starts[code], self._starts[code + 1]) for code in codes]
        order = self._order
        parts = spans if order is None else [order[each.start : each.stop].tolist() for each in spans]
        return parts[0] if len(parts) == 1 else sorted(chain.from_iterable(parts))

    def run_of(self, code: int) -> range:
        """The rows with one word, where all rows stand in the order of this column."""
        return range(self._starts[code], self._starts[code + 1]) if self._starts is not None else range(0)

    def run(self, rows: range, code: int) -> range:
        """Those of a run that have one word, where its rows stand in the order of this column."""
        cells = self._cells or ()
        first = bisect_left(cells, code, rows.start, rows.stop)
        return range(first, bisect_right(cells, code, first, rows.stop))

    def kept(self, rows: Sequence[int], codes: Sequence[int]) -> list[int]:
        """Those of some rows that have one of some words."""
        wanted, cells = set(codes), self._cells
        return [row for row in rows if cells[row] in wanted] if cells is not None else []


def taken(cells: Any, places: Sequence[int]) -> Sequence[Any]:
    """Some of a sequence, as quickly as the language can."""
    if type(places) is range:
        return cells[places.start : places.stop].tolist()  # type: ignore[no-any-return]
    if len(places) < _FEWEST_GOT:
        return [cells[place] for place in places]
    return itemgetter(*places)(cells)  # type: ignore[no-any-return]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
