"""What pages, reports and the API may ask of a build: the questions, not who answers them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from msgspec import Struct

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
from etl.store.working import Working

Names = Sequence[str] | None
"""Ids or codes asked for; None means all."""


class KnownBuild(Struct, frozen=True):
    """A build in the folder.

    Attributes:
        made: when its warehouse was written, by the clock of the file system; no part of the build.
        row: the build itself; None where this program cannot read it.
        day: the day of its newest figure.
    """

    build_id: str
    made: datetime
    row: BuildRow | None
    day: date | None = None


class Queries(Protocol):
    """What pages, reports and the API may ask of the current build. Tests pass a fake."""

    def __hash__(self) -> int:
        """By builds and reader's scope: what a page keeps by its queries is kept for that scope alone."""

    @property
    def build_id(self) -> str:
        """Id of the build that answers at this moment."""

    def of(self, build_id: str) -> "Queries | None":
        """The questions to a build that readers may look at: the current one, or the one before it."""

    @property
    def version(self) -> str:
        """What decides the answers beside the build: what people did about challenges."""

    @property
    def catalog(self) -> Catalog:
        """The declarations that the build was made with."""

    def build(self) -> BuildRow:
        """The build itself."""

    def values(
        self, indicators: Names = None, regions: Names = None, periods: Names = None
    ) -> list[ValueRow]:
        """Indicator values."""

    def standings(self, region: str) -> list[Standing]:
        """Where a region stands: of each indicator what its page says of all its periods."""

    def delivered(self, region: str) -> frozenset[str]:
        """Series that a region has a figure of."""

    def sources_of_figures(self, series: str, period: str) -> Mapping[str, str]:
        """By region the source of its figure of a series in a period."""

    def observations(
        self,
        series: Names = None,
        regions: Names = None,
        periods: Names = None,
        *,
        all_vintages: bool = False,
    ) -> list[ObservationRow]:
        """Observations with their cells."""

    def assessments(
        self, indicators: Names = None, regions: Names = None, periods: Names = None
    ) -> list[AssessmentRow]:
        """Assessments."""

    def flags(self, regions: Names = None) -> list[FlagRow]:
        """Flags, latest first."""

    def challenges(self, subjects: Names = None, regions: Names = None) -> list[ChallengeRow]:
        """Challenges and notes on the data."""

    def coverage(self) -> list[CoverageRow]:
        """How many regions of each level have a value, by indicator and period."""

    def findings(
        self, kinds: Names = None, subjects: Names = None, regions: Names = None
    ) -> list[FindingRow]:
        """Findings with their working."""

    def peers(self, regions: Names = None, year: int | None = None) -> list[PeerRow]:
        """Structural nearest neighbours, nearest first; of the latest year unless one is named."""

    def rankings(
        self, indicators: Names = None, regions: Names = None, periods: Names = None
    ) -> list[RankRow]:
        """Ranks with their bands."""

    def title_flows(
        self, tiers: Names = None, regions: Names = None, periods: Names = None
    ) -> list[TitleFlowRow]:
        """Flows and stocks of titles by month, of all industries together."""

    def title_states(self, tiers: Names = None, regions: Names = None) -> list[TitleStateRow]:
        """Titles as they stand at the end of the last month."""

    def readings(self) -> dict[str, str]:
        """All readings of each Han character of a name, separated by spaces."""

    def records(self, register: str) -> list[RecordRow]:
        """Rows of a register."""

    def files(self) -> list[FileRow]:
        """Source files of the build."""

    def working(self, indicator: str, region: str, period: Period) -> Working:
        """Everything that stands behind one number."""

    def quality(self) -> QualityQuestions:
        """Questions about the data themselves: coverage, vintages, rejects, sources."""

    def narrow(self, codes: Sequence[str]) -> list[str]:
        """Those of some regions that the reader may see."""

    def builds(self) -> list[KnownBuild]:
        """The newest builds that lie in the folder, latest first, readable or not."""

    def difference(self, before: str, after: str) -> BuildDifference:
        """What differs between two builds."""
