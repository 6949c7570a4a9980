"""Which rows of all values say where each region stands, found for all at once while a build is written."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from etl.columns import NOTHING, Array, Columns
from etl.model.period import Period, PeriodKind
from etl.store.row_order import rows_by_word
from etl.store.standings import months_of

_NONE: Final = -1
_PIECE: Final = 1 << 21
"""Rows that are looked at together."""
_NO_KIND: Final = -2
"""Of a line whose latest value is compared with none."""
_Facts = tuple[Array, Array, Array]


class StandingRows(Struct, frozen=True):
    """Lines, region by region in the order of their codes, each of one indicator.

    Attributes:
        starts: for each region its first line, and the end of the last.
        latest: the row of its latest value, else of the reason why there is none.
        before: the row of the value before it; -1 where there is none to compare with.
        course_starts: for each line its first place in ``course``, and the end of the last.
        course: rows of the values a whole number of years apart, in order of time.
    """

    starts: Array
    latest: Array
    before: Array
    course_starts: Array
    course: Array


def standing_rows(values: Columns) -> StandingRows:
    """The rows behind every standing.

    Args:
        values: all values, in order of indicator and period; of each region, indicator and period one.
    """
    region, indicator, period = (values.coded(name) for name in ("region", "indicator", "period"))
    indicators = len(indicator.words) or 1
    counts = np.bincount(region.codes.astype(np.int32) * indicators + indicator.codes)
    lines = np.flatnonzero(counts)
    if not len(lines):
        none = np.zeros(0, dtype=np.int64)
        return StandingRows(_starts(none, len(region.words)), none, none, _starts(none, 0), none)
    order = rows_by_word(region.codes.astype(np.uint16))
    facts = _facts_of_periods(period.words)
    pieces = [
        _of_lines(values, order[rows].astype(np.intp), _Lines.of(counts[some]), facts)
        for some, rows in _pieces(lines, counts)
    ]
    latest, before, sizes, course = (np.concatenate(part) for part in zip(*pieces, strict=True))
    starts = np.concatenate(([0], np.cumsum(sizes)))
    return StandingRows(_starts(lines // indicators, len(region.words)), latest, before, starts, course)


def _pieces(lines: Array, counts: Array) -> Iterator[tuple[Array, slice]]:
    """Some lines after the other with the places of their rows: not all of a country at once."""
    ends = np.cumsum(counts[lines])
    cuts = np.searchsorted(ends, np.arange(_PIECE, int(ends[-1]), _PIECE))
    begin = 0
    for some in np.split(lines, np.unique(cuts[cuts > 0])):
        end = begin + int(counts[some].sum())
        yield some, slice(begin, end)
        begin = end


def _of_lines(values: Columns, order: Array, lie: "_Lines", facts: _Facts) -> tuple[Array, ...]:
    """Of each line the row of its latest value and the row before, the size of its course, and all courses.

    Args:
        values: all values.
        order: their rows, line by line.
        lie: where the lines lie among those.
        facts: of each period its place in time, its kind and its months.
    """
    place, kind, months = facts
    codes = values.coded("period").codes[order]
    when = np.where(np.isnan(values.array("value")[order]), _NONE, place[codes])
    last, latest = lie.last(when)
    is_silent = np.flatnonzero(last == _NONE)
    if len(is_silent):
        latest[is_silent] = _said_why(values.coded("reason").codes[order], lie.begins)[is_silent]
    of_latest = codes[latest]
    alike = kind[codes] == lie.spread(
        np.where((last == _NONE) | (kind[of_latest] == _NONE), _NO_KIND, kind[of_latest])
    )
    alike &= when != _NONE
    earlier = np.where(alike, when, _NONE)
    earlier[latest] = _NONE
    _, before = lie.last(earlier)
    alike &= months[codes] == lie.spread(months[of_latest])
    sizes = np.add.reduceat(alike, lie.begins, dtype=np.int64)
    course = _in_time(np.flatnonzero(alike), when, np.concatenate(([0], np.cumsum(sizes))))
    return order[latest], np.where(before == _NONE, _NONE, order[before]), sizes, order[course]


class _Lines(Struct, frozen=True):
    """Where the rows of each line lie, one line after the other.

    Attributes:
        sizes: how many rows each has.
        begins: its first row.
    """

    sizes: Array
    begins: Array

    @classmethod
    def of(cls, sizes: Array) -> "_Lines":
        """Lines of these sizes."""
        return cls(sizes, np.cumsum(sizes) - sizes)

    def spread(self, facts: Array) -> Array:
        """A fact of each line for each of its rows."""
        return np.repeat(facts, self.sizes)

    def last(self, when: Array) -> tuple[Array, Array]:
        """The latest place in time of each line, and its row; -1 where no row has one."""
        last = np.maximum.reduceat(when, self.begins)
        rows = np.full(len(last), _NONE)
        rows[last != _NONE] = np.flatnonzero((when == self.spread(last)) & (when != _NONE))
        return last, rows


def _in_time(rows: Array, when: Array, starts: Array) -> Array:
    """The rows of each line in order of time; mostly they are."""
    times = when[rows]
    falls = np.flatnonzero(times[1:] < times[:-1]) + 1
    if np.isin(falls, starts).all():
        return rows
    line = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    return rows[np.lexsort((times, line))]


def _facts_of_periods(words: Sequence[str]) -> _Facts:
    """Of each period its place in time, its kind (-1 for a span of years) and its months, as numbers.

    Of two names of the same months, such as a year and January to December of it, the one listed first counts
    as the later.
    """
    periods = [Period.parse(word) for word in words]
    place = np.empty(len(words), dtype=np.int32)
    place[sorted(range(len(words)), key=lambda at: (periods[at].sort_key(), -at))] = np.arange(len(words))
    kinds, families = list(PeriodKind), {months_of(each): None for each in periods}
    numbers = {family: at for at, family in enumerate(families)}
    kind = [_NONE if each.kind is PeriodKind.SPAN else kinds.index(each.kind) for each in periods]
    family = [numbers[months_of(each)] for each in periods]
    return place, np.asarray(kind, dtype=np.int16), np.asarray(family, dtype=np.int32)


def _said_why(reasons: Array, begins: Array) -> Array:
    """Of each line the first row with a reason, else the first."""
    places = np.where(reasons == NOTHING, len(reasons), np.arange(len(reasons)))
    found = np.minimum.reduceat(places, begins)
    return np.where(found == len(reasons), begins, found)


def _starts(codes: Array, count: int) -> Array:
    """Where the rows of each number begin, and where the last end, in rows that are sorted by it."""
    return np.concatenate(([0], np.cumsum(np.bincount(codes, minlength=count))))
