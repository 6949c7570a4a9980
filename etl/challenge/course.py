"""How each figure stands to the same part of the year before, and how unusual that step is for its region."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.challenge.panel import Evidence
from etl.model.challenge_rule import JumpRule
from etl.model.series import SeriesKind

AMOUNTS = (SeriesKind.LEVEL.value, SeriesKind.STOCK.value, SeriesKind.RATIO.value)
_RATES = (SeriesKind.RATE.value, SeriesKind.SHARE.value, SeriesKind.INDEX.value)
_COURSE = ["series", "region", "part"]
_OWN = ["series", "region", "period_kind"]
_ALIKE = ["series", "level", "period_kind"]
_OF_NORMAL = 1.4826
"""Median absolute deviation × 1.4826 is the standard deviation of a normal distribution."""
_OF_NORMAL_MEAN = 1.2533
"""The same for the mean absolute deviation, which counts where half of the steps are equal."""
_LARGEST = 2
"""A single wrong figure makes two steps; the mean is taken without them."""
_RETURNED = 0.5
"""A step that is undone by more than half of itself was a spike, not a new level."""


@dataclass(frozen=True)
class Course:
    """All figures that have one a year before them.

    Attributes:
        steps: one row per figure with ``value``, ``before``, ``step`` (of logarithms for amounts, plain
            for rates and shares), ``score`` (robust, by the spread of all regions of its level), ``usual``
            (the region's median step), ``changes`` (how many are known) and ``shape``: ``spike`` (the next
            figure is back), ``echo`` (the way back from a spike), ``lasting`` (the next figure stays),
            ``open`` (nothing comes after).
    """

    steps: pd.DataFrame


def course_of(evidence: Evidence, rule: JumpRule) -> Course:
    """The course of every region and series.

    Args:
        evidence: the figures.
        rule: gives the least deviation that is assumed of amounts and of rates.
    """
    figures = evidence.in_use
    is_amount = figures["kind"].isin(AMOUNTS)
    chosen = figures[(is_amount & (figures["value"] > 0)) | figures["kind"].isin(_RATES)]
    chosen = chosen[chosen["period_kind"] != "span"].assign(is_amount=is_amount)
    columns = [
        "series",
        "region",
        "level",
        "period",
        "part",
        "period_kind",
        "year",
        "value",
        "is_amount",
        "source",
        "kind",
    ]
    course = chosen[columns].sort_values([*_COURSE, "year"], ignore_index=True)
    course["measure"] = np.where(
        course["is_amount"], np.log(course["value"].where(course["value"] > 0, 1.0)), course["value"]
    )
    floor = np.where(course["is_amount"], rule.least_spread_pct / 100, rule.least_spread_points)
    return Course(_with_shapes(_with_scores(_with_steps(course), pd.Series(floor, index=course.index))))


def _with_steps(course: pd.DataFrame) -> pd.DataFrame:
    """The step from the year before and to the year after, where those are there."""
    own = course.groupby(_COURSE, observed=True, sort=False)
    follows = own["year"].diff() == 1
    is_followed = own["year"].diff(-1) == -1
    return course.assign(
        before=own["value"].shift().where(follows),
        step=own["measure"].diff().where(follows),
        next_step=(-own["measure"].diff(-1)).where(is_followed),
    )


def _with_scores(course: pd.DataFrame, floor: pd.Series) -> pd.DataFrame:
    """Robust scores: how far each step is from the region's usual one, by the spread of its level."""
    own = course.groupby(_OWN, observed=True, sort=False)
    usual = own["step"].transform("median")
    deviation = (course["step"] - usual).abs()
    of_region, of_level = ([course[name] for name in names] for names in (_OWN, _ALIKE))
    median = deviation.groupby(of_level, observed=True, sort=False).transform("median")
    rank = deviation.groupby(of_region, observed=True, sort=False).rank(ascending=False, method="first")
    inner = deviation.where(rank > _LARGEST)
    mean = inner.groupby(of_level, observed=True, sort=False).transform("mean").fillna(0.0)
    spread = np.maximum(np.maximum(_OF_NORMAL * median, _OF_NORMAL_MEAN * mean), floor)
    return course.assign(
        usual=usual,
        spread=spread,
        score=(course["step"] - usual) / spread,
        changes=own["step"].transform("count"),
    )


def _with_shapes(course: pd.DataFrame) -> pd.DataFrame:
    excess, after = course["step"] - course["usual"], course["next_step"] - course["usual"]
    returns = (excess * after < 0) & ((excess + after).abs() <= _RETURNED * excess.abs())
    own = [course[name] for name in _COURSE]
    excess_before = excess.groupby(own, observed=True, sort=False).shift()
    comes_back = (
        (excess_before * excess < 0)
        & ((excess_before + excess).abs() <= _RETURNED * excess_before.abs())
        & (excess_before.abs() >= excess.abs() * _RETURNED)
    )
    shape = np.select(
        [comes_back, returns, course["next_step"].notna()], ["echo", "spike", "lasting"], default="open"
    )
    return course.assign(shape=shape)[course["step"].notna()]
