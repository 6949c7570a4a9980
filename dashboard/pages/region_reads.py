"""What the page of a region reads of a build, once for all its panels: where it stands, and its rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Final

from msgspec import Struct

from dashboard.queries import Queries
from dashboard.shared_reads import Remembered
from dashboard.views.boundary_events import REGISTER, BoundaryEvent, events_of, read_boundary_events
from dashboard.views.published_levels import peers_of
from dashboard.views.rank import Field, Rank
from dashboard.views.spine import RegionRows, Spine, build_spine, by_indicator
from etl.model.indicator import Indicator
from etl.model.region import Region
from etl.store.rows import AssessmentRow
from etl.store.standings import Standing

_MOST_EVENTS: Final = 8
_MOST_ROWS: Final = 20_000
"""Of regions that are remembered, a few hundred bytes each: all of a province with yearly figures."""
_MOST_LINES: Final = 10_000
"""Of spines that are remembered, a kilobyte or two each."""
_MOST_FIELDS, _MOST_SOURCES = 64, 1_024

Key = tuple[Queries, str, str]
"""The reader's own queries are part of the key: no scope shares it with another; then build and acts."""


class Subject(Struct, frozen=True):
    """The region of the address with its indicators."""

    region: Region
    events: tuple[BoundaryEvent, ...]
    spine: Spine


_EVENTS: Final[Remembered[tuple[Queries, str], tuple[BoundaryEvent, ...]]] = Remembered(_MOST_EVENTS)
_SUBJECTS: Final[Remembered[Key, Subject]] = Remembered(
    _MOST_LINES, lambda one: len(one.spine.all_lines()) + 1
)
_ROWS: Final[Remembered[Key, RegionRows]] = Remembered(_MOST_ROWS, lambda rows: rows.weight + 1)
_FIELDS: Final[Remembered[tuple[Key, tuple[str, ...], tuple[str, ...]], Mapping[str, Field]]] = Remembered(
    _MOST_FIELDS
)
_SOURCES: Final[Remembered[Key, Callable[[str, str], Mapping[str, str]]]] = Remembered(_MOST_FIELDS)


def read_subject(queries: Queries, code: str) -> Subject:
    """A region with its indicators, put together once for the panels of its page and both languages.

    Raises:
        UsageError: there is no such region.
    """
    return _SUBJECTS.get_or_make(_key(queries, code), lambda: _read_subject(queries, code))


def read_rows(queries: Queries, code: str) -> RegionRows:
    """All values, verdicts, challenges and flags of one region, read once for the panels of its page."""

    def read() -> RegionRows:
        return RegionRows(
            values=queries.values(None, [code]),
            assessments=queries.assessments(None, [code]),
            challenges=queries.challenges(None, [code]),
            flags=queries.flags([code]),
        )

    return _ROWS.get_or_make(_key(queries, code), read)


def read_events(queries: Queries) -> tuple[BoundaryEvent, ...]:
    """The registered changes of boundaries, read once per build and scope."""
    key = (queries, queries.build_id)
    return _EVENTS.get_or_make(key, lambda: read_boundary_events(queries.records(REGISTER)))


def _key(queries: Queries, of: str) -> Key:
    return queries, f"{queries.build_id} {queries.version}", of  # acts about challenges change marks


def _read_subject(queries: Queries, code: str) -> Subject:
    catalog = queries.catalog
    region = catalog.region(code)
    events = events_of(catalog, region, read_events(queries))
    facts = _Facts(queries, region)
    return Subject(region, events, build_spine(catalog, region, facts, (event.year for event in events)))


class _Facts:
    """What a spine is made of, as a build publishes it."""

    def __init__(self, queries: Queries, region: Region) -> None:
        self._queries = queries
        self._key = _key(queries, "")
        self._region = region
        self.standings: Mapping[str, Standing] = {
            one.latest.indicator: one for one in queries.standings(region.code)
        }
        self.judged_of: Mapping[str, Sequence[AssessmentRow]] = by_indicator(
            queries.assessments(None, [region.code])
        )
        self.delivered = queries.delivered(region.code)
        # neighbours are asked about the same figures
        self._sources = _SOURCES.get_or_make(
            self._key, lambda: lru_cache(maxsize=_MOST_SOURCES)(queries.sources_of_figures)
        )

    def source(self, series: str, period: str) -> str | None:
        """The source of its figure of a series."""
        return self._sources(series, period).get(self._region.code)

    def rank(self, indicator: Indicator, region: str, period: str) -> Rank | None:
        """Its place among those of its kind."""
        field = self._fields[period].get(indicator.id)
        return field.rank_of(region, indicator) if field else None

    @cached_property
    def _fields(self) -> Mapping[str, Mapping[str, Field]]:
        """By period the values that its own are ranked among, by indicator."""
        peers = tuple(peer.code for peer in peers_of(self._queries.catalog, self._region))
        return {
            period: self._read_fields(peers, period, tuple(names))
            for period, names in latest_periods(self.standings.values()).items()
        }

    def _read_fields(
        self, peers: tuple[str, ...], period: str, names: tuple[str, ...]
    ) -> Mapping[str, Field]:
        """Values of those of its kind in one period, read once for all who share their superior."""

        def read() -> Mapping[str, Field]:
            found: dict[str, dict[str, float]] = {}
            for row in self._queries.values(names, peers, [period]):
                if row.value is not None:
                    found.setdefault(row.indicator, {})[row.region] = row.value
            return {name: Field(values) for name, values in found.items()}

        queries, version, _ = self._key
        return _FIELDS.get_or_make(((queries, version, period), peers, names), read)


def latest_periods(standings: Iterable[Standing]) -> Mapping[str, Sequence[str]]:
    """Each period with the indicators whose latest value it is of."""
    found: dict[str, list[str]] = {}
    for one in standings:
        if one.latest.value is not None:
            found.setdefault(one.latest.period, []).append(one.latest.indicator)
    return found
