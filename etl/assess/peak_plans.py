"""Which regions have a peak target and an issued plan (Art 15); a region without a row is not collected."""

from collections.abc import Iterator

from etl.catalog.catalog import Catalog
from etl.model.finding import Finding, FindingKind, FindingResult
from etl.model.vocabulary import RegionLevel

PEAK_TARGET = "carbon_peak"


def find_peak_plans(catalog: Catalog) -> Iterator[Finding]:
    """Plan and target of the home region, its cities and the nation above it."""
    if PEAK_TARGET not in catalog.indicators:
        return
    home = catalog.home
    for region in (*catalog.ancestors(home.code), home, *catalog.children(home.code, RegionLevel.CITY)):
        plan = catalog.peak_plans.get(region.code)
        own = [
            target
            for target in catalog.targets
            if (target.region, target.indicator) == (region.code, PEAK_TARGET)
        ]
        target = min(own, key=lambda each: each.end, default=None)
        if plan is None:
            result = FindingResult.NOT_COLLECTED
        else:
            result = FindingResult.ISSUED if plan.issued else FindingResult.NOT_ISSUED
        yield Finding(
            FindingKind.PEAK_PLAN,
            PEAK_TARGET,
            region.code,
            str(target.end) if target else "",
            result.value,
            {
                "document": plan.document if plan else None,
                "published": plan.published if plan else None,
                "source": plan.source if plan else None,
                "mark": plan.mark if plan else None,
                "target_before": target.end if target else None,
                "target_document": target.document if target else None,
                "target_nature": target.nature if target else None,
            },
        )
