"""Read the slices of a build: what pages ask most, in one memory-mapped file that a query engine never sees.

Columns of numbers, and words as numbers into a list of words; rows in the order of the question, and for each
key the places of its rows. An answer costs what it returns: a question of one region touches that region's
rows only. A column that says the same in every row is that one word, without cells. ``etl.store.slicing``
writes the file: its form, the columns one after the other, and what stands where at the end.
"""

import hashlib
import mmap
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, Sequence
from itertools import chain, starmap
from pathlib import Path
from typing import Any, Final, Self

import orjson

from etl.store.rows import KnownRow, ValueRow
from etl.store.slice_columns import Column, Part
from etl.store.standings import Course, Earlier, Standing

SLICES: Final = "slices.bin"
FORM: Final = b"slices-3"
LENGTH_BYTES: Final = 8
"""At the end of the file: the length of the description before it, the smallest byte first."""

_LISTS: Final = frozenset({"standings", "delivered"})
_MOST_RUNS: Final = 256
"""Of the first two keys that rows stand in the order of; each run is looked for."""

_FEWEST_PER_WANTED: Final = 8
"""Rows of a run for each that is wanted: with fewer, all are looked at, which costs no more."""

Row = tuple[Any, ...]
Chosen = Mapping[str, Sequence[str] | None]
"""Words by key column; None means all."""


class _Answer:
    """The rows of one question."""

    def __init__(self, told: Mapping[str, Any], part: Callable[[Any], Part]) -> None:
        self._size: int = told["rows"]
        self._columns = [Column(one, part) for one in told["columns"]]
        self._by_name = {column.name: column for column in self._columns}
        self._in_order = tuple(told.get("in_order", ()))
        self.known: Mapping[str, int] | None = told.get("known")
        self.lists = {
            name: {each: part(place).read() for each, place in lists.items()}
            for name, lists in told.items()
            if name in _LISTS
        }

    def rows(self, chosen: Chosen) -> list[Row]:
        return self.at(self._places(chosen))

    def at(self, places: Sequence[int]) -> list[Row]:
        """The rows at some places."""
        if not places:
            return []
        return list(zip(*(column.take(places) for column in self._columns), strict=True))

    def told_by(self, key: str, fact: str, chosen: Chosen) -> Mapping[Any, Any]:
        """One column by another, of the rows of a question; not read at once where they are in its order."""
        places, by, told = self._places(chosen), self.column(key), self.column(fact)
        if isinstance(places, range) and self._in_order[2:3] == (key,):
            return _Told(places, by, told)
        return dict(zip(by.take(places), told.take(places), strict=True)) if places else {}

    def column(self, name: str) -> Column:
        """One column."""
        return self._by_name[name]

    def _places(self, chosen: Chosen) -> Sequence[int]:
        cut = {
            name: (column := self._by_name[name], column.codes_of(words))
            for name, words in chosen.items()
            if words is not None
        }
        if not cut:
            return range(self._size)
        runs = self._runs(cut)
        if runs is not None:
            third = [cut[name] for name in self._in_order[2:3] if name in cut]
            others = [one for name, one in cut.items() if name not in self._in_order[:3]]
            return _kept(_narrowed(runs, third), others)
        (first, codes), *others = sorted(cut.values(), key=lambda one: one[0].count(one[1]))
        return _kept(first.rows_of(codes) if codes else [], others)

    def _runs(self, cut: Mapping[str, tuple[Column, Sequence[int]]]) -> list[range] | None:
        """The rows by the first keys that all stand in order of; None where the question names too many."""
        keys = self._in_order[:2]
        if not keys or any(name not in cut for name in keys):
            return None
        (first, codes), (second, others) = (cut[name] for name in keys)
        if len(codes) * len(others) > _MOST_RUNS:
            return None
        return [second.run(first.run_of(one), other) for one in sorted(codes) for other in sorted(others)]


class _Told(Mapping[Any, Any]):
    """One column by another in whose order some rows stand: what it costs to ask grows not with the rows."""

    def __init__(self, rows: range, by: Column, told: Column) -> None:
        self._rows, self._by, self._told = rows, by, told

    def __getitem__(self, word: Any) -> Any:
        row = self._by.first(self._rows, word)
        if row is None:
            raise KeyError(word)
        return self._told.at(row)

    def get(self, word: Any, default: Any = None) -> Any:
        """The same, or another answer where there is none."""
        row = self._by.first(self._rows, word)
        return default if row is None else self._told.at(row)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._by.take(self._rows))

    def __len__(self) -> int:
        return len(self._rows)

    def items(self) -> ItemsView[Any, Any]:
        """All of it at once."""
        return dict(zip(self._by.take(self._rows), self._told.take(self._rows), strict=True)).items()


def _narrowed(runs: list[range], third: Sequence[tuple[Column, Sequence[int]]]) -> Sequence[int]:
    """The rows of some runs, each in order of one more key: looked for, unless most of them are wanted."""
    if not third:
        return runs[0] if len(runs) == 1 else list(chain.from_iterable(runs))
    ((column, codes),) = third
    wanted = sorted(codes)
    return list(
        chain.from_iterable(
            chain.from_iterable(column.run(run, code) for code in wanted)
            if len(wanted) * _FEWEST_PER_WANTED < len(run)
            else column.kept(run, wanted)
            for run in runs
        )
    )


def _kept(places: Sequence[int], cut: Iterable[tuple[Column, Sequence[int]]]) -> Sequence[int]:
    """Those of some rows that every further key leaves."""
    for column, wanted in cut:
        places = column.kept(places, wanted)
    return places


class Slices:
    """The slices of one build. Safe to share between threads: nothing is written, what is filled is equal."""

    def __init__(self, answers: Mapping[str, _Answer]) -> None:
        self._answers = answers

    @classmethod
    def of_build(cls, folder: Path) -> Self | None:
        """The slices beside a warehouse; None where a build has none of this form."""
        path = folder / SLICES
        if not path.is_file() or path.stat().st_size <= len(FORM) + LENGTH_BYTES:
            return None
        with path.open("rb") as stream:
            view = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
        if bytes(view[: len(FORM)]) != FORM:
            return None
        told = _told(view)
        if told is None:
            return None

        def part(place: Sequence[Any]) -> Part:
            return Part(view, *place)

        return cls({name: _Answer(one, part) for name, one in told.items()})

    @staticmethod
    def sha256_of_build(folder: Path) -> str | None:
        """Hash of the slices beside a warehouse; None where there are none."""
        path = folder / SLICES
        if not path.is_file():
            return None
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def rows(self, question: str, chosen: Chosen) -> list[Row] | None:
        """The rows of a question, each with all its columns; None where it has no slices."""
        answer = self._answers.get(question)
        return answer.rows(chosen) if answer else None

    def sources_of_figures(self, series: str, period: str) -> Mapping[str, str] | None:
        """By region the source of its figure of a series in a period; None where there are no slices."""
        figures = self._answers.get("observations")
        chosen = {"series": [series], "period": [period]}
        return figures.told_by("region", "source", chosen) if figures else None

    def standings(self, region: str) -> list[Standing] | None:
        """Where a region stands, without marks of challenges; None where the build does not say."""
        values = self._answers.get("values")
        if values is None or "standings" not in values.lists:
            return None
        found = values.column("region").codes_of([region])
        return _standings(values, found[0]) if found else []

    def known_values(self) -> KnownRow | None:
        """How many values there are; None where the build does not say."""
        values = self._answers.get("values")
        return KnownRow(**values.known) if values and values.known else None

    def delivered(self, region: str) -> frozenset[str] | None:
        """Series that a region has a figure of; None where the build does not say."""
        figures = self._answers.get("observations")
        if figures is None or "delivered" not in figures.lists:
            return None
        series, lists = figures.column("series").words, figures.lists["delivered"]
        return frozenset(
            series[code]
            for found in figures.column("region").codes_of([region])
            for code in lists["series"][lists["starts"][found] : lists["starts"][found + 1]]
        )


def _standings(values: _Answer, region: int) -> list[Standing]:
    """The lines of one region, by the number of its code."""
    lists = values.lists["standings"]
    first, last = lists["starts"][region], lists["starts"][region + 1]
    if first == last:
        return []
    period, value, note = (values.column(name) for name in ("period", "value", "note"))
    latest = starmap(ValueRow, values.at(lists["latest"][first:last].tolist()))
    before = lists["before"][first:last].tolist()
    known = [row for row in before if row >= 0]
    earlier = map(Earlier, period.periods_at(known), value.take(known), note.take(known))
    starts = lists["course_starts"][first : last + 1].tolist()
    rows = lists["course"][starts[0] : starts[-1]].tolist()
    years, course = tuple(period.years_at(rows)), tuple(value.take(rows))
    ends = [start - starts[0] for start in starts]
    return [
        Standing(row, next(earlier) if since >= 0 else None, Course(years[begun:end], course[begun:end]))
        for row, since, begun, end in zip(latest, before, ends, ends[1:], strict=False)
    ]


def _told(view: memoryview) -> dict[str, Any] | None:
    """What stands where in a file; None where it was cut off."""
    length = int.from_bytes(view[-LENGTH_BYTES:], "little")
    if length > len(view) - len(FORM) - LENGTH_BYTES:
        return None
    return orjson.loads(view[-length - LENGTH_BYTES : -LENGTH_BYTES])  # type: ignore[no-any-return]
