"""All assessments of a build."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from etl.assess.barometer_assessments import PublishedLevels, assess_barometers
from etl.assess.evidence import NOTHING_BESIDE, Evidence
from etl.assess.scores import assess_scores
from etl.assess.stretch import with_exemptions
from etl.assess.targets import Values, assess_targets
from etl.assess.tasks import assess_tasks
from etl.catalog.catalog import Catalog
from etl.model.assessment import Assessment
from etl.model.indicator import Indicator
from etl.model.region import Region
from etl.model.vocabulary import RegionLevel


def assessed_regions(catalog: Catalog, indicator: Indicator) -> tuple[Region, ...]:
    """The home region, everything below it, and its peers, at the levels that the indicator exists for."""
    home = catalog.deployment.home
    return tuple(
        region
        for region in catalog.regions.values()
        if region.level in indicator.levels
        and region.level is not RegionLevel.UNIT
        and (catalog.descends_from(region, home) or region.level is catalog.deployment.peers)
    )


def assess_all(
    catalog: Catalog,
    values: Mapping[str, Values],
    published_levels: Mapping[str, PublishedLevels],
    evidence: Evidence = NOTHING_BESIDE,
    only: Collection[str] | None = None,
) -> Iterator[Assessment]:
    """Assessments of every indicator that is judged, in order of the catalogue.

    Args:
        catalog: what is judged, and against what.
        values: indicator values by indicator id.
        published_levels: levels as published by series id.
        evidence: sizes of revisions, and the amounts behind the rates.
        only: codes of the regions to judge, None for all. No verdict rests on another region's figures, but
            the periods for which a barometer says ``no_data`` are those of all regions.
    """
    judged = tuple(_assess_each(catalog, values, published_levels, evidence, only))
    yield from with_exemptions(catalog, judged)
    yield from _score_each(catalog, values, judged, evidence, only)


def _assess_each(
    catalog: Catalog,
    values: Mapping[str, Values],
    published_levels: Mapping[str, PublishedLevels],
    evidence: Evidence,
    only: Collection[str] | None,
) -> Iterator[Assessment]:
    for indicator in catalog.indicators.values():
        assessed = indicator.assessment
        if assessed is None:
            continue
        regions = _judged_regions(catalog, indicator, only)
        own = values.get(indicator.id, {})
        if assessed.kind == "target":
            yearly = values.get(_yearly_change_of(indicator), {})
            yield from assess_targets(
                catalog,
                indicator,
                assessed,
                regions,
                own,
                yearly=yearly,
                as_assessed=values.get(assessed.assessed or "", {}),
                evidence=evidence,
            )
        elif assessed.kind == "task":
            yield from assess_tasks(catalog, indicator, assessed, regions, values=own, evidence=evidence)
        elif assessed.kind == "barometer":
            levels = published_levels.get(assessed.published_level, {})
            yield from assess_barometers(
                catalog,
                indicator,
                assessed,
                regions,
                values=own,
                published=levels,
                as_assessed=values.get(assessed.assessed or "", {}),
                evidence=evidence,
            )


def _score_each(
    catalog: Catalog,
    values: Mapping[str, Values],
    judged: Sequence[Assessment],
    evidence: Evidence,
    only: Collection[str] | None,
) -> Iterator[Assessment]:
    """Scores, which rest on the verdicts before them."""
    for indicator in catalog.indicators.values():
        assessed = indicator.assessment
        if assessed is not None and assessed.kind == "scoring":
            yield from assess_scores(
                catalog,
                indicator,
                assessed,
                _judged_regions(catalog, indicator, only),
                values=values.get(indicator.id, {}),
                judged=judged,
                evidence=evidence,
            )


def _judged_regions(
    catalog: Catalog, indicator: Indicator, only: Collection[str] | None
) -> tuple[Region, ...]:
    return tuple(r for r in assessed_regions(catalog, indicator) if only is None or r.code in only)


def _yearly_change_of(indicator: Indicator) -> str:
    """The yearly change that a cumulative reduction is chained from; empty where there is none."""
    formula = indicator.formula
    return formula.change if formula.kind == "chained_reduction" else ""
