"""Is a verdict robust? Its distance from turning against the usual revision of its series [design]."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum

from etl.assess.evidence import Evidence
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator

ROBUST_BEYOND = Decimal(2)
"""A verdict farther from turning than two median revisions is robust: a revision of usual size, taken twice,
would not turn it."""
_DIGITS = 34


class FragilityState(StrEnum):
    """How a verdict stands against revisions of usual size."""

    ROBUST = "robust"
    FRAGILE = "fragile"
    UNKNOWN = "unknown"  # no revision history, or no distance: nothing can be said


@dataclass(frozen=True, slots=True)
class Fragility:
    """How far a verdict is from turning.

    Attributes:
        distance: in the unit of the value.
        revision: median size of a revision, in the same unit.
        multiples: distance over revision.
        revision_of: series whose revision history was used.
    """

    state: FragilityState
    distance: Decimal | None = None
    revision: Decimal | None = None
    multiples: Decimal | None = None
    revision_of: str | None = None

    def facts(self) -> dict[str, object]:
        """As codes and numbers, for the facts of an assessment."""
        return {
            "state": self.state.value,
            "distance": _number(self.distance),
            "revision": _number(self.revision),
            "multiples": _number(self.multiples),
            "revision_of": self.revision_of,
        }


def classify_fragility(
    distance: Decimal | None, revision: Decimal | None, revision_of: str | None = None
) -> Fragility:
    """Robust, fragile, or unknown.

    Args:
        distance: how far the verdict is from turning, in the unit of its value; None where nobody can say
            (a held level whose thresholds were not published).
        revision: median size of a revision in the same unit; None without a history.
        revision_of: the series that the revisions are of.
    """
    if distance is None or revision is None or revision <= 0:
        return Fragility(FragilityState.UNKNOWN, distance, revision, None, revision_of)
    with localcontext(prec=_DIGITS):
        multiples = distance / revision
    state = FragilityState.ROBUST if multiples > ROBUST_BEYOND else FragilityState.FRAGILE
    return Fragility(state, distance, revision, multiples, revision_of)


def revision_for(
    catalog: Catalog, indicator: Indicator, evidence: Evidence
) -> tuple[Decimal, str] | tuple[None, None]:
    """Median revision of an indicator: of its published series, else of the yearly change it is chained from.

    A revision of one year's change moves a cumulative reduction by about as much, a little less.
    """
    formula = indicator.formula
    names = [indicator.published, formula.series if formula.kind == "series" else None]
    for name in names:
        if name is not None and name in evidence.revisions:
            return evidence.revisions[name], name
    if formula.kind == "chained_reduction" and formula.change in catalog.indicators:
        return revision_for(catalog, catalog.indicators[formula.change], evidence)
    return None, None


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
