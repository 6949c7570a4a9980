"""Which regions does a source leave out, or no longer give? A gap is named, never filled."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from msgspec import Struct

from etl.challenge.figure_arrays import Evidence, at_home, positions_of
from etl.columns import Array, Columns
from etl.model.challenge import Challenge
from etl.model.challenge_rule import CoverageShrankRule, RegionWithoutDataRule
from etl.model.figures import ABSENT, Axes, Mask, Positions
from etl.model.vocabulary import Nature, RegionLevel, Severity

_LEVELS = (RegionLevel.CITY, RegionLevel.COUNTY)


def regions_without_data(rule: RegionWithoutDataRule, evidence: Evidence) -> Iterator[Challenge]:
    """Regions that a source never gives a series for, although it gives it for most of their level."""
    home = [_Home.of(evidence, level) for level in _LEVELS]
    for source, series, rows in _promised(evidence):
        is_given = np.bincount(rows.coded("region").codes, minlength=len(evidence.axes.regions)) > 0
        for regions in home:
            expected, given = regions.codes, is_given[regions.positions]
            covered = int(given.sum())
            if covered < rule.least_share * len(expected):
                continue
            for at in np.flatnonzero(~given).tolist():
                facts = {"source": source, "covered": covered, "of": len(expected)}
                yield Challenge(rule.kind, rule.severity, series, expected[at], None, facts, detail=source)


class _Group(Struct, frozen=True):
    """Regions of one level that a source gave before for a series and period, and which of them are lost."""

    source: str
    series: str
    level: RegionLevel
    period: str
    compared_with: str
    before: int
    lost: tuple[str, ...]


def coverage_shrank(rule: CoverageShrankRule, evidence: Evidence) -> Iterator[Challenge]:
    """Regions that a source gave a year earlier, or in an earlier edition, and gives no longer.

    Compared like with like: the same part of the year before. A gap that the publisher declares is no
    silence.
    """
    home = [_Home.of(evidence, level) for level in _LEVELS]
    for source, series, rows in _promised(evidence):
        places = _Places.of(evidence.axes, rows)
        for regions in home:
            found = _Stated(source, series, regions, rows, places)
            for group in (*_lost_by_year(found), *_lost_by_edition(found, rule.least_share)):
                yield from _lost(rule, evidence, group)


def _promised(evidence: Evidence) -> Iterator[tuple[str, str, Columns]]:
    """Rows of sources that promise coverage; single press figures do not."""
    for source, series, rows in evidence.by_source:
        is_span = evidence.is_span[rows.coded("period").codes]
        if evidence.catalog.sources[source].nature is not Nature.REPORTED and not is_span.all():
            yield source, series, rows.take(~is_span) if is_span.any() else rows


class _Home(Struct, frozen=True, dict=True):
    """The regions of a level at home.

    Attributes:
        codes: the regions.
        positions: where they stand among the regions of the build.
    """

    axes: Axes
    level: RegionLevel
    codes: tuple[str, ...]
    positions: Positions

    @classmethod
    def of(cls, evidence: Evidence, level: RegionLevel) -> "_Home":
        """The regions of one level."""
        codes = at_home(evidence.catalog, level)
        return cls(evidence.axes, level, codes, positions_of(evidence.axes, codes))

    @cached_property
    def column_of(self) -> Positions:
        """Position in ``codes`` of each region of the build, ``ABSENT`` of others."""
        columns = np.full(len(self.axes.regions), ABSENT, dtype=np.intp)
        columns[self.positions] = np.arange(len(self.codes))
        return columns


class _Places(Struct, frozen=True):
    """Where some rows stand; a row per period, a column per region of the build.

    Attributes:
        is_stated, is_known: where anything, and where a number is stated.
        is_one_edition: whether those of each period came on one day.
    """

    is_stated: Mask
    is_known: Mask
    is_one_edition: bool

    @classmethod
    def of(cls, axes: Axes, rows: Columns) -> "_Places":
        """The places of the rows of one series."""
        periods = rows.coded("period").codes.astype(np.intp)  # as which arrays are indexed without a copy
        days = rows.array("known_from")
        at, is_gap = axes.places(periods, rows.coded("region").codes), np.isnan(rows.array("value"))
        is_stated = np.zeros(axes.shape, dtype=bool)
        is_stated.reshape(-1)[at] = True
        is_known = is_stated
        if is_gap.any():
            is_known = np.zeros(axes.shape, dtype=bool)
            is_known.reshape(-1)[at[~is_gap]] = True
        return cls(is_stated, is_known, bool((days == _any_day(axes, periods, days)[periods]).all()))


class _Stated(Struct, frozen=True, dict=True):
    """What a source stated for a series and the regions of a level.

    Attributes:
        rows: all rows of the source and series.
        places: where they stand.
    """

    source: str
    series: str
    home: _Home
    rows: Columns
    places: _Places

    @cached_property
    def is_stated(self) -> Mask:
        """Where anything is stated; a row per period, a column per region of the level."""
        return self.places.is_stated[:, self.home.positions]

    @cached_property
    def is_known(self) -> Mask:
        """Where a number is stated."""
        return self.places.is_known[:, self.home.positions]

    def own_rows(self) -> Columns:
        """The rows of these regions, with ``column`` for the position of the region."""
        column = self.home.column_of[self.rows.coded("region").codes]
        return self.rows.with_columns(column=column).take(column != ABSENT)

    def group(self, period: int, compared_with: str, before: Mask, is_lost: Mask) -> _Group:
        """The regions that are lost of those that were there before."""
        lost = tuple(sorted(self.home.codes[at] for at in np.flatnonzero(is_lost).tolist()))
        name, level = self.home.axes.names[period], self.home.level
        return _Group(self.source, self.series, level, name, compared_with, int(before.sum()), lost)


def _lost_by_year(stated: _Stated) -> Iterator[_Group]:
    """Groups that lost regions against the same part of the year before.

    Only years that the source speaks of at all are compared.
    """
    axes = stated.home.axes
    speaks = stated.is_stated.any(axis=1) & (axes.before != ABSENT)
    before = stated.is_known[axes.before] & speaks[:, None]
    is_lost = before & ~stated.is_stated
    for period in np.flatnonzero(is_lost.any(axis=1)).tolist():
        earlier = axes.names[axes.before[period]]
        yield stated.group(period, earlier, before[period], is_lost[period])


def _lost_by_edition(stated: _Stated, least_share: float) -> Iterator[_Group]:
    """The newest edition of a period against the one before; a file of few regions is no edition."""
    if stated.places.is_one_edition:
        return
    own = stated.own_rows()
    periods, days = own.coded("period").codes, own.array("known_from")
    any_day = _any_day(stated.home.axes, periods, days)
    for period in np.unique(periods[days != any_day[periods]]).tolist():
        rows = own.take(periods == period)
        earlier, newest = np.unique(rows.array("known_from"))[-2:]
        known = _regions_on(stated, rows.take(~np.isnan(rows.array("value"))), earlier)
        is_lost = known & ~_regions_on(stated, rows, newest)
        if is_lost.any() and 1 - is_lost.sum() / known.sum() >= least_share:
            yield stated.group(period, str(earlier.astype("datetime64[D]")), known, is_lost)


def _any_day(axes: Axes, periods: Positions, days: Array) -> Array:
    """One of the days on which the rows of each period came."""
    found = np.empty(len(axes.periods), dtype=days.dtype)
    found[periods] = days
    return found


def _regions_on(stated: _Stated, rows: Columns, day: np.datetime64) -> Mask:
    found = np.zeros(len(stated.home.codes), dtype=bool)
    found[rows.array("column")[rows.array("known_from") == day]] = True
    return found


def _lost(rule: CoverageShrankRule, evidence: Evidence, group: _Group) -> Iterator[Challenge]:
    """Challenges of one source, series, level and period."""
    now = group.before - len(group.lost)
    facts: dict[str, object] = {
        "source": group.source,
        "before": group.before,
        "now": now,
        "compared_with": group.compared_with,
    }
    detail = f"{group.source}|{group.level.value}|{group.compared_with}"
    if now < rule.least_share * group.before:
        home = evidence.catalog.deployment.home
        facts["gone"] = " ".join(group.lost)
        yield Challenge(rule.kind, Severity.NOTE, group.series, home, group.period, facts, detail=detail)
        return
    for code in group.lost:
        one = {**facts, "gone": code}
        yield Challenge(rule.kind, rule.severity, group.series, code, group.period, one, detail=detail)
