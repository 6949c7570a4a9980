"""The indicators of one region as facts: latest value, change, target, verdict, rank, course, sources."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final, NamedTuple, Protocol, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from dashboard.shared_reads import Remembered, Same
from dashboard.views.comparison.comparable import are_on_one_basis
from dashboard.views.rank import Rank, rank_of
from etl.catalog.breaks import breaks_of
from etl.catalog.catalog import Catalog
from etl.model.indicator import Indicator
from etl.model.period import Period, PeriodKind
from etl.model.region import Region
from etl.model.series import SeriesBreak
from etl.model.vocabulary import Basis, MissingReason, RegionLevel, Result
from etl.store.rows import AssessmentRow, ChallengeRow, FlagRow, ObservationRow, ValueRow
from etl.store.standings import Course, Standing, standings_of

TOPICS: Final = ("dual_control", "carbon", "smes", "industry", "innovation", "economy")
Of = TypeVar("Of", ValueRow, AssessmentRow)
_KIND_ORDER: Final = ("target", "path", "barometer_published", "barometer", "scoring")


class SpineFacts(Protocol):
    """What a spine is made of, however it was read."""

    @property
    def standings(self) -> Mapping[str, Standing]:
        """Where the region stands, by indicator."""

    @property
    def judged_of(self) -> Mapping[str, Sequence[AssessmentRow]]:
        """Its assessments by indicator."""

    @property
    def delivered(self) -> frozenset[str]:
        """Series that it has any figure of."""

    def source(self, series: str, period: str) -> str | None:
        """The source of its figure of a series; None where it has none."""

    def rank(self, indicator: Indicator, region: str, period: str) -> Rank | None:
        """Its place among those of its kind."""


class RegionRows(Struct, frozen=True, dict=True):
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
        return by_indicator(self.values)

    @cached_property
    def judged_of(self) -> Mapping[str, Sequence[AssessmentRow]]:
        """Its assessments by indicator."""
        return by_indicator(self.assessments)

    @cached_property
    def standings(self) -> Mapping[str, Standing]:
        """Where it stands, by indicator."""
        return {one.latest.indicator: one for one in standings_of(self.values)}

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

    def source(self, series: str, period: str) -> str | None:
        """The source of its figure of a series."""
        return self.source_of.get((series, period))

    def rank(self, indicator: Indicator, region: str, period: str) -> Rank | None:
        """Its place among those of its kind."""
        return rank_of(region, self.peers_of.get((indicator.id, period), {}), indicator)


def by_indicator(rows: Iterable[Of]) -> dict[str, list[Of]]:
    """Rows in their order, by indicator."""
    found: dict[str, list[Of]] = {}
    for row in rows:
        found.setdefault(row.indicator, []).append(row)
    return found


class Change(NamedTuple):
    """A difference against an earlier period of the same kind, in the unit of the indicator."""

    difference: float
    since: Period


class IndicatorLine(NamedTuple):
    """One indicator that the region has data for.

    Attributes:
        value: its latest value.
        change: against the previous period of the same kind; None where the two are not comparable.
        assessment: what it is judged by: of that period, else the nearest target to come.
        open_targets: targets of other periods that no data exist for.
        rank: the place among those of its kind with data in that very period, itself included.
        course: the values of the same months of each year, in order.
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
    course: Course
    breaks: tuple[int, ...]
    sources: tuple[str, ...]


class Uncollected(Struct, frozen=True):
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


class Spine(Struct, frozen=True):
    """All indicators of a region, by topic in order."""

    lines: Mapping[str, tuple[IndicatorLine, ...]] = field(default_factory=dict)
    uncollected: Mapping[str, tuple[Uncollected, ...]] = field(default_factory=dict)

    def all_lines(self) -> tuple[IndicatorLine, ...]:
        """The lines of every topic."""
        return tuple(line for lines in self.lines.values() for line in lines)


class _Declared(Struct, frozen=True):
    """What the catalogue says of one indicator, whatever the region.

    Attributes:
        indicator: the indicator.
        silent: the same as one that nobody has delivered anything for: most of a county's are.
        breaks: where its course breaks, in any region.
        read: series and periods behind a value, by its period as written and whether it was published;
            found when asked.
    """

    indicator: Indicator
    silent: Uncollected
    breaks: tuple[SeriesBreak, ...]
    read: dict[tuple[str, bool], tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def breaks_in(self, region: str) -> frozenset[int]:
        """Where its course breaks in a region: most have no break anywhere."""
        if not self.breaks:
            return _NO_YEARS
        return frozenset(each.first_year for each in self.breaks if each.holds_for(region))


_NO_YEARS: Final = frozenset[int]()
_MOST_LEVELS: Final = 32
_DECLARED: Final[Remembered[tuple[Same, RegionLevel], tuple[_Declared, ...]]] = Remembered(_MOST_LEVELS)


def build_spine(
    catalog: Catalog, region: Region, facts: SpineFacts, unsettled_years: Iterable[int] = ()
) -> Spine:
    """Every indicator that exists for the region's level.

    Args:
        catalog: the declarations.
        region: the region.
        facts: what the build holds about it.
        unsettled_years: years in which its boundaries changed; no change is computed across them.
    """
    # a city keeps its bounds when its counties change among themselves
    years = frozenset(unsettled_years if region.level is RegionLevel.COUNTY else ())
    lines: dict[str, list[IndicatorLine]] = {topic: [] for topic in TOPICS}
    uncollected: dict[str, list[Uncollected]] = {topic: [] for topic in TOPICS}
    standings = facts.standings
    for declared in _all_declared(catalog, region.level):
        indicator = declared.indicator
        standing = standings.get(indicator.id)
        if standing is not None and standing.latest.value is not None:
            lines[indicator.topic].append(
                _line(catalog, declared, facts, region=region, standing=standing, unsettled=years)
            )
        else:
            uncollected[indicator.topic].append(_uncollected(declared.silent, standing, facts))
    return Spine(
        {topic: tuple(found) for topic, found in lines.items()},
        {topic: tuple(found) for topic, found in uncollected.items()},
    )


def _all_declared(catalog: Catalog, level: RegionLevel) -> tuple[_Declared, ...]:
    """Every indicator of a level with what all its regions share."""

    def make() -> tuple[_Declared, ...]:
        return tuple(
            _Declared(
                one,
                Uncollected(one, catalog.series_of(one.id), MissingReason.NOT_COLLECTED, ()),
                breaks_of(catalog, one.id),
            )
            for one in indicators_of_level(catalog, level)
        )

    return _DECLARED.get_or_make((Same(catalog), level), make)


def indicators_of_level(catalog: Catalog, level: RegionLevel) -> tuple[Indicator, ...]:
    """Indicators that can exist for a level, in the order of the catalogue."""
    return tuple(indicator for indicator in catalog.indicators.values() if level in indicator.levels)


def _line(
    catalog: Catalog,
    declared: _Declared,
    facts: SpineFacts,
    *,
    region: Region,
    standing: Standing,
    unsettled: frozenset[int],
) -> IndicatorLine:
    indicator, value = declared.indicator, standing.latest
    period = Period.parse(value.period)
    judged = facts.judged_of.get(indicator.id, ())
    assessment = governing_assessment(judged, period) if judged else None
    breaks = declared.breaks_in(region.code)
    return IndicatorLine(
        indicator,
        value,
        period,
        _change(standing, period, breaks, unsettled),
        assessment,
        tuple(row for row in waiting_targets(judged) if row is not assessment) if judged else (),
        facts.rank(indicator, region.code, value.period),
        standing.course,
        tuple(sorted(breaks | unsettled)) if breaks or unsettled else (),
        _sources(catalog, declared, value, period, facts),
    )


def _change(
    standing: Standing, period: Period, breaks: frozenset[int], unsettled: frozenset[int]
) -> Change | None:
    before, now = standing.before, standing.latest
    if before is None or now.value is None:
        return None
    since = before.period
    # the register of boundary events is incomplete, so that no more than a year may lie between
    if period.kind is not PeriodKind.MONTH and not _is_a_year_before(since, period):
        return None
    if unsettled and unsettled.intersection(range(since.end_year, period.end_year + 1)):
        return None
    if not are_on_one_basis(breaks, (since, before.note), (period, now.note)):
        return None
    return Change(now.value - before.value, since)


def _is_a_year_before(since: Period, period: Period) -> bool:
    a_year_ago = (period.end_year - 1, period.start_month, period.end_month)
    return (since.end_year, since.start_month, since.end_month) == a_year_ago


def _sources(
    catalog: Catalog, declared: _Declared, value: ValueRow, period: Period, facts: SpineFacts
) -> tuple[str, ...]:
    """Ids of the sources whose figures a value was made of, through other indicators too."""
    key = (value.period, value.basis == Basis.PUBLISHED)
    read = declared.read.get(key)
    if read is None:
        read = declared.read[key] = tuple(
            dict.fromkeys(_figures_read(catalog, declared.indicator, period, is_published=key[1]))
        )
    found = dict.fromkeys([facts.source(series, at) for series, at in read])
    return tuple([source for source in found if source is not None])


def _figures_read(
    catalog: Catalog, indicator: Indicator, period: Period, *, is_published: bool
) -> Iterator[tuple[str, str]]:
    """Series and period of every figure behind a value."""
    for read in indicator.reads(period, published=is_published):
        if read.name in catalog.indicators:
            yield from _figures_read(catalog, catalog.indicators[read.name], read.period, is_published=False)
        else:
            yield read.name, str(read.period)


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


def _uncollected(silent: Uncollected, standing: Standing | None, facts: SpineFacts) -> Uncollected:
    """What is known of an indicator without a value: the inputs that are there, the targets that wait."""
    name, series = silent.indicator.id, silent.lacking
    judged = facts.judged_of.get(name, ())
    if standing is None and not judged and facts.delivered.isdisjoint(series):
        return silent
    lacking = tuple(one for one in series if one not in facts.delivered)
    return replace(
        silent,
        lacking=lacking or series,
        reason=(standing.latest.reason if standing else None) or silent.reason,
        targets=waiting_targets(judged),
    )
