"""What stands beside a level: what would turn it, how robust it is, and the headroom in energy.

Facts are codes and numbers; rates are stated in the sign of the indicator, so that a reader compares them
with the value itself.
"""

from decimal import Decimal

from etl.assess.barometer_outcome import BarometerOutcome
from etl.assess.boundaries import Boundary, Turning, find_turning, level_boundaries
from etl.assess.energy import EnergyGround, sign_of
from etl.assess.fragility import classify_fragility, revision_for
from etl.model.indicator import Indicator
from etl.model.vocabulary import Result


def level_facts(indicator: Indicator, outcome: BarometerOutcome, ground: EnergyGround) -> dict[str, object]:
    """Facts of a level that a rate and a target gave; none where the level did not come from them.

    Args:
        indicator: what is judged.
        outcome: the level, with the rate and the target in the sign of their subject.
        ground: catalogue, region, period, and the energy behind the rate.
    """
    subject, rate, target = outcome.subject, outcome.actual_pct, outcome.target_pct
    method = ground.catalog.barometer_rules[outcome.version].method_of(subject)
    if method is None or rate is None or target is None:
        return {}
    boundaries = level_boundaries(method, subject, target_pct=target, period_kind=ground.period.kind)
    turning = find_turning(boundaries, subject, rate)
    revision = revision_for(ground.catalog, indicator, ground.evidence, outcome.basis)
    return {
        "turn": turning_facts(turning, sign=sign_of(subject)),
        "fragility": classify_fragility(turning.distance_pct, revision).facts(),
        **ground.facts(rate, boundaries),
    }


def target_facts(rate_pct: Decimal, target_pct: Decimal, ground: EnergyGround) -> dict[str, object]:
    """Headroom to the target of the period where no rule gives a level: the target is known all the same."""
    return ground.facts(rate_pct, (Boundary(target_pct, Result.MET, Result.NOT_MET),))


def turning_facts(turning: Turning, sign: int = 1) -> dict[str, object]:
    """The nearest boundaries: the value at which the result turns, and the distance to it."""
    return {
        **_side("up", turning.up, turning.up_by_pct, sign),
        **_side("down", turning.down, turning.down_by_pct, sign),
    }


def _side(name: str, boundary: Boundary | None, by: Decimal | None, sign: int) -> dict[str, object]:
    if boundary is None or by is None:
        return {}
    to = boundary.better if name == "up" else boundary.worse
    return {f"{name}_to": to.value, f"{name}_at": float(sign * boundary.at_pct), f"{name}_by": float(by)}
