"""How formulas put figures together: the weakest of the inputs, and why there is no value."""

from collections.abc import Sequence
from functools import reduce
from typing import Final

import numpy as np

from etl.model.figures import ABSENT, BOUND_RANKS, REASONS, STATUS_RANKS, Figures, Mask, Numbers, Ranks
from etl.model.vocabulary import Bound, MissingReason, Status

MISSING: Final = STATUS_RANKS.index(Status.MISSING.value)
ABOUT: Final = BOUND_RANKS.index(Bound.ABOUT.value)


def code_of(reason: MissingReason) -> int:
    """Position of a reason in the closed list."""
    return REASONS.index(reason.value)


def weakest(inputs: Sequence[Figures], name: str) -> Ranks:
    """The weakest rank of several figures; what is not stated weakens nothing."""
    return reduce(np.maximum, [getattr(each, name) for each in inputs])


def reason_of(lacking: Mask, zero: Mask | None = None) -> Ranks:
    """Why a computed figure is missing; ``ABSENT`` where it is not."""
    found = np.full(lacking.shape, ABSENT, dtype=np.int8)
    if zero is not None:
        found[zero] = code_of(MissingReason.DENOMINATOR_ZERO)
    found[lacking] = code_of(MissingReason.INPUT_MISSING)
    return found


def computed(there: Mask, value: Numbers, reason: Ranks, inputs: Sequence[Figures]) -> Figures:
    """Computed figures, with the weakest status and nature of their inputs.

    A figure computed from bounds or approximations is an approximation, of unknown side.

    Args:
        there: where a figure is stated at all.
        value: the numbers; what stands where a reason does is left out.
        reason: why a figure is missing.
        inputs: the figures that it is made of.
    """
    gone = reason != ABSENT
    loose = weakest(inputs, "bound") > 0
    made = Figures(
        inputs[0].axes,
        value=np.where(gone, np.nan, value),
        status=np.where(gone, np.int8(MISSING), weakest(inputs, "status")),
        reason=reason,
        nature=weakest(inputs, "nature"),
        bound=np.where(loose, np.int8(ABOUT), np.int8(0)),
    )
    return made.where(there)


def stacked(first: Figures, *others: Figures) -> Figures:
    """Figures of several formulas together; where two state one cell, the earlier one stands."""
    return reduce(_beside, others, first)


def _beside(one: Figures, other: Figures) -> Figures:
    takes = ~one.is_there
    return Figures(
        one.axes,
        value=np.where(takes, other.value, one.value),
        status=np.where(takes, other.status, one.status),
        reason=np.where(takes, other.reason, one.reason),
        nature=np.where(takes, other.nature, one.nature),
        bound=np.where(takes, other.bound, one.bound),
        is_published=one.is_published,
        rule=_rules_beside(takes, one, other),
        rules=one.rules + other.rules,
    )


def _rules_beside(takes: Mask, one: Figures, other: Figures) -> Ranks | None:
    if one.rule is None and other.rule is None:
        return None
    nothing = np.full(takes.shape, ABSENT, dtype=np.int8)
    own = nothing if one.rule is None else one.rule
    others = nothing if other.rule is None else other.rule
    moved = np.where(others == ABSENT, nothing, others + np.int8(len(one.rules)))
    return np.where(takes, moved, own)
