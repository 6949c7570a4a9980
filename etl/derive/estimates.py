"""Values that are estimates whoever states them: counties and months of dual control (methods §1.4)."""

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from etl.model.figures import NATURE_RANKS, Figures
from etl.model.indicator import Estimated
from etl.model.period import PeriodKind
from etl.model.vocabulary import Nature, RegionLevel

ESTIMATED_RANK = NATURE_RANKS.index(Nature.ESTIMATED.value)


def mark_estimates(
    figures: Figures, estimated: Estimated | None, levels: Sequence[RegionLevel | None]
) -> Figures:
    """The figures, with the nature of those that are estimates no stronger than ``estimated``.

    Args:
        figures: values of an indicator.
        estimated: where they are estimates; None for nowhere.
        levels: level of each region, in the order of the columns.
    """
    if estimated is None:
        return figures
    is_estimate = np.zeros(figures.axes.shape, dtype=bool)
    is_estimate[:, [level in estimated.levels for level in levels]] = True
    if estimated.months:
        is_estimate[figures.axes.of_kind(PeriodKind.MONTH, PeriodKind.CUMULATIVE)] = True
    weakened = np.maximum(figures.nature, np.int8(ESTIMATED_RANK))
    return replace(figures, nature=np.where(is_estimate & figures.is_there, weakened, figures.nature))
