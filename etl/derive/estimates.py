"""Values that are estimates whoever states them: counties and months of dual control (methods §1.4)."""

import narwhals as nw

from etl.derive.figures import NATURE_RANKS
from etl.frames import Frame
from etl.model.indicator import Estimated
from etl.model.vocabulary import Nature

ESTIMATED_RANK = NATURE_RANKS.index(Nature.ESTIMATED.value)
MONTH_MARK = "M"  # 2023M05, 2023M01-05


def mark_estimates(figures: Frame, estimated: Estimated | None, places: Frame) -> Frame:
    """The figures, with the nature of those that are estimates no stronger than ``estimated``.

    Args:
        figures: with ``region``, ``period`` and ``nature_rank``.
        estimated: where values of the indicator are estimates; None for nowhere.
        places: the regions with their ``level``.
    """
    if estimated is None:
        return figures
    level = nw.col("level").cast(nw.String)
    is_estimate = level.is_in([each.value for each in estimated.levels])
    if estimated.months:
        is_estimate = is_estimate | nw.col("period").str.contains(MONTH_MARK, literal=True)
    weakened = nw.max_horizontal("nature_rank", nw.lit(ESTIMATED_RANK))
    known = figures.join(places.select("region", "level"), on="region", how="left")
    return known.with_columns(
        nature_rank=nw.when(is_estimate).then(weakened).otherwise(nw.col("nature_rank"))
    ).drop("level")
