"""Monthly arithmetic: 累计 → 当月, growth of levels, the year from its months. Figures in, figures out.

January and February are one figure (春节因素) and stay one; nothing here splits them. A rate at comparable
prices (可比价同比) is published and never recomputed from levels.
"""

from collections.abc import Collection

import numpy as np
from msgspec.structs import replace

from etl.derive.figures import ABOUT, code_of, computed, reason_of, stacked
from etl.model.figures import ABSENT, Axes, Figures, Mask, Positions
from etl.model.period import MONTHS_IN_YEAR, Period, PeriodKind
from etl.model.time_formula import MERGED_MONTHS, cumulative_to
from etl.model.vocabulary import MissingReason


def periods_of_months(periods: Collection[Period]) -> set[str]:
    """The months and years that cumulative figures of these periods can make."""
    cumulated = [each for each in periods if each.kind is PeriodKind.CUMULATIVE]
    months = {f"{p.end_year}M{p.end_month:02d}" for p in cumulated if p.end_month > MERGED_MONTHS}
    return months | {str(each.end_year) for each in periods if each.end_month == MONTHS_IN_YEAR}


def month_of_cumulative(cumulative: Figures) -> Figures:
    """当月 = 累计 1–N月 − 累计 1–(N−1)月; 1–2月 stays as it is.

    Two cumulative figures are of one family of vintages if they come from the same source, are equally
    settled (both preliminary, both revised, …), the shorter one had been stated when the longer one was
    published, and a longer one that was revised came with the shorter one. Otherwise their difference is a
    month plus a revision.

    Args:
        cumulative: observed figures, with their vintages.

    Returns:
        figures of the merged months and of every later month with a cumulative figure; missing with
        ``input_missing``, or ``vintages_differ`` where the two are of different families.
    """
    axes = cumulative.axes
    merged = np.asarray(
        [p.kind is PeriodKind.CUMULATIVE and p.end_month == MERGED_MONTHS for p in axes.periods], dtype=bool
    )
    until = cumulative.at(_cumulative_at(axes, 0))
    before = cumulative.at(_cumulative_at(axes, 1))
    return stacked(replace(cumulative.where(merged[:, None]), vintage=None), _differences(until, before))


def _cumulative_at(axes: Axes, earlier: int) -> Positions:
    """For each single month after the merged ones, the figure that runs to it, or to a month before it."""
    return np.asarray(
        [
            axes.period_at.get(str(cumulative_to(p.end_year, p.end_month - earlier)), ABSENT)
            if p.kind is PeriodKind.MONTH and p.end_month > MERGED_MONTHS
            else ABSENT
            for p in axes.periods
        ],
        dtype=np.intp,
    )


def _differences(until: Figures, before: Figures) -> Figures:
    lacking = ~(until.is_known & before.is_known)
    reason = reason_of(lacking)
    reason[~lacking & ~_is_one_family(until, before)] = code_of(MissingReason.VINTAGES_DIFFER)
    return computed(until.is_there, until.value - before.value, reason, (until, before))


def _is_one_family(until: Figures, before: Figures) -> Mask:
    if until.vintage is None or before.vintage is None:
        msg = "single months are made of observed figures, which have their vintage"
        raise ValueError(msg)
    this, earlier = until.vintage.told, before.vintage.told
    same_source = this.source == earlier.source
    in_order = earlier.stated_from <= this.known_from
    came_along = ~this.is_revised | (earlier.known_from >= this.stated_from)
    return np.asarray(same_source & (until.status == before.status) & in_order & came_along, dtype=bool)


def growth_of_level(level: Figures) -> Figures:
    """Growth of a level in per cent against the same part of the year before, at the prices of the level.

    Args:
        level: amounts; spans of years are left out.

    Returns:
        figures wherever the year before has a row; missing with ``denominator_zero`` where nothing was there
        before, ``not_applicable`` where the level before was negative (a loss has no growth).
    """
    before = level.at(level.axes.before)
    reason = reason_of(~(level.is_known & before.is_known), before.value == 0)
    reason[before.value < 0] = code_of(MissingReason.NOT_APPLICABLE)
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = (level.value / before.value - 1) * 100
    return computed(level.is_there & before.is_there, growth, reason, (level, before))


def year_of_months(months: Figures) -> Figures:
    """Amounts of whole years: 1–12月 cumulated, else the sum of January–February and the ten months after.

    Returns:
        figures of the years for which every month is there.
    """
    axes, known = months.axes, months.where(months.is_known)
    whole = [ABSENT] * len(axes.periods)
    for year, at in axes.year_at.items():
        whole[at] = axes.period_at.get(str(cumulative_to(year, MONTHS_IN_YEAR)), ABSENT)
    return stacked(known.at(np.asarray(whole, dtype=np.intp)), _sums_of_months(known))


def _sums_of_months(known: Figures) -> Figures:
    axes, found = known.axes, Figures.nothing(known.axes)
    months = {year: _months_apart(axes, year) for year in axes.year_at}
    years = [year for year, rows in months.items() if rows is not None]
    if not years:
        return found
    rows = np.asarray([months[year] for year in years], dtype=np.intp)
    total = known.value[rows[:, 0]]
    for column in rows.T[1:]:  # one after the other, from January on
        total = total + known.value[column]
    at, whole = np.asarray([axes.year_at[year] for year in years]), ~np.isnan(total)
    found.value[at] = total
    for name in ("status", "nature", "bound"):
        loosest = getattr(known, name)[rows].max(axis=1)
        stated = np.where(loosest > 0, np.int8(ABOUT), np.int8(0)) if name == "bound" else loosest
        getattr(found, name)[at] = np.where(whole, stated, np.int8(ABSENT))
    return found


def _months_apart(axes: Axes, year: int) -> list[int] | None:
    """Positions of January–February and of the ten months after; None where one of them is no period."""
    names = [
        str(cumulative_to(year, MERGED_MONTHS)),
        *(f"{year:04d}M{month:02d}" for month in range(MERGED_MONTHS + 1, MONTHS_IN_YEAR + 1)),
    ]
    found = [axes.period_at.get(name, ABSENT) for name in names]
    return None if ABSENT in found else found
