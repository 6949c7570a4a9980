"""Which rows of all values say where each region stands, found for all at once while a build is written."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from etl.columns import NOTHING, Array, Columns
from etl.model.period import Period, PeriodKind
from etl.store.standings import months_of

_NONE: Final = -1


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
        values: all values, in order of indicator and period.
    """
    region, indicator, period = (values.coded(name) for name in ("region", "indicator", "period"))
    order = np.argsort(region.codes.astype(np.uint16), kind="stable")
    line_of_row = (region.codes.astype(np.int64) * (len(indicator.words) or 1) + indicator.codes)[order]
    begins = np.flatnonzero(np.diff(line_of_row, prepend=_NONE))
    if not len(begins):
        none = np.zeros(0, dtype=np.int64)
        return StandingRows(_starts(none, len(region.words)), none, none, _starts(none, 0), none)
    line = np.repeat(np.arange(len(begins)), np.diff(begins, append=len(order)))
    place, kind, months = _facts_of_periods(period.words)
    codes = period.codes[order]
    when = np.where(np.isnan(values.array("value")[order]), _NONE, place[codes])
    last = np.maximum.reduceat(when, begins)
    latest = np.where(last == _NONE, _said_why(values.coded("reason").codes[order], begins), 0)
    _put(latest, line, (when == last[line]) & (when != _NONE))
    has_course = (last != _NONE) & (kind[codes[latest]] != _NONE)
    alike = has_course[line] & (when != _NONE) & (kind[codes] == kind[codes[latest]][line])
    earlier = np.where(alike & (when < last[line]), when, _NONE)
    since = np.maximum.reduceat(earlier, begins)
    before = np.full(len(begins), _NONE)
    _put(before, line, (earlier == since[line]) & (earlier != _NONE))
    course = np.flatnonzero(alike & (months[codes] == months[codes[latest]][line]))
    course = course[np.lexsort((when[course], line[course]))]
    return StandingRows(
        _starts(region.codes[order][begins], len(region.words)),
        order[latest],
        np.where(before == _NONE, _NONE, order[before]),
        _starts(line[course], len(begins)),
        order[course],
    )


def _facts_of_periods(words: Sequence[str]) -> tuple[Array, Array, Array]:
    """Of each period its place in time, its kind (-1 for a span of years) and its months, as numbers.

    Of two names of the same months, such as a year and January to December of it, the one listed first counts
    as the later.
    """
    periods = [Period.parse(word) for word in words]
    place = np.empty(len(words), dtype=np.int64)
    place[sorted(range(len(words)), key=lambda at: (periods[at].sort_key(), -at))] = np.arange(len(words))
    kinds, families = list(PeriodKind), {months_of(each): None for each in periods}
    numbers = {family: at for at, family in enumerate(families)}
    kind = [_NONE if each.kind is PeriodKind.SPAN else kinds.index(each.kind) for each in periods]
    return place, np.asarray(kind, dtype=np.int64), np.asarray([numbers[months_of(each)] for each in periods])


def _said_why(reasons: Array, begins: Array) -> Array:
    """Of each line the first row with a reason, else the first."""
    places = np.where(reasons == NOTHING, len(reasons), np.arange(len(reasons)))
    found = np.minimum.reduceat(places, begins)
    return np.where(found == len(reasons), begins, found)


def _put(places: Array, line: Array, chosen: Array) -> None:
    """The place of the one chosen row of each line that has one."""
    rows = np.flatnonzero(chosen)
    places[line[rows]] = rows


def _starts(codes: Array, count: int) -> Array:
    """Where the rows of each number begin, and where the last end, in rows that are sorted by it."""
    return np.concatenate(([0], np.cumsum(np.bincount(codes, minlength=count))))
