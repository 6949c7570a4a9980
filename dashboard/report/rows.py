"""The rows of one build that a report reads: as few as it may speak of, indexed once for all regions."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

from msgspec import Struct, field

from dashboard.queries import Queries
from dashboard.report.periods import looked_back_on, parse
from dashboard.views.latest import ends_by
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.model.region import Region
from etl.model.title import TITLE_REGISTER
from etl.model.vocabulary import RegionLevel
from etl.store.rows import (
    AssessmentRow,
    BuildRow,
    ChallengeRow,
    FileRow,
    FindingRow,
    FlagRow,
    ObservationRow,
    RecordRow,
    TitleFlowRow,
    ValueRow,
)

RESTRICTION_REGISTER: Final = "restriction_episode"
PROJECT_REGISTER: Final = "investment_project"
LEVEL_SERIES_UNIT: Final = "alert_level"
FINDING_KINDS: Final = ("peak_status", "decoupling", "drivers", "peak_plan")

ByPeriod = dict[str, ValueRow]


class ReportRows(Struct, frozen=True, dict=True):
    """The rows of one build that reports of a period read.

    Attributes:
        levels: levels that superior bodies published.
        titles: counts of titles as published, with where they were published.
    """

    build: BuildRow
    values: tuple[ValueRow, ...] = ()
    assessments: tuple[AssessmentRow, ...] = ()
    levels: tuple[ObservationRow, ...] = ()
    titles: tuple[ObservationRow, ...] = ()
    flags: tuple[FlagRow, ...] = ()
    challenges: tuple[ChallengeRow, ...] = ()
    restrictions: tuple[RecordRow, ...] = ()
    files: tuple[FileRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    title_flows: tuple[TitleFlowRow, ...] = ()
    projects: tuple[RecordRow, ...] = ()
    has_title_register: bool = field(default=False)

    @cached_property
    def by_indicator(self) -> Mapping[str, Mapping[str, ByPeriod]]:
        """Values by indicator, region and period."""
        found: dict[str, dict[str, ByPeriod]] = {}
        for row in self.values:
            found.setdefault(row.indicator, {}).setdefault(row.region, {})[row.period] = row
        return found

    @cached_property
    def flows(self) -> Mapping[tuple[str, str], tuple[TitleFlowRow, ...]]:
        """Flows of titles by tier and region, in order of the months."""
        found: dict[tuple[str, str], list[TitleFlowRow]] = {}
        for row in self.title_flows:
            found.setdefault((row.tier, row.region), []).append(row)
        return {key: tuple(sorted(rows, key=lambda row: row.period)) for key, rows in found.items()}

    @cached_property
    def computed_levels(self) -> tuple[AssessmentRow, ...]:
        """Assessments by which a barometer gave a level."""
        return tuple(row for row in self.assessments if row.kind == "barometer" and row.reason is None)

    @cached_property
    def judged(self) -> Mapping[tuple[str, str], tuple[AssessmentRow, ...]]:
        """Assessments by indicator and region."""
        found: dict[tuple[str, str], list[AssessmentRow]] = {}
        for row in self.assessments:
            found.setdefault((row.indicator, row.region), []).append(row)
        return {key: tuple(rows) for key, rows in found.items()}


def read_rows(
    queries: Queries, catalog: Catalog, period: Period, *, of_counties: Sequence[str] | None = None
) -> ReportRows:
    """Ask the build for everything that reports of a period speak of.

    Args:
        queries: the build.
        catalog: its declarations.
        period: of the report.
        of_counties: the indicators that are read of counties where a report is of the province; None: all.
    """
    codes = [region.code for region in report_regions(catalog, with_counties=True)]
    told = codes if of_counties is None else [region.code for region in report_regions(catalog)]
    values = queries.values(regions=told, periods=looked_back_on(period))
    if of_counties:
        below = sorted(set(codes) - set(told))
        values += queries.values(indicators=of_counties, regions=below, periods=looked_back_on(period))
    titles = [series for name in title_indicators(catalog) for series in catalog.series_of(name)]
    grades = [series.id for series in catalog.series.values() if series.unit == LEVEL_SERIES_UNIT]
    return ReportRows(
        build=queries.build(),
        values=tuple(values),
        assessments=tuple(_told(queries.assessments(regions=told))),
        levels=tuple(queries.observations(series=grades, regions=[catalog.home.code])),
        titles=tuple(queries.observations(series=titles, regions=codes)),
        flags=tuple(queries.flags(codes)),
        challenges=tuple(queries.challenges(regions=codes)),
        restrictions=tuple(queries.records(RESTRICTION_REGISTER)),
        files=tuple(queries.files()),
        findings=tuple(_over(queries.findings(kinds=FINDING_KINDS, regions=told), period)),
        title_flows=tuple(queries.title_flows(regions=told, periods=looked_back_on(period))),
        projects=tuple(queries.records(PROJECT_REGISTER)),
        has_title_register=bool(queries.records(TITLE_REGISTER)),
    )


def _told(rows: Iterable[AssessmentRow]) -> Iterable[AssessmentRow]:
    """Assessments that say something: a result, a value without one, or a target that waits for a value."""
    return (
        row for row in rows if row.reason is None or row.value is not None or row.target_value is not None
    )


def _over(rows: Iterable[FindingRow], period: Period) -> Iterable[FindingRow]:
    """Findings on years that are over; whether a plan for peaking is issued has no year of its own."""
    return (row for row in rows if row.kind == "peak_plan" or ends_by(row.period, period))


def title_indicators(catalog: Catalog) -> tuple[str, ...]:
    """Counts of firms with a title as published, in order of the catalogue."""
    return tuple(
        indicator.id
        for indicator in catalog.indicators.values()
        if indicator.topic == "smes" and indicator.unit == "firm" and indicator.formula.kind == "series"
    )


def report_regions(catalog: Catalog, *, with_counties: bool = False) -> tuple[Region, ...]:
    """The home region, everything directly below it, the counties if asked for, and the regions above."""
    home = catalog.home
    below = catalog.children(home.code)
    counties = tuple(
        county
        for city in below
        for county in (catalog.children(city.code) if with_counties else ())
        if county.level in {RegionLevel.COUNTY, RegionLevel.UNIT}
    )
    return (home, *below, *counties, *catalog.ancestors(home.code))


def latest_of(rows: ByPeriod, until: Period) -> ValueRow | None:
    """The latest value that is over by the end of a period; gaps are passed over."""
    known = (row for row in rows.values() if row.value is not None and ends_by(row.period, until))
    return max(known, key=lambda row: parse(row.period).sort_key(), default=None)
