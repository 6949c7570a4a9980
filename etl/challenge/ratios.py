"""Figures that were spread, not measured: one and the same ratio to a basis in every region."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from etl.challenge.panel import Evidence, decimals_of, facts_of, records
from etl.model.challenge import Challenge
from etl.model.challenge_rule import IdenticalRatiosRule
from etl.model.series import SeriesKind

_POWERS_OF_TEN = 10.0 ** np.arange(1, 19)
_AMOUNTS = (SeriesKind.LEVEL.value, SeriesKind.STOCK.value)


def identical_ratios(rule: IdenticalRatiosRule, evidence: Evidence) -> Iterator[Challenge]:
    """Regions below one superior whose figures all stand in the same ratio to a basis, such as GDP.

    A panel that was downscaled by GDP says nothing of a city that GDP does not say, whatever it is called.
    The measure is the coefficient of variation of the ratio over the regions, period by period.
    """
    figures = evidence.in_use
    amounts = figures[figures["kind"].isin(_AMOUNTS) & (figures["value"] > 0) & figures["parent"].notna()]
    digits = decimals_of(amounts["value"]) + _whole_digits(amounts["value"])
    fine = amounts[digits >= rule.least_digits][["series", "region", "period", "value", "parent", "level"]]
    keys = ["region", "period"]
    fine = fine.astype(dict.fromkeys((*keys, "series", "parent"), "str"))
    tested = fine[~fine["series"].isin(rule.bases)]
    for basis in rule.bases:
        below = fine[fine["series"] == basis][[*keys, "value"]]
        joined = tested.merge(below, on=keys, suffixes=("", "_basis"))
        for row in records(_of_one_ratio(joined, rule)):
            facts = {**facts_of(row, "ratio", "variation", "count"), "basis": basis}
            yield Challenge(
                rule.kind, rule.severity, row["series"], row["parent"], row["period"], facts, detail=basis
            )


def _whole_digits(values: pd.Series) -> np.ndarray:
    """How many digits stand before the point, one at least."""
    digits: np.ndarray = np.searchsorted(_POWERS_OF_TEN, np.trunc(values.to_numpy()), side="right") + 1
    return digits


def _of_one_ratio(joined: pd.DataFrame, rule: IdenticalRatiosRule) -> pd.DataFrame:
    keys = ["series", "parent", "level", "period"]
    ratios = joined.assign(each=joined["value"] / joined["value_basis"])
    found = ratios.groupby(keys, as_index=False).agg(
        ratio=("each", "mean"), spread=("each", "std"), count=("each", "size")
    )
    found["variation"] = found["spread"] / found["ratio"]
    return found[(found["count"] >= rule.least_regions) & (found["variation"] <= rule.most_variation)]
