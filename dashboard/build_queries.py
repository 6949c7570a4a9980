"""Questions → rows of the current build: the only module that calls ``etl.store.read``.

Follows the pointer, so that a new build is picked up without a restart; a build that readers still hold stays
open, and answers whoever has a page of it open, until the one after it has come. A build that cannot be
opened is passed over: the last good one goes on.
"""

import copy
import logging
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from dashboard.flags_after_answers import (
    Answers,
    Challenged,
    Courses,
    NoAnswers,
    challenged_readings,
    challenged_values,
    flag_after_answers,
    marked,
)
from dashboard.queries import KnownBuild, Names
from etl.catalog.catalog import Catalog
from etl.catalog.declared_by_day import catalog_of_build
from etl.errors import BuildError, DataError
from etl.model.period import Period
from etl.pipeline.verify import refuse_if_incomplete
from etl.store.difference import BuildDifference, compare_builds
from etl.store.quality import QualityQuestions
from etl.store.read import POINTER, WAREHOUSE, Warehouse, current_build_id, open_unaltered, open_warehouse
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
from etl.store.working import Working, read_working

RETRY_SECONDS: Final = (
    10.0  # opening a build takes a good part of a second, which not every question may spend
)
MOST_BUILDS: Final = 30
_log = logging.getLogger(__name__)


class OpenBuild(Struct, frozen=True, dict=True):
    """A build that is being read: its warehouse, and the catalogue that was published with it."""

    warehouse: Warehouse
    catalog: Catalog

    @cached_property
    def challenges(self) -> tuple[ChallengeRow, ...]:
        """All challenges of the build."""
        return tuple(self.warehouse.challenges())

    @cached_property
    def challenged(self) -> Challenged:
        """Which values a challenge of the build concerns."""
        return challenged_values(self.catalog, self.challenges)

    @cached_property
    def readings(self) -> Challenged:
        """Which computed values are made of a challenged figure of an earlier period."""
        return challenged_readings(self.catalog, self.challenges)


class BuildQueries:
    """Questions to whatever build is current under one folder."""

    def __init__(self, build_dir: Path, build_id: str | None = None, answers: Answers | None = None) -> None:
        """Open the current build, or one fixed build that is then never left.

        Args:
            build_dir: folder of the builds.
            build_id: the one build to stay with.
            answers: what people have done about challenges by now; whoever caches what is made of them keys
                it by ``version`` too.

        Raises:
            DataError: there is none, it cannot be opened, or its catalogue cannot be read.
        """
        self._build_dir = build_dir
        self._pointer = build_dir / POINTER
        self._fixed = build_id
        self._answers = answers or NoAnswers()
        self._lock = threading.Lock()
        self._stamp = self._pointer_stamp()
        self._look_again_at = 0.0
        self._former: BuildQueries | None = None
        self._present: BuildQueries | None = None
        self._known: dict[str, KnownBuild] = {}
        self._open = open_build(build_dir, build_id)
        self._present = self._staying() if build_id is None else None

    def _staying(self) -> "BuildQueries":
        """The questions to the build that is open, which stay with it and need not look for another."""
        staying = copy.copy(self)
        staying._fixed, staying._former, staying._present = self._open.warehouse.build_id, None, None
        return staying

    def _pointer_stamp(self) -> tuple[int, int]:
        try:
            stat = self._pointer.stat()
        except OSError:
            return (0, 0)
        return (stat.st_mtime_ns, stat.st_ino)

    def _current(self) -> OpenBuild:
        """The build to answer from; opens a newly published one."""
        if self._fixed is None and self._pointer_stamp() != self._stamp:
            with self._lock:
                self._follow_pointer()
        return self._open

    def _follow_pointer(self) -> None:
        stamp = self._pointer_stamp()
        if stamp == self._stamp or time.monotonic() < self._look_again_at:
            return
        try:
            named = current_build_id(self._build_dir)
            if named and named != self._open.warehouse.build_id:
                refuse_if_incomplete(self._build_dir / named)  # it may just be on its way to this host
            if named != self._open.warehouse.build_id:
                self._turn_to(open_build(self._build_dir))
        except (DataError, OSError, UnicodeError) as error:  # the last good build stays
            self._look_again_at = time.monotonic() + RETRY_SECONDS
            _log.error("Build %s stays: %s", self._open.warehouse.build_id, " ".join(str(error).split()))
            return
        self._stamp = stamp

    def _turn_to(self, opened: OpenBuild) -> None:
        retired, self._former = self._former, self._present  # found as either until the new one stands there
        self._open = opened
        self._present = self._staying()
        if retired is not None:
            retired._open.warehouse.close()
            retired._open = opened  # whoever still asks it sees that its build is gone, and holds none of it

    def of(self, build_id: str) -> "BuildQueries | None":
        """The questions to a build that readers may look at: the current one, or the one before it.

        Args:
            build_id: as the address of a reader's page has it.

        Returns:
            questions that stay with that build while an answer is put together; None where it is neither, or
            another host has not seen it yet.
        """
        self._current()
        for queries in (self._present or self, self._former):
            if queries is not None and queries.build_id == build_id:
                return queries
        return None

    @property
    def build_id(self) -> str:
        """Id of the build that answers at this moment."""
        return self._current().warehouse.build_id

    @property
    def version(self) -> str:
        """What decides the answers beside the build: what people did about challenges."""
        return self._answers.version()

    def _courses(self, opened: OpenBuild) -> Courses:
        return self._answers.about(opened.warehouse.build_id, lambda: opened.challenges)

    @property
    def catalog(self) -> Catalog:
        """The declarations that the build was made with."""
        return self._current().catalog

    def build(self) -> BuildRow:
        """The build itself."""
        return self._current().warehouse.build()

    def values(
        self, indicators: Names = None, regions: Names = None, periods: Names = None
    ) -> list[ValueRow]:
        """Indicator values, each marked where an open challenge concerns it."""
        opened = self._current()
        rows = opened.warehouse.values(indicators, regions, periods)
        return marked(rows, opened.challenged, self._courses(opened).statuses, opened.readings)

    def standings(self, region: str) -> list[Standing]:
        """Where a region stands, each latest value marked where an open challenge concerns it."""
        opened = self._current()
        found = opened.warehouse.standings(region)
        rows = [one.latest for one in found]
        told = marked(rows, opened.challenged, self._courses(opened).statuses, opened.readings)
        return [
            one if row is one.latest else one._replace(latest=row)
            for one, row in zip(found, told, strict=True)
        ]

    def delivered(self, region: str) -> frozenset[str]:
        """Series that a region has a figure of."""
        return self._current().warehouse.delivered(region)

    def sources_of_figures(self, series: str, period: str) -> Mapping[str, str]:
        """By region the source of its figure of a series in a period."""
        return self._current().warehouse.sources_of_figures(series, period)

    def observations(
        self,
        series: Names = None,
        regions: Names = None,
        periods: Names = None,
        *,
        all_vintages: bool = False,
    ) -> list[ObservationRow]:
        """Observations with their cells."""
        return self._current().warehouse.observations(series, regions, periods, all_vintages=all_vintages)

    def assessments(
        self, indicators: Names = None, regions: Names = None, periods: Names = None
    ) -> list[AssessmentRow]:
        """Assessments."""
        return self._current().warehouse.assessments(indicators, regions, periods)

    def flags(self, regions: Names = None) -> list[FlagRow]:
        """Flags, latest first, as strong as they are after the answers to challenges."""
        opened = self._current()
        statuses = self._courses(opened).statuses
        return [flag_after_answers(row, statuses) for row in opened.warehouse.flags(regions)]

    def challenges(self, subjects: Names = None, regions: Names = None) -> list[ChallengeRow]:
        """Challenges and notes on the data, with what people did about them."""
        opened = self._current()
        return self._courses(opened).on(opened.warehouse.challenges(subjects, regions))

    def coverage(self) -> list[CoverageRow]:
        """How many regions of each level have a value, by indicator and period."""
        return self._current().warehouse.coverage()

    def findings(
        self, kinds: Names = None, subjects: Names = None, regions: Names = None
    ) -> list[FindingRow]:
        """Findings with their working."""
        return self._current().warehouse.findings(kinds, subjects, regions)

    def peers(self, regions: Names = None, year: int | None = None) -> list[PeerRow]:
        """Structural nearest neighbours, nearest first; of the latest year unless one is named."""
        return self._current().warehouse.peers(regions, year)

    def rankings(
        self, indicators: Names = None, regions: Names = None, periods: Names = None
    ) -> list[RankRow]:
        """Ranks with their bands."""
        return self._current().warehouse.rankings(indicators, regions, periods)

    def title_flows(
        self, tiers: Names = None, regions: Names = None, periods: Names = None
    ) -> list[TitleFlowRow]:
        """Flows and stocks of titles by month, of all industries together."""
        return self._current().warehouse.title_flows(tiers, regions, periods)

    def title_states(self, tiers: Names = None, regions: Names = None) -> list[TitleStateRow]:
        """Titles as they stand at the end of the last month."""
        return self._current().warehouse.title_states(tiers, regions)

    def readings(self) -> dict[str, str]:
        """All readings of each Han character of a name, separated by spaces."""
        return self._current().warehouse.readings()

    def records(self, register: str) -> list[RecordRow]:
        """Rows of a register."""
        return self._current().warehouse.records(register)

    def files(self) -> list[FileRow]:
        """Source files of the build."""
        return self._current().warehouse.files()

    def working(self, indicator: str, region: str, period: Period) -> Working:
        """Everything that stands behind one number."""
        opened = self._current()
        working = read_working(opened.warehouse, opened.catalog, indicator, region, period)
        courses = self._courses(opened)
        statuses = courses.statuses
        value = (
            marked([working.value], opened.challenged, statuses, opened.readings)[0]
            if working.value
            else None
        )
        return replace(
            working,
            value=value,
            challenges=tuple(courses.on(working.challenges)),
            flags=tuple(flag_after_answers(row, statuses) for row in working.flags),
        )

    def quality(self) -> QualityQuestions:
        """Questions about the data themselves: coverage, vintages, rejects, sources."""
        return self._current().warehouse

    def narrow(self, codes: Sequence[str]) -> list[str]:
        """Those of some regions that the reader may see: all of them."""
        return list(codes)

    def builds(self) -> list[KnownBuild]:
        """The newest builds that lie in the folder, latest first, readable or not."""
        found = [(_written(path), path.parent.name) for path in self._build_dir.glob(f"*/{WAREHOUSE}")]
        return [self._known_build(name, made) for made, name in sorted(found, reverse=True)[:MOST_BUILDS]]

    def _known_build(self, name: str, made: datetime) -> KnownBuild:
        """A build is asked once: it never changes."""
        if name not in self._known or self._known[name].made != made:
            self._known[name] = read_known_build(self._build_dir, name, made)
        return self._known[name]

    def difference(self, before: str, after: str) -> BuildDifference:
        """What differs between two builds.

        Raises:
            BuildError: one of them is not there, or cannot be read.
        """
        with (
            closing(open_warehouse(self._build_dir, before)) as old,
            closing(open_warehouse(self._build_dir, after)) as new,
        ):
            return compare_builds(old, new)


def read_known_build(build_dir: Path, name: str, made: datetime) -> KnownBuild:
    """What one build says of itself; one of another version of this program says nothing."""
    try:
        with closing(open_warehouse(build_dir, name)) as warehouse:
            return KnownBuild(name, made, warehouse.build(), warehouse.day_of_data())
    except BuildError:
        return KnownBuild(name, made, None)


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def open_build(build_dir: Path, build_id: str | None = None) -> OpenBuild:
    """A build with the catalogue that was published beside it.

    Raises:
        DataError: there is none, it cannot be opened, or its catalogue cannot be read.
    """
    warehouse = open_unaltered(build_dir, build_id)
    try:
        catalog = catalog_of_build(build_dir / warehouse.build_id, warehouse.build().as_of)
        delivered = frozenset(file.source for file in warehouse.files() if file.used)
        return OpenBuild(warehouse, replace(catalog, delivered=delivered))
    except BaseException:
        warehouse.close()
        raise
