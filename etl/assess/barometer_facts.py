"""What stands beside a level: what would turn it, how robust it is, and the headroom in energy.

Facts are codes and numbers; rates are stated in the sign of the indicator, so that a reader compares them
with the value itself.
"""

from decimal import Decimal

from etl.assess.barometer import BarometerOutcome
from etl.assess.boundaries import Boundary, Turning, find_turning, level_boundaries
from etl.assess.evidence import Evidence
from etl.assess.fragility import classify_fragility, revision_for
from etl.assess.headroom import EnergyStanding, headroom_to
from etl.catalog.catalog import Catalog
from etl.model.indicator import BarometerAssessment, Indicator
from etl.model.period import Period
from etl.model.plan import PlanRule
from etl.model.rule import BarometerSubject


def level_facts(
    catalog: Catalog,
    indicator: Indicator,
    assessed: BarometerAssessment,
    outcome: BarometerOutcome,
    *,
    region: str,
    period: Period,
    evidence: Evidence,
) -> dict[str, object]:
    """Facts of a level that a rate and a target gave; none where the level did not come from them.

    Args:
        catalog: rules of the barometer and of the plans.
        indicator: what is judged.
        assessed: how it is judged.
        outcome: the level, with the rate and the target in the sign of their subject.
        region: code of the region.
        period: the period judged.
        evidence: revisions and amounts.
    """
    subject, rate, target = outcome.subject, outcome.actual_pct, outcome.target_pct
    method = catalog.barometer_rules[outcome.version].method_of(subject)
    if method is None or rate is None or target is None:
        return {}
    boundaries = level_boundaries(method, subject, target_pct=target, period_kind=period.kind)
    turning = find_turning(boundaries, subject, rate)
    revision, revision_of = revision_for(catalog, indicator, evidence)
    standing = energy_standing(catalog, assessed, region, period, evidence)
    found: dict[str, object] = {
        "turn": turning_facts(turning, sign=sign_of(subject)),
        "fragility": classify_fragility(turning.distance_pct, revision, revision_of).facts(),
    }
    if standing is not None:
        found["headroom"] = _headroom_facts(standing, subject, boundaries)
    return found


def sign_of(subject: BarometerSubject) -> int:
    """From the sign of the subject to that of the indicator: a reduction is a negative change."""
    return -1 if subject is BarometerSubject.INTENSITY else 1


def turning_facts(turning: Turning, sign: int = 1) -> dict[str, object]:
    """The nearest boundaries: the value at which the result turns, and the distance to it."""
    return {
        **_side("up", turning.up, turning.up_by_pct, sign),
        **_side("down", turning.down, turning.down_by_pct, sign),
    }


def energy_standing(
    catalog: Catalog, assessed: BarometerAssessment, region: str, period: Period, evidence: Evidence
) -> EnergyStanding | None:
    """Energy and GDP at plan prices of a period and the year before; None where one of them is not known."""
    plan = catalog.plan_rule(period)
    amounts = _amounts(assessed.energy, plan, region, period, evidence)
    if plan is None or amounts is None or any(amount <= 0 for amount in amounts):
        return None
    return EnergyStanding(*amounts, decimals=plan.intensity_decimals)


def _amounts(
    energy: str | None, plan: PlanRule | None, region: str, period: Period, evidence: Evidence
) -> tuple[Decimal, Decimal, Decimal, Decimal] | None:
    if energy is None or plan is None or plan.gdp is None:
        return None
    before = period.previous_year()
    now_energy, now_gdp = (evidence.amount(name, region, period) for name in (energy, plan.gdp))
    old_energy, old_gdp = (evidence.amount(name, region, before) for name in (energy, plan.gdp))
    if now_energy is None or now_gdp is None or old_energy is None or old_gdp is None:
        return None
    return now_energy, now_gdp, old_energy, old_gdp


def _side(name: str, boundary: Boundary | None, by: Decimal | None, sign: int) -> dict[str, object]:
    if boundary is None or by is None:
        return {}
    to = boundary.better if name == "up" else boundary.worse
    return {f"{name}_to": to.value, f"{name}_at": float(sign * boundary.at_pct), f"{name}_by": float(by)}


def _headroom_facts(
    standing: EnergyStanding, subject: BarometerSubject, boundaries: tuple[Boundary, ...]
) -> dict[str, object]:
    """万吨标准煤 that each boundary leaves, at the GDP of the period; negative must be saved."""
    return {
        "energy": float(standing.energy),
        "previous_energy": float(standing.previous_energy),
        "gdp": float(standing.gdp),
        "previous_gdp": float(standing.previous_gdp),
        "to": [
            {
                "level": each.boundary.better.value,
                "at": float(sign_of(subject) * each.boundary.at_pct),
                "ten_thousand_tce": float(each.headroom),
            }
            for each in headroom_to(standing, subject, boundaries)
        ],
    }
