"""Which regions does a source leave out, or no longer give? A gap is named, never filled."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from etl.challenge.figure_arrays import Evidence, at_home, positions_of
from etl.columns import Columns
from etl.model.challenge import Challenge
from etl.model.challenge_rule import CoverageShrankRule, RegionWithoutDataRule
from etl.model.figures import ABSENT, Axes, Mask, Positions
from etl.model.vocabulary import Nature, RegionLevel, Severity

_LEVELS = (RegionLevel.CITY, RegionLevel.COUNTY)


def regions_without_data(rule: RegionWithoutDataRule, evidence: Evidence) -> Iterator[Challenge]:
    """Regions that a source never gives a series for, although it gives it for most of their level."""
    for source, series, rows in _promised(evidence):
        is_given = np.bincount(rows.coded("region").codes, minlength=len(evidence.axes.regions)) > 0
        for level in _LEVELS:
            expected = at_home(evidence.catalog, level)
            given = is_given[positions_of(evidence.axes, expected)]
            covered = int(given.sum())
            if covered < rule.least_share * len(expected):
                continue
            for at in np.flatnonzero(~given).tolist():
                facts = {"source": source, "covered": covered, "of": len(expected)}
                yield Challenge(rule.kind, rule.severity, series, expected[at], None, facts, detail=source)


@dataclass(frozen=True)
class _Group:
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
        for regions in home:
            found = _Stated.of(source, series, rows, regions)
            for group in (*_lost_by_year(found), *_lost_by_edition(found, rule.least_share)):
                yield from _lost(rule, evidence, group)


def _promised(evidence: Evidence) -> Iterator[tuple[str, str, Columns]]:
    """Rows of sources that promise coverage; single press figures do not."""
    for source, series, rows in evidence.by_source:
        is_span = evidence.is_span[rows.coded("period").codes]
        if evidence.catalog.sources[source].nature is not Nature.REPORTED and not is_span.all():
            yield source, series, rows.take(~is_span) if is_span.any() else rows


@dataclass(frozen=True)
class _Home:
    """The regions of a level at home.

    Attributes:
        codes: the regions.
        column_of: position in ``codes`` of each region of the build, ``ABSENT`` of others.
    """

    axes: Axes
    level: RegionLevel
    codes: tuple[str, ...]
    column_of: Positions

    @classmethod
    def of(cls, evidence: Evidence, level: RegionLevel) -> "_Home":
        """The regions of one level."""
        codes = at_home(evidence.catalog, level)
        columns = np.full(len(evidence.axes.regions), ABSENT, dtype=np.intp)
        columns[positions_of(evidence.axes, codes)] = np.arange(len(codes))
        return cls(evidence.axes, level, codes, columns)


@dataclass(frozen=True)
class _Stated:
    """What a source stated for a series and the regions of a level.

    Attributes:
        rows: the rows of these regions, with ``column`` for the position of the region.
        is_stated, is_known: where anything, and where a number is stated; a row per period.
    """

    source: str
    series: str
    home: _Home
    rows: Columns
    is_stated: Mask
    is_known: Mask

    @classmethod
    def of(cls, source: str, series: str, rows: Columns, home: _Home) -> "_Stated":
        """The rows of some regions."""
        column = home.column_of[rows.coded("region").codes]
        own = rows.with_columns(column=column).take(column != ABSENT)
        shape = (len(home.axes.periods), len(home.codes))
        is_stated, is_known = (np.zeros(shape, dtype=bool) for _ in range(2))
        for mask, chosen in ((is_stated, own), (is_known, own.take(~np.isnan(own.array("value"))))):
            mask[chosen.coded("period").codes, chosen.array("column")] = True
        return cls(source, series, home, own, is_stated, is_known)

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
    periods, days = stated.rows.coded("period").codes, stated.rows.array("known_from")
    any_day = np.empty(len(stated.home.axes.periods), dtype=days.dtype)
    any_day[periods] = days
    for period in np.unique(periods[days != any_day[periods]]).tolist():
        rows = stated.rows.take(periods == period)
        earlier, newest = np.unique(rows.array("known_from"))[-2:]
        known = _regions_on(stated, rows.take(~np.isnan(rows.array("value"))), earlier)
        is_lost = known & ~_regions_on(stated, rows, newest)
        if is_lost.any() and 1 - is_lost.sum() / known.sum() >= least_share:
            yield stated.group(period, str(earlier.astype("datetime64[D]")), known, is_lost)


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
