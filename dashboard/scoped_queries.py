"""Queries as one reader may ask them: whatever concerns a region that is not theirs is not there.

The only way from a page to the build: a page cannot forget to ask what the reader may see. Whatever cannot be
cut by region is refused to a reader who may not see all.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from msgspec.structs import replace

from dashboard.queries import KnownBuild, Names, Queries
from dashboard.scope import ReaderScope
from dashboard.scoped_quality import QualityWithin
from dashboard.selection import AddressError, Selection
from etl.catalog.catalog import Catalog
from etl.model.period import Period
from etl.store.difference import BuildDifference
from etl.store.quality import QualityQuestions
from etl.store.rows import (
    AssessmentRow,
    BuildRow,
    ChallengeRow,
    CoverageRow,
    FileRow,
    FindingRow,
    FlagRow,
    ObservationRow,
    PeerRow,
    RankRow,
    RecordRow,
    TitleFlowRow,
    TitleStateRow,
    ValueRow,
)
from etl.store.standings import Standing
from etl.store.working import Working, WorkingInput

FORBIDDEN = 403


class _OfRegion(Protocol):
    @property
    def region(self) -> str: ...


RowOfRegion = TypeVar("RowOfRegion", bound=_OfRegion)


def queries_within(queries: Queries, scope: ReaderScope) -> Queries:
    """The queries that a reader may ask; the queries themselves for one who may see all."""
    return QueriesWithin(queries, scope) if scope.is_limited else queries


def require_within(queries: Queries, scope: ReaderScope, selection: Selection) -> None:
    """Refuse an address that names a region that is not the reader's.

    Raises:
        AddressError: 403.
    """
    if not scope.is_limited:
        return
    reach = Reach(queries.catalog, scope)
    for code in filter(None, (selection.region, selection.parent, *selection.peers)):
        if code in queries.catalog.regions and not reach.covers(code):
            raise not_yours(code)


def not_yours(found: str) -> AddressError:
    """The refusal of what is another region's."""
    return AddressError("not_yours", found=found, status=FORBIDDEN)


class Reach:
    """The regions of a scope in one catalogue."""

    def __init__(self, catalog: Catalog, scope: ReaderScope) -> None:
        roots = scope.regions or frozenset()
        self._inside = {
            code
            for code, region in catalog.regions.items()
            if any(root in catalog.regions and catalog.descends_from(region, root) for root in roots)
        }
        above = {ancestor.code for code in self._inside for ancestor in catalog.ancestors(code)}
        self._others = set(catalog.regions) - self._inside - above
        self._catalog = catalog

    def covers(self, code: str | None) -> bool:
        """Whether a region is the reader's, by its code of today or an earlier one."""
        return code is not None and self._catalog.region_by_code.get(code, code) in self._inside

    def narrow(self, asked: Names) -> list[str]:
        """The regions asked for that are the reader's; all of theirs where none is named."""
        return sorted(self._inside) if asked is None else [code for code in asked if self.covers(code)]

    def tells_of_others(self, facts: str) -> bool:
        """Whether the facts of a row name a region that is neither the reader's nor above theirs."""
        return any(text in self._others for text in _texts(json.loads(facts)))

    def catalog(self) -> Catalog:
        """The catalogue with the targets that the reader's regions are judged by, and who is outside."""
        kept = tuple(target for target in self._catalog.targets if target.region not in self._others)
        outside = frozenset(self._catalog.regions) - self._inside
        return replace(self._catalog, targets=kept, outside=outside)


@lru_cache(maxsize=64)
def _reach_of(key: "_CatalogKey") -> tuple[Reach, Catalog]:
    reach = Reach(key.catalog, key.scope)
    return reach, reach.catalog()


class _CatalogKey:
    """A catalogue by what it is, because its dictionaries cannot be hashed, and a scope."""

    def __init__(self, catalog: Catalog, scope: ReaderScope) -> None:
        self.catalog, self.scope = catalog, scope

    def __hash__(self) -> int:
        return hash((id(self.catalog), self.scope))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _CatalogKey) and (self.catalog is other.catalog, self.scope) == (
            True,
            other.scope,
        )


class QueriesWithin:
    """The queries of a reader who may see some regions only."""

    def __init__(self, queries: Queries, scope: ReaderScope) -> None:
        self._all = queries
        self._scope = scope

    def __eq__(self, other: object) -> bool:
        """Whether the same build is asked for the same reader: what is kept by it is kept for one scope."""
        return isinstance(other, QueriesWithin) and (other._all is self._all and other._scope == self._scope)

    def __hash__(self) -> int:
        """By the build's queries and the scope."""
        return hash((id(self._all), self._scope))

    @property
    def _reach(self) -> Reach:
        return _reach_of(_CatalogKey(self._all.catalog, self._scope))[0]

    def _of(self, ask: Callable[[list[str]], list[RowOfRegion]], regions: Names) -> list[RowOfRegion]:
        """The rows of the reader's regions; asks for nothing where none of theirs is asked for."""
        reach = self._reach
        wanted = reach.narrow(regions)
        return [row for row in ask(wanted) if reach.covers(row.region)] if wanted else []

    def _silent(self, rows: Iterable[Any]) -> list[Any]:
        return [row for row in rows if not self._reach.tells_of_others(row.facts)]

    @property
    def build_id(self) -> str:
        """Id of the build that answers at this moment."""
        return self._all.build_id

    def of(self, build_id: str) -> "Queries | None":
        """The questions to a build that the reader may look at, with what they may see of it."""
        found = self._all.of(build_id)
        return None if found is None else QueriesWithin(found, self._scope)

    @property
    def version(self) -> str:
        """What decides the answers beside the build: what people did about challenges."""
        return self._all.version

    @property
    def catalog(self) -> Catalog:
        """The declarations, without the targets of other regions."""
        return _reach_of(_CatalogKey(self._all.catalog, self._scope))[1]

    def build(self) -> BuildRow:
        """The build itself."""
        return self._all.build()

    def values(
        self, indicators: Names = None, regions: Names = None, periods: Names = None
    ) -> list[ValueRow]:
        """Indicator values of the reader's regions."""
        return self._of(lambda mine: self._all.values(indicators, mine, periods), regions)

    def standings(self, region: str) -> list[Standing]:
        """Where one of the reader's regions stands; nothing of any other."""
        return self._all.standings(region) if self._reach.covers(region) else []

    def delivered(self, region: str) -> frozenset[str]:
        """Series that one of the reader's regions has a figure of."""
        return self._all.delivered(region) if self._reach.covers(region) else frozenset()

    def sources_of_figures(self, series: str, period: str) -> Mapping[str, str]:
        """The source of the figure of each of the reader's regions."""
        found, reach = self._all.sources_of_figures(series, period), self._reach
        return {code: source for code, source in found.items() if reach.covers(code)}

    def observations(
        self,
        series: Names = None,
        regions: Names = None,
        periods: Names = None,
        *,
        all_vintages: bool = False,
    ) -> list[ObservationRow]:
        """Observations of the reader's regions."""
        return self._of(
            lambda mine: self._all.observations(series, mine, periods, all_vintages=all_vintages), regions
        )

    def assessments(
        self, indicators: Names = None, regions: Names = None, periods: Names = None
    ) -> list[AssessmentRow]:
        """Assessments of the reader's regions."""
        rows = self._of(lambda mine: self._all.assessments(indicators, mine, periods), regions)
        return self._silent(rows)

    def flags(self, regions: Names = None) -> list[FlagRow]:
        """Flags of the reader's regions, latest first."""
        return self._silent(self._of(self._all.flags, regions))

    def challenges(self, subjects: Names = None, regions: Names = None) -> list[ChallengeRow]:
        """Challenges to the data of the reader's regions that name no other region."""
        return self._silent(self._of(lambda mine: self._all.challenges(subjects, mine), regions))

    def coverage(self) -> list[CoverageRow]:
        """How many of the reader's regions of each level have a value, by indicator and period."""
        counted: dict[tuple[str, str, str], int] = {}
        for row in self.values():
            if row.value is not None:
                level = self._all.catalog.regions[row.region].level.value
                key = (row.indicator, row.period, level)
                counted[key] = counted.get(key, 0) + 1
        return [CoverageRow(*key, regions=count) for key, count in sorted(counted.items())]

    def findings(
        self, kinds: Names = None, subjects: Names = None, regions: Names = None
    ) -> list[FindingRow]:
        """Findings about the reader's regions that name no other region."""
        return self._silent(self._of(lambda mine: self._all.findings(kinds, subjects, mine), regions))

    def peers(self, regions: Names = None, year: int | None = None) -> list[PeerRow]:
        """Nearest neighbours among the reader's own regions."""
        rows = self._of(lambda mine: self._all.peers(mine, year), regions)
        return [row for row in rows if self._reach.covers(row.peer)]

    def rankings(
        self, indicators: Names = None, regions: Names = None, periods: Names = None
    ) -> list[RankRow]:
        """Ranks of the reader's regions: their own place among all, nobody else's."""
        return self._of(lambda mine: self._all.rankings(indicators, mine, periods), regions)

    def title_flows(
        self, tiers: Names = None, regions: Names = None, periods: Names = None
    ) -> list[TitleFlowRow]:
        """Flows and stocks of titles of the reader's regions."""
        return self._of(lambda mine: self._all.title_flows(tiers, mine, periods), regions)

    def title_states(self, tiers: Names = None, regions: Names = None) -> list[TitleStateRow]:
        """Titles of the firms of the reader's regions."""
        return self._of(lambda mine: self._all.title_states(tiers, mine), regions)

    def readings(self) -> dict[str, str]:
        """All readings of each Han character of a name: no matter of regions."""
        return self._all.readings()

    def records(self, register: str) -> list[RecordRow]:
        """Rows of a register that are about the reader's regions; a row without a region is nobody's.

        What was published for everybody is kept from nobody.
        """
        is_public = register in self._all.catalog.public_registers
        return [row for row in self._all.records(register) if is_public or self._reach.covers(row.region)]

    def files(self) -> list[FileRow]:
        """Source files that hold a figure of the reader's regions."""
        mine = {row.cell.file for row in self.observations(all_vintages=True)}
        return [row for row in self._all.files() if row.path in mine]

    def working(self, indicator: str, region: str, period: Period) -> Working:
        """Everything that stands behind one number, without the cells of other regions.

        Raises:
            AddressError: the region is not the reader's (403).
        """
        self._all.catalog.region(region)
        if not self._reach.covers(region):
            raise not_yours(region)
        return self._own(self._all.working(indicator, region, period))

    def _own(self, working: Working) -> Working:
        inputs = tuple(self._own_input(one) for one in working.inputs)
        return replace(
            working,
            inputs=inputs,
            with_numbers=working.with_numbers if inputs == working.inputs else None,
            assessments=tuple(self._silent(working.assessments)),
            challenges=tuple(self._silent(working.challenges)),
            flags=tuple(self._silent(working.flags)),
        )

    def _own_input(self, one: WorkingInput) -> WorkingInput:
        below = one.working
        if below is not None:
            if not self._reach.covers(below.region):
                return replace(one, value=None, working=None)
            return replace(one, working=self._own(below))
        if all(self._reach.covers(row.region) for row in one.observations):
            return one
        return replace(one, value=None, observations=())

    def quality(self) -> QualityQuestions:
        """Questions about the data of the reader's regions."""
        return QualityWithin(self._all.quality(), self, self._reach)

    def narrow(self, codes: Sequence[str]) -> list[str]:
        """Those of some regions that the reader may see."""
        return self._reach.narrow(codes)

    def builds(self) -> list[KnownBuild]:
        """The newest builds that lie in the folder: ids and days, no figures."""
        return self._all.builds()

    def difference(self, before: str, after: str) -> BuildDifference:
        """Refused: what differs between builds is not cut by region.

        Raises:
            AddressError: always (403).
        """
        raise not_yours("difference")


def _texts(value: object) -> Sequence[str]:
    """Every text within what JSON told, keys too."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, dict):
        return [text for key, part in value.items() for text in (key, *_texts(part))]
    if isinstance(value, list):
        return [text for part in value for text in _texts(part)]
    return ()
