"""Which target judges which region and period: its own before inherited ones, the one in force on the day."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from etl.catalog.region_tree import RegionTree
from etl.model.indicator import Indicator
from etl.model.period import Period, PeriodKind
from etl.model.target import Target, is_in_force
from etl.model.vocabulary import TargetOrigin


class TargetBook(RegionTree, frozen=True, dict=True):
    """Indicators and targets over a tree of regions, with the questions about who is judged against what."""

    indicators: dict[str, Indicator]
    targets: tuple[Target, ...]

    @cached_property
    def _targets_by_region(self) -> dict[tuple[str, str], tuple[Target, ...]]:
        found: dict[tuple[str, str], list[Target]] = {}
        for target in self.targets:
            found.setdefault((target.region, target.indicator), []).append(target)
        return {key: tuple(targets) for key, targets in found.items()}

    @cached_property
    def _targets_by_place(self) -> dict[tuple[object, ...], tuple[Target, ...]]:
        found: dict[tuple[object, ...], list[Target]] = {}
        for target in self.targets:
            found.setdefault(target.place, []).append(target)
        return {place: tuple(targets) for place, targets in found.items()}

    def cited(self, document: str | None, lang: str) -> str:
        """The document of a target in a language; empty without one."""
        declared = next((target for target in self.targets if target.document == document), None)
        return declared.cited(lang) if declared is not None else document or ""

    def holds_for(self, target: Target, period: Period, region_code: str | None = None) -> bool:
        """Whether a target judges a period, and not an earlier or a later one for the same place.

        Args:
            target: the target.
            period: what is judged.
            region_code: the region that is judged; unset: that of the target. One of its own goes before one
                that it inherits.
        """
        if not is_in_force(target, self._targets_by_place.get(target.place, ()), period):
            return False
        if region_code is None or region_code == target.region:
            return True
        own = self._targets_by_region.get((region_code, target.indicator), ())
        plan = target.base, target.end
        return not any(
            (each.base, each.end) == plan and each.nature != "stretch" and self.holds_for(each, period)
            for each in own
        )

    def targets_for(self, region_code: str, indicator_id: str) -> tuple[tuple[Target, TargetOrigin], ...]:
        """Targets that a region is judged against, its own before inherited ones.

        A target of a superior region is inherited only within the home region, and only for a plan
        (base, end) for which the region has none of its own; where its own came later, the inherited one
        stays for the periods before (:meth:`holds_for` tells which holds when). A stretch target (激励目标)
        stands beside one and never in its place; that of a superior rewards it and is not inherited.
        """
        own = self._targets_by_region.get((region_code, indicator_id), ())
        found = [(target, TargetOrigin.OWN) for target in own]
        plans = {
            (target.base, target.end)
            for target in own
            if target.nature != "stretch" and target.effective is None
        }
        if not self._inherits(region_code, indicator_id):
            return tuple(found)
        for ancestor in self.ancestors(region_code):
            if not self.descends_from(ancestor, self.deployment.home):
                break
            above = [
                target
                for target in self._targets_by_region.get((ancestor.code, indicator_id), ())
                if target.nature != "stretch" and (target.base, target.end) not in plans
            ]
            plans |= {(target.base, target.end) for target in above}
            found += [(target, TargetOrigin.INHERITED) for target in _once_a_day(above)]
        return tuple(found)

    def _inherits(self, region_code: str, indicator_id: str) -> bool:
        """Whether a region may be judged against its superior's target of an indicator."""
        assessed = self.indicators[indicator_id].assessment if indicator_id in self.indicators else None
        inside = self.descends_from(self.regions[region_code], self.deployment.home)
        below_home = inside and region_code != self.deployment.home
        return below_home and assessed is not None and assessed.kind == "target" and assessed.inherit

    def plan_target(
        self, region_code: str, indicator_id: str, period: Period
    ) -> tuple[Target, TargetOrigin] | tuple[None, None]:
        """The target of the plan that a period falls into (base < year ≤ end), the longest plan first."""
        candidates = [
            (target, origin)
            for target, origin in self.targets_for(region_code, indicator_id)
            if target.base is not None
            and target.nature != "stretch"
            and target.base < period.start_year
            and period.end_year <= target.end
            and self.holds_for(target, period, region_code)
        ]
        if period.kind is PeriodKind.SPAN:
            candidates = [(t, o) for t, o in candidates if t.base == period.start_year - 1]
        if not candidates:
            return None, None
        return max(candidates, key=lambda found: found[0].end - (found[0].base or 0))

    def annual_target(self, region_code: str, indicator_id: str, year: int) -> Target | None:
        """The published target of one year for a yearly rate, the region's own; binding before others."""
        own = self._targets_by_region.get((region_code, indicator_id), ())
        unit = self.indicators[indicator_id].unit
        of_year = Period.of_year(year)
        found = [
            t
            for t in own
            if (t.base, t.end, t.unit) == (None, year, unit)
            and t.nature != "stretch"
            and self.holds_for(t, of_year)
        ]
        return min(found, key=lambda target: target.nature != "binding", default=None)

    def reference_targets(self, region_code: str, indicator_id: str) -> tuple[Target, ...]:
        """Targets of regions above the home region: a line to show, never the region's own number."""
        inside = self.descends_from(self.regions[region_code], self.deployment.home)
        above = self.ancestors(self.deployment.home) if inside else ()
        return tuple(
            target
            for region in above
            for target in self._targets_by_region.get((region.code, indicator_id), ())
        )


def _once_a_day(targets: Iterable[Target]) -> Iterator[Target]:
    """The first declared of the targets of one plan, and each that took its place from a later day on."""
    seen = set[tuple[object, ...]]()
    for target in targets:
        key = target.base, target.end, target.effective
        if key not in seen:
            seen.add(key)
            yield target
