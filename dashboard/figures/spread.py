"""Labels beside each other on one line: moved apart as little as needed, never on each other."""

from collections.abc import Sequence


def spread(places: Sequence[float], step: float, low: float, high: float) -> list[float]:
    """Places for labels that keep ``step`` between each other, in the order given.

    Args:
        places: where each label would stand, in the unit of the axis.
        step: the least distance of two labels.
        low: lowest place allowed.
        high: highest place allowed.
    """
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = [0.0] * len(places)
    at = low - step
    for index in order:
        at = max(at + step, places[index])
        moved[index] = at
    at = high + step
    for index in reversed(order):
        at = min(at - step, moved[index])
        moved[index] = at
    return moved
