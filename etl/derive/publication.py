"""Figures that stand beside each other in one publication: a share of unlike vintages is no share."""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from etl.derive.figures import MISSING, code_of
from etl.model.figures import BOUND_RANKS, NATURE_RANKS, STATUS_RANKS, Axes, Figures
from etl.model.vocabulary import MissingReason

_OTHER_DAY: Final = 10_000  # more than any figure has vintages


class Printed(NamedTuple):
    """One vintage of a figure with the publication that it stands in."""

    region: str
    period: str
    value: float | None
    status: str
    nature: str
    bound: str
    source: str
    cited_as: str | None
    known_from: date
    vintage: int

    def is_beside(self, other: "Printed") -> bool:
        """Whether both stand in the same source and citation."""
        return (self.source, self.cited_as or "") == (other.source, other.cited_as or "")


def of_one_publication(axes: Axes, figures: Iterable[Printed], beside: Iterable[Printed]) -> Figures:
    """What each figure's own publication says of another series.

    Args:
        axes: regions and periods of the build.
        figures: figures in use.
        beside: every vintage of the other series.

    Returns:
        figures of the other series from the same source and citation, of the same day if there are several;
        missing with ``vintages_differ`` where only another publication has it.
    """
    own = {(each.region, each.period): each for each in figures}
    best: dict[tuple[str, str], tuple[tuple[bool, int], Printed]] = {}
    for other in beside:
        wanted = own.get((other.region, other.period))
        if other.value is None or wanted is None:
            continue
        order = _order(other, wanted)
        key = other.region, other.period
        if key not in best or order < best[key][0]:
            best[key] = order, other
    return _figures(axes, best.values())


def _order(other: Printed, own: Printed) -> tuple[bool, int]:
    """The same publication first, of it the one of the same day, else the vintage in use."""
    if not other.is_beside(own):
        return True, other.vintage
    return False, other.vintage + (0 if other.known_from == own.known_from else _OTHER_DAY)


def _figures(axes: Axes, chosen: Iterable[tuple[tuple[bool, int], Printed]]) -> Figures:
    found = Figures.nothing(axes)
    for (is_unlike, _), other in chosen:
        at = axes.period_at[other.period], axes.region_at[other.region]
        found.nature[at], found.bound[at] = NATURE_RANKS.index(other.nature), BOUND_RANKS.index(other.bound)
        if is_unlike:
            found.status[at], found.reason[at] = MISSING, code_of(MissingReason.VINTAGES_DIFFER)
        else:
            found.value[at], found.status[at] = other.value, STATUS_RANKS.index(other.status)
    return found
