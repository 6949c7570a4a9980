"""Is a verdict robust? Its distance from turning against the usual revision of its series [design]."""

from decimal import Decimal, localcontext
from enum import StrEnum

from msgspec import Struct

from etl.assess.evidence import Evidence
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.rounding import WORKING_DIGITS
from etl.model.vocabulary import Basis

ROBUST_BEYOND = Decimal(2)
"""A verdict farther from turning than two median revisions is robust: a revision of usual size, taken twice,
would not turn it."""


class FragilityState(StrEnum):
    """How a verdict stands against revisions of usual size."""

    ROBUST = "robust"
    FRAGILE = "fragile"
    UNKNOWN = "unknown"  # no revision history, or no distance: nothing can be said


class Fragility(Struct, frozen=True):
    """How far a verdict is from turning.

    Attributes:
        distance: in the unit of the value.
        revision: median size of a revision, in the same unit.
        multiples: distance over revision.
        revision_of: series or computed indicator whose revision history was used.
        revisions: how many revisions that history has.
    """

    state: FragilityState
    distance: Decimal | None = None
    revision: Decimal | None = None
    multiples: Decimal | None = None
    revision_of: str | None = None
    revisions: int | None = None

    def facts(self) -> dict[str, object]:
        """As codes and numbers, for the facts of an assessment."""
        return {
            "state": self.state.value,
            "distance": _number(self.distance),
            "revision": _number(self.revision),
            "multiples": _number(self.multiples),
            "revision_of": self.revision_of,
            "revisions": self.revisions,
        }


class UsualRevision(Struct, frozen=True):
    """The median revision that a verdict is held against.

    Attributes:
        size: in the unit of the value.
        of: the series or computed indicator whose history it is.
        count: how many revisions it is the median of; None where that is not known.
    """

    size: Decimal
    of: str
    count: int | None = None


def classify_fragility(distance: Decimal | None, revision: UsualRevision | None) -> Fragility:
    """Robust, fragile, or unknown.

    Args:
        distance: how far the verdict is from turning, in the unit of its value; None where nobody can say
            (a held level whose thresholds were not published).
        revision: the usual revision, in the same unit; None without a history.
    """
    if revision is None:
        return Fragility(FragilityState.UNKNOWN, distance)
    if distance is None or revision.size <= 0:
        return Fragility(FragilityState.UNKNOWN, distance, revision.size, None, revision.of, revision.count)
    with localcontext(prec=WORKING_DIGITS):
        multiples = distance / revision.size
    state = FragilityState.ROBUST if multiples > ROBUST_BEYOND else FragilityState.FRAGILE
    return Fragility(state, distance, revision.size, multiples, revision.of, revision.count)


def revision_for(
    catalog: Catalog, indicator: Indicator, evidence: Evidence, basis: Basis | None = None
) -> UsualRevision | None:
    """The usual revision of an indicator, out of the history of figures that came about like the one judged.

    A computed figure has the history of the computed ones: what they were by the first editions of their
    inputs. A published figure has that of its series. A chained one without any has that of the yearly
    change: a revision of one year's change moves a cumulative reduction by about as much, a little less.

    Args:
        catalog: the indicators.
        indicator: what is judged.
        evidence: sizes of revisions.
        basis: how the value judged came about; None for values of either kind, the published ones first.
    """
    formula = indicator.formula
    published = (indicator.published, formula.series if formula.kind == "series" else None)
    names = {
        Basis.COMPUTED: (indicator.id,),
        Basis.PUBLISHED: published,
        None: (*published, indicator.id),
    }[basis]
    for name in names:
        if name is not None and name in evidence.revisions:
            return UsualRevision(evidence.revisions[name], name, evidence.revision_counts.get(name))
    if formula.kind == "chained_reduction" and formula.change in catalog.indicators:
        return revision_for(catalog, catalog.indicators[formula.change], evidence)
    return None


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
