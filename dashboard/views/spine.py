"""The indicators of one region as facts: latest value, change, target, verdict, rank, course, sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, TypeVar

from dashboard.shared_reads import Remembered, Same
from dashboard.views.comparison.comparable import is_comparable
from dashboard.views.rank import Rank, rank_of
from etl.catalog.breaks import break_years
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.period import Period, PeriodKind
from etl.model.region import Region
from etl.model.vocabulary import MissingReason, RegionLevel, Result
from etl.store.rows import AssessmentRow, ChallengeRow, FlagRow, ObservationRow, ValueRow

TOPICS: Final = ("dual_control", "carbon", "smes", "industry", "innovation", "economy")
Of = TypeVar("Of", ValueRow, AssessmentRow)
_KIND_ORDER: Final = ("target", "path", "barometer_published", "barometer", "scoring")


@dataclass(frozen=True)
class RegionRows:
    """Everything that the build holds about one region, and the values of those of its kind.

    ``peer_values`` need hold no more than the periods of the region's own latest values.
    """

    values: Sequence[ValueRow] = ()
    peer_values: Sequence[ValueRow] = ()
    observations: Sequence[ObservationRow] = ()
    assessments: Sequence[AssessmentRow] = ()
    challenges: Sequence[ChallengeRow] = ()
    flags: Sequence[FlagRow] = ()

    @property
    def weight(self) -> int:
        """How many rows are held."""
        rows = (self.values, self.peer_values, self.observations, self.assessments, self.challenges)
        return sum(map(len, rows)) + len(self.flags)

    @cached_property
    def values_of(self) -> Mapping[str, Sequence[ValueRow]]:
        """Its values by indicator."""
        return _by_indicator(self.values)

    @cached_property
    def judged_of(self) -> Mapping[str, Sequence[AssessmentRow]]:
        """Its assessments by indicator."""
        return _by_indicator(self.assessments)

    @cached_property
    def peers_of(self) -> Mapping[tuple[str, str], Mapping[str, float]]:
        """Values of those of its kind by region code, for each indicator and period."""
        found: dict[tuple[str, str], dict[str, float]] = {}
        for row in self.peer_values:
            if row.value is not None:
                found.setdefault((row.indicator, row.period), {})[row.region] = row.value
        return found

    @cached_property
    def source_of(self) -> Mapping[tuple[str, str], str]:
        """The source of its figures by series and period."""
        return {(row.series, row.period): row.source for row in self.observations}

    @cached_property
    def delivered(self) -> frozenset[str]:
        """Series that it has any figure of."""
        return frozenset(row.series for row in self.observations if row.value is not None)


def _by_indicator(rows: Iterable[Of]) -> dict[str, list[Of]]:
    found: dict[str, list[Of]] = {}
    for row in rows:
        found.setdefault(row.indicator, []).append(row)
    return found


@dataclass(frozen=True)
class Change:
    """A difference against an earlier period of the same kind, in the unit of the indicator."""

    difference: float
    since: Period


@dataclass(frozen=True)
class IndicatorLine:
    """One indicator that the region has data for.

    Attributes:
        value: its latest value.
        change: against the previous period of the same kind; None where the two are not comparable.
        assessment: what it is judged by: of that period, else the nearest target to come.
        open_targets: targets of other periods that no data exist for.
        rank: the place among those of its kind with data in that very period, itself included.
        course: the values of the same kind of period, in order.
        breaks: years in which that course breaks: a new statistical basis, new boundaries.
        sources: ids of the sources of the latest value.
    """

    indicator: Indicator
    value: ValueRow
    period: Period
    change: Change | None
    assessment: AssessmentRow | None
    open_targets: tuple[AssessmentRow, ...]
    rank: Rank | None
    course: tuple[tuple[Period, float], ...]
    breaks: tuple[int, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Uncollected:
    """One indicator that could exist for the region and that nobody has delivered.

    Attributes:
        lacking: ids of the series without a figure.
        reason: code of the reason: ``not_collected``, or ``input_missing`` where other inputs are there.
        targets: targets that wait for the figure.
    """

    indicator: Indicator
    lacking: tuple[str, ...]
    reason: str
    targets: tuple[AssessmentRow, ...]


@dataclass(frozen=True)
class Spine:
    """All indicators of a region, by topic in order."""

    lines: Mapping[str, tuple[IndicatorLine, ...]] = field(default_factory=dict)
    uncollected: Mapping[str, tuple[Uncollected, ...]] = field(default_factory=dict)

    def all_lines(self) -> tuple[IndicatorLine, ...]:
        """The lines of every topic."""
        return tuple(line for lines in self.lines.values() for line in lines)


_MOST_LEVELS: Final = 32
_SILENT: Final[Remembered[tuple[Same, RegionLevel], tuple[Uncollected, ...]]] = Remembered(_MOST_LEVELS)


def build_spine(
    catalog: Catalog, region: Region, rows: RegionRows, unsettled_years: Iterable[int] = ()
) -> Spine:
    """Every indicator that exists for the region's level.

    Args:
        catalog: the declarations.
        region: the region.
        rows: what the build holds about it.
        unsettled_years: years in which its boundaries changed; no change is computed across them.
    """
    # a city keeps its bounds when its counties change among themselves
    years = frozenset(unsettled_years if region.level is RegionLevel.COUNTY else ())
    lines: dict[str, list[IndicatorLine]] = {topic: [] for topic in TOPICS}
    uncollected: dict[str, list[Uncollected]] = {topic: [] for topic in TOPICS}
    for silent in _all_silent(catalog, region.level):
        indicator = silent.indicator
        line = None
        if indicator.id in rows.values_of:
            line = _line(catalog, region, indicator, rows, years)
        if line is not None:
            lines[indicator.topic].append(line)
        else:
            uncollected[indicator.topic].append(_uncollected(silent, rows))
    return Spine(
        {topic: tuple(found) for topic, found in lines.items()},
        {topic: tuple(found) for topic, found in uncollected.items()},
    )


def _all_silent(catalog: Catalog, level: RegionLevel) -> tuple[Uncollected, ...]:
    """Every indicator of a level as one that nobody has delivered anything for: most of a county's are."""

    def make() -> tuple[Uncollected, ...]:
        return tuple(
            Uncollected(one, catalog.series_of(one.id), MissingReason.NOT_COLLECTED, ())
            for one in indicators_of_level(catalog, level)
        )

    return _SILENT.get_or_make((Same(catalog), level), make)


def indicators_of_level(catalog: Catalog, level: RegionLevel) -> tuple[Indicator, ...]:
    """Indicators that can exist for a level, in the order of the catalogue."""
    return tuple(indicator for indicator in catalog.indicators.values() if level in indicator.levels)


def _line(
    catalog: Catalog, region: Region, indicator: Indicator, rows: RegionRows, unsettled: frozenset[int]
) -> IndicatorLine | None:
    own = {
        Period.parse(row.period): row for row in rows.values_of.get(indicator.id, ()) if row.value is not None
    }
    if not own:
        return None
    period = max(own)
    value = own[period]
    course = tuple(
        (at, row.value) for at, row in sorted(own.items()) if at.kind is period.kind and row.value is not None
    )
    judged = rows.judged_of.get(indicator.id, ())
    assessment = governing_assessment(judged, period)
    return IndicatorLine(
        indicator=indicator,
        value=value,
        period=period,
        change=_change(catalog, own, period, unsettled),
        assessment=assessment,
        open_targets=tuple(row for row in waiting_targets(judged) if row is not assessment),
        rank=rank_of(region.code, rows.peers_of.get((indicator.id, value.period), {}), indicator),
        course=_same_months(course, period),
        breaks=tuple(sorted({*break_years(catalog, indicator.id, region.code), *unsettled})),
        sources=sources_of_value(catalog, indicator, value, rows.source_of),
    )


def _same_months(
    course: tuple[tuple[Period, float], ...], period: Period
) -> tuple[tuple[Period, float], ...]:
    """The periods a whole number of years apart; spans overlap and make no course."""
    if period.kind is PeriodKind.SPAN:
        return ()
    months = (period.start_month, period.end_month)
    return tuple((at, value) for at, value in course if (at.start_month, at.end_month) == months)


def _change(
    catalog: Catalog,
    own: Mapping[Period, ValueRow],
    period: Period,
    unsettled: frozenset[int],
) -> Change | None:
    earlier = [at for at in own if at.kind is period.kind and at < period]
    if not earlier or period.kind is PeriodKind.SPAN:
        return None
    since = max(earlier)
    crossed = range(since.end_year, period.end_year + 1)
    # the register of boundary events is incomplete, so that no more than a year may lie between
    is_distant = since != period.previous_year() and period.kind is not PeriodKind.MONTH
    before, now = own[since].value, own[period].value
    if is_distant or unsettled.intersection(crossed) or before is None or now is None:
        return None
    if not is_comparable(catalog, own[since], own[period]):
        return None
    return Change(now - before, since)


def governing_assessment(judged: Sequence[AssessmentRow], period: Period) -> AssessmentRow | None:
    """What a value is judged by: its own period first, a verdict before none, else the next target."""
    own = [row for row in judged if row.period == str(period)]
    if own:
        return min(own, key=lambda row: (row.result == Result.UNASSESSED, _KIND_ORDER.index(row.kind)))
    to_come = [row for row in waiting_targets(judged) if period < Period.parse(row.period)]
    return min(to_come, key=lambda row: Period.parse(row.period), default=None)


def waiting_targets(judged: Iterable[AssessmentRow]) -> tuple[AssessmentRow, ...]:
    """Targets without a figure, the earliest first."""
    waiting = [
        row
        for row in judged
        if row.kind in {"target", "path"} and row.value is None and row.target_value is not None
    ]
    return tuple(sorted(waiting, key=lambda row: Period.parse(row.period)))


def _uncollected(silent: Uncollected, rows: RegionRows) -> Uncollected:
    """What is known of an indicator without a value: the inputs that are there, the targets that wait."""
    name, series = silent.indicator.id, silent.lacking
    values, judged = rows.values_of.get(name, ()), rows.judged_of.get(name, ())
    if not values and not judged and rows.delivered.isdisjoint(series):
        return silent
    lacking = tuple(one for one in series if one not in rows.delivered)
    reasons = (row.reason for row in values if row.reason)
    return replace(
        silent,
        lacking=lacking or series,
        reason=next(reasons, silent.reason),
        targets=waiting_targets(judged),
    )


def sources_of_value(
    catalog: Catalog, indicator: Indicator, value: ValueRow, source_of: Mapping[tuple[str, str], str]
) -> tuple[str, ...]:
    """Ids of the sources whose figures a value was made of, through other indicators too.

    Args:
        catalog: the declarations.
        indicator: what was measured.
        value: its value.
        source_of: the source of each figure of the region, by series and period.
    """
    found: dict[str, None] = {}

    def visit(name: Indicator, period: Period, *, published: bool) -> None:
        for read in name.reads(period, published=published):
            if read.name in catalog.indicators:
                visit(catalog.indicators[read.name], read.period, published=False)
            elif (read.name, str(read.period)) in source_of:
                found[source_of[read.name, str(read.period)]] = None

    visit(indicator, Period.parse(value.period), published=value.basis == "published")
    return tuple(found)
