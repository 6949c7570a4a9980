"""Do parts add up to their whole, and months to their year? Residuals are shown, never forced away."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from msgspec import Struct

from etl.challenge.figure_arrays import LEAST_ROUNDING, Evidence, Siblings, exact_sum, rounding_of
from etl.model.challenge import Challenge
from etl.model.challenge_rule import MonthsAgainstYearRule, PartsAgainstWholeRule
from etl.model.figures import ABSENT, Axes, Mask, Numbers, Positions
from etl.model.series import SeriesKind
from etl.model.time_formula import MERGED_MONTHS
from etl.model.vocabulary import Severity

_MONTHS = 12
_ALMOST = 1 + 1e-6
"""Beyond rounding by more than what sums in binary may miss."""


class _Sums(Struct, frozen=True):
    """Wholes of one series beside the sums of their parts; NaN where one of either is lacking.

    Attributes:
        regions: position of the region of each column.
        over: what is added up, for each column.
        slack: tells how far both can be apart by rounding alone.
        parts_of: the parts of one cell, from its period and column.
    """

    series: str
    regions: Positions
    over: Sequence[str]
    whole: Numbers
    parts: Numbers
    slack: Callable[[], Numbers]
    parts_of: Callable[[int, int], Numbers]


def parts_against_whole(rule: PartsAgainstWholeRule, evidence: Evidence) -> Iterator[Challenge]:
    """Sums of the regions below, and of the parts of a breakdown, against the published whole.

    Compared only where every part is there. A residual that rounding explains is none; within the tolerance
    of the series it is a note, so that a reader sees it; beyond it, a challenge.
    """
    for sums in (*_sums_over_regions(evidence), *_sums_over_parts(evidence)):
        tolerance = evidence.catalog.series[sums.series].tolerance
        for period, column in evidence.places(_beyond(sums.whole, sums.parts, sums.slack)):
            whole, each = float(sums.whole[period, column]), sums.parts_of(period, column)
            parts = exact_sum(each)
            facts = {"whole": whole, "parts": parts, "residual": whole - parts, "count": len(each)}
            severity = rule.severity if _relative(whole - parts, whole) > tolerance else Severity.NOTE
            place = evidence.place(period, int(sums.regions[column]))
            yield Challenge(rule.kind, severity, sums.series, *place, facts, detail=sums.over[column])


def _beyond(one: Numbers, other: Numbers, slack: Callable[[], Numbers]) -> Mask:
    """Where two figures are farther apart than rounding explains, which is found where any can be."""
    apart = np.abs(one - other)
    may_be = apart > LEAST_ROUNDING
    return np.asarray(apart > slack() * _ALMOST) if may_be.any() else may_be


def _relative(difference: float, whole: float) -> float:
    return abs(difference) / abs(whole) if whole else 1.0


def _sums_over_regions(evidence: Evidence) -> Iterator[_Sums]:
    """Sums over the regions below one superior in the year, where each of a level is there."""
    eras = list(evidence.siblings_by_year())
    for series, figures in evidence.in_use.items():
        if evidence.catalog.series[series].adds_up:
            for periods, groups in eras:
                yield _sums_of(series, figures, periods, groups)


def _sums_of(series: str, figures: Numbers, periods: Mask, groups: Siblings) -> _Sums:
    whole = figures[:, groups.superiors]  # a copy, whose other periods are not compared
    whole[~periods] = np.nan

    def slack() -> Numbers:
        rounding = rounding_of(figures)
        return np.asarray(groups.sums(rounding) + rounding[:, groups.superiors])

    def parts_of(period: int, group: int) -> Numbers:
        return np.asarray(figures[period, groups.of(group)])

    over = [level.value for level in groups.levels]
    return _Sums(series, groups.superiors, over, whole, groups.sums(figures), slack, parts_of)


def _sums_over_parts(evidence: Evidence) -> Iterator[_Sums]:
    """Sums over the parts of a breakdown, where each is there."""
    in_use, parts_of_whole = evidence.in_use, dict[str, list[str]]()
    for series in evidence.catalog.series.values():
        if series.part_of is not None:
            parts_of_whole.setdefault(series.part_of, []).append(series.id)
    for whole, names in parts_of_whole.items():
        if whole not in in_use or not all(name in in_use for name in names):
            continue
        figures, parts = in_use[whole], np.stack([in_use[name] for name in names])

        def slack(figures: Numbers = figures, parts: Numbers = parts) -> Numbers:
            return np.asarray(rounding_of(parts).sum(axis=0) + rounding_of(figures))

        def parts_of(period: int, region: int, parts: Numbers = parts) -> Numbers:
            return np.asarray(parts[:, period, region])

        regions = np.arange(figures.shape[1])
        yield _Sums(whole, regions, ["parts"] * len(regions), figures, parts.sum(axis=0), slack, parts_of)


def months_against_year(rule: MonthsAgainstYearRule, evidence: Evidence) -> Iterator[Challenge]:
    """The months of a year against the annual figure, which replaces them."""
    at = _Months.of_years(evidence.axes)
    for series, figures in evidence.in_use.items():
        if evidence.catalog.series[series].kind is SeriesKind.LEVEL:
            yield from _against_year(rule, evidence, series, figures, at)


class _Months(Struct, frozen=True):
    """Positions of the periods that are compared, ``ABSENT`` where no region has such a period.

    Attributes:
        years: whole years.
        cumulated: January to December of each.
        apart: January and February together, and the ten months after, a row each.
    """

    years: Positions
    cumulated: Positions
    apart: Positions

    @classmethod
    def of_years(cls, axes: Axes) -> "_Months":
        """The months of every year of the build."""
        endings = [
            f"M01-{MERGED_MONTHS:02d}",
            *(f"M{month:02d}" for month in range(MERGED_MONTHS + 1, _MONTHS + 1)),
        ]

        def of(ending: str) -> list[int]:
            return [axes.period_at.get(f"{year}{ending}", ABSENT) for year in axes.year_at]

        return cls(
            np.fromiter(axes.year_at.values(), dtype=np.intp),
            np.asarray(of(f"M01-{_MONTHS}"), np.intp),
            np.asarray([of(each) for each in endings], np.intp),
        )


def _against_year(
    rule: MonthsAgainstYearRule, evidence: Evidence, series: str, figures: Numbers, at: _Months
) -> Iterator[Challenge]:
    of_year = figures[at.years]
    if np.isnan(of_year).all():
        return
    together = _or_nothing(figures, at.cumulated)
    is_apart = np.isnan(together)
    each = np.stack([_or_nothing(figures, month) for month in at.apart])
    months = np.where(is_apart, each.sum(axis=0), together)

    def slack() -> Numbers:
        rounding = rounding_of(figures)
        return np.asarray(
            rounding[at.years] + np.where(is_apart, rounding[at.apart].sum(axis=0), rounding[at.cumulated])
        )

    for year, region in evidence.places(_beyond(of_year, months, slack)):
        whole = float(of_year[year, region])
        found = exact_sum(each[:, year, region]) if is_apart[year, region] else months[year, region]
        difference = whole - float(found)
        if (relative := _relative(difference, whole)) >= rule.least:
            facts = {"year": whole, "months": float(found), "difference": difference}
            severity = rule.severity if relative > rule.tolerance else Severity.NOTE
            place = evidence.place(int(at.years[year]), region)
            yield Challenge(rule.kind, severity, series, *place, facts)


def _or_nothing(figures: Numbers, periods: Positions) -> Numbers:
    return np.where((periods == ABSENT)[:, None], np.nan, figures[periods])
