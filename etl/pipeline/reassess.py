"""Assessments and flags of one region again, from the values of a build; nothing is read or derived anew.

The catalogue may be another one than that of the build: so a target or a rule can be tried before it is
entered. Nothing is stored here.
"""

from typing import Any

from msgspec import Struct

from etl.assess.assess import assess_all
from etl.catalog.catalog import Catalog
from etl.flag.flags import raise_flags
from etl.model.assessment import Assessment, IndicatorValue
from etl.model.flag import Flag
from etl.model.period import Period
from etl.pipeline.evidence import amount_series, evidence_of
from etl.store.read import Warehouse
from etl.store.rows import AssessmentRow, FlagRow, as_indicator_value


class Reassessed(Struct, frozen=True):
    """Verdicts and flags of one region."""

    assessments: tuple[Assessment, ...]
    flags: tuple[Flag, ...]

    def rows(self) -> tuple[list[AssessmentRow], list[FlagRow]]:
        """Both as the rows that a build would hold."""
        assessed: list[dict[str, Any]] = [each.row() for each in self.assessments]
        flagged: list[dict[str, Any]] = [each.row() for each in self.flags]
        return [AssessmentRow(**row) for row in assessed], [FlagRow(**row) for row in flagged]


def reassess(warehouse: Warehouse, catalog: Catalog, region: str) -> Reassessed:
    """The assessments and flags of a region from the values that a build holds.

    Args:
        warehouse: the build.
        catalog: the declarations to judge by; those of the build give the rows of the build.
        region: code of the region.

    Raises:
        UsageError: there is no such region.
    """
    code = catalog.region(region).code
    levels = _published_levels(warehouse, catalog)
    evidence = evidence_of(
        [(row.series, row.median_absolute, row.revisions) for row in warehouse.revision_sizes()],
        _amounts(warehouse, sorted(amount_series(catalog)), code),
    )
    assessments = tuple(assess_all(catalog, _values(warehouse, catalog, code), levels, evidence, only={code}))
    flags = raise_flags(catalog, assessments, warehouse.challenges(regions=[code]))
    return Reassessed(assessments, flags)


def _values(
    warehouse: Warehouse, catalog: Catalog, region: str
) -> dict[str, dict[tuple[str, Period], IndicatorValue]]:
    """The region's values; of what a barometer judges those of all regions, for the periods there are."""
    judged = [i.id for i in catalog.indicators.values() if i.assessment and i.assessment.kind == "barometer"]
    found: dict[str, dict[tuple[str, Period], IndicatorValue]] = {}
    for row in (*warehouse.values(judged), *warehouse.values(regions=[region])):
        value = as_indicator_value(row)
        found.setdefault(row.indicator, {})[row.region, value.period] = value
    return found


def _published_levels(warehouse: Warehouse, catalog: Catalog) -> dict[str, dict[tuple[str, Period], int]]:
    wanted = {
        indicator.assessment.published_level
        for indicator in catalog.indicators.values()
        if indicator.assessment is not None and indicator.assessment.kind == "barometer"
    }
    levels: dict[str, dict[tuple[str, Period], int]] = {name: {} for name in wanted}
    for row in warehouse.observations(sorted(wanted)):
        if row.value is not None:
            levels[row.series][row.region, Period.parse(row.period)] = int(row.value)
    return levels


def _amounts(
    warehouse: Warehouse, series: list[str], region: str
) -> list[tuple[str, str, str, float | None]]:
    rows = warehouse.observations(series, [region]) if series else []
    return [(row.series, row.region, row.period, row.value) for row in rows]
