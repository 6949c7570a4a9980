"""The plans of a region that ask for a cumulative reduction, and what is known of each."""

from collections.abc import Sequence

from msgspec import Struct

from dashboard.views.spine import indicators_of_level
from dashboard.views.verdict_sentences import is_reduction
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.period import Period
from etl.model.region import Region
from etl.model.target import Target
from etl.model.vocabulary import TargetOrigin
from etl.store.rows import ValueRow


class Plan(Struct, frozen=True):
    """A target of the whole plan of a region with the interim targets on its way."""

    region: Region
    indicator: Indicator
    target: Target
    origin: TargetOrigin
    interim: tuple[Target, ...]

    @property
    def base(self) -> int:
        """The year that reductions are counted from."""
        return self.target.base or self.target.end

    @property
    def years(self) -> int:
        """N."""
        return self.target.end - self.base


def is_drawn(catalog: Catalog, plan: Plan, plans: Sequence[Plan], values: Sequence[ValueRow]) -> bool:
    """A plan with a figure, and the newest plan of the target that yearly targets are derived from."""
    judged = (one.assessment for one in catalog.indicators.values())
    leading = {one.five_year_target for one in judged if one is not None and one.kind == "barometer"}
    newest = max(other.base for other in plans if other.indicator is plan.indicator)
    return bool(reached_by(plan, values)) or (plan.indicator.id in leading and plan.base == newest)


def plans_of(catalog: Catalog, region: Region) -> tuple[Plan, ...]:
    """The plans with a cumulative reduction target for a region, the oldest first."""
    plans = []
    for indicator in indicators_of_level(catalog, region.level):
        targets = catalog.targets_for(region.code, indicator.id) if is_reduction(indicator) else ()
        by_base: dict[int, list[tuple[Target, TargetOrigin]]] = {}
        for target, origin in targets:
            if target.base is not None:
                by_base.setdefault(target.base, []).append((target, origin))
        for _, found in sorted(by_base.items()):
            main, origin = max(found, key=lambda one: (one[0].nature != "stretch", one[0].end))
            interim = tuple(one for one, _ in found if one is not main)
            plans.append(Plan(region, indicator, main, origin, interim))
    return tuple(plans)


def reached_by(plan: Plan, values: Sequence[ValueRow]) -> list[ValueRow]:
    """Values that run from the first year of the plan, by their last year."""
    found = [
        row
        for row in values
        if row.indicator == plan.indicator.id
        and row.value is not None
        and Period.parse(row.period).start_year == plan.base + 1
    ]
    return sorted(found, key=lambda row: Period.parse(row.period))
