"""Read one finished warehouse. The only part of ``etl.store`` that the dashboard may use.

Opened read-only with external access off; one connection per build and process, a cursor per question.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Self

import duckdb
import orjson

from etl.errors import BuildError, told
from etl.model.tables import SCHEMA_VERSION, TABLES
from etl.store.quality import QualityQuestions
from etl.store.questions import ALL_VINTAGES, QUESTIONS
from etl.store.rows import (
    AssessmentRow,
    BuildRow,
    CellAddress,
    ChallengeRow,
    FileRow,
    FindingRow,
    FlagRow,
    KnownRow,
    ObservationRow,
    PeerRow,
    RankRow,
    RecordRow,
    TitleFlowRow,
    TitleStateRow,
    ValueRow,
)
from etl.store.slices import SLICES, Slices
from etl.store.standings import Standing, standings_of

POINTER = "current"
WAREHOUSE = "warehouse.duckdb"
_CONFIG: dict[str, Any] = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "lock_configuration": "true",
    "threads": 2,
}


def current_build_id(build_dir: Path) -> str | None:
    """The build that the pointer names, or None before the first build.

    Raises:
        BuildError: the pointer is damaged.
    """
    pointer = build_dir / POINTER
    if not pointer.exists():
        return None
    name = pointer.read_bytes().strip().decode("utf-8", errors="replace")
    if name != Path(name).name or not name.isprintable() or "\ufffd" in name:
        raise BuildError(**told("empty_pointer", pointer=pointer))
    return name or None


def open_warehouse(build_dir: Path, build_id: str | None = None) -> "Warehouse":
    """The warehouse of a build, the current one if none is named.

    Raises:
        BuildError: there is no such build, it cannot be opened, or its tables are not those of this program.
    """
    chosen = build_id or current_build_id(build_dir)
    if chosen is None:
        raise BuildError(**told("no_build", folder=build_dir))
    path = build_dir / chosen / WAREHOUSE
    if not path.exists():
        there = ", ".join(sorted(each.parent.name for each in build_dir.glob(f"*/{WAREHOUSE}"))) or "none"
        raise BuildError(**told("unknown_build", build=chosen, folder=build_dir, there=there))
    try:
        warehouse = Warehouse.of_file(chosen, path)
    except duckdb.Error as error:
        raise BuildError(
            problem=f"Build {chosen} cannot be opened: {error}", action="Run: python -m etl build"
        ) from error
    if not warehouse.has_our_tables():
        warehouse.close()
        raise BuildError(
            problem=f"Build {chosen} was made by another version of this program",
            action="Run: python -m etl build",
        )
    return warehouse


def open_unaltered(build_dir: Path, build_id: str | None = None) -> "Warehouse":
    """The warehouse of a build whose slices are what they were when it was made.

    The engine notices damage of its own file by the sums that it keeps there; of the slices nobody would: a
    wrong byte is a wrong figure.

    Raises:
        BuildError: as ``open_warehouse``, or the slices were altered.
    """
    warehouse = open_warehouse(build_dir, build_id)
    folder = build_dir / warehouse.build_id
    wanted = _hash_in_manifest(folder)
    if wanted is not None and Slices.sha256_of_build(folder) != wanted:
        warehouse.close()
        raise BuildError(**told("damaged_build", build=folder.name, part=SLICES))
    return warehouse


def _hash_in_manifest(folder: Path) -> str | None:
    """What the slices of a build hashed to when it was made; None where nobody wrote it down."""
    try:
        manifest = orjson.loads((folder / "manifest.json").read_bytes())
        wanted: str | None = manifest["sha256"].get(SLICES)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return wanted


class Warehouse(QualityQuestions):
    """Questions to one finished build. Safe to share between threads: each question has its own cursor."""

    def __init__(
        self, build_id: str, connection: duckdb.DuckDBPyConnection, slices: Slices | None = None
    ) -> None:
        self.build_id = build_id
        self._connection = connection
        self._slices = slices

    @classmethod
    def of_file(cls, build_id: str, path: Path) -> Self:
        """The warehouse of one file, read-only, with the slices that lie beside it."""
        connection = duckdb.connect(str(path), read_only=True, config=_CONFIG)
        return cls(build_id, connection, Slices.of_build(path.parent))

    def close(self) -> None:
        """Let go of the files."""
        self._slices = None
        self._connection.close()

    def has_our_tables(self) -> bool:
        """Whether the build was written with the tables that this program reads."""
        try:
            return self._ask("SELECT schema_version FROM build") == [(SCHEMA_VERSION,)]
        except BuildError:  # so old that it does not say
            return False

    def _ask(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        try:
            with self._connection.cursor() as cursor:
                return cursor.execute(query, list(parameters)).fetchall()
        except duckdb.Error as error:
            raise BuildError(
                problem=f"Build {self.build_id} cannot be read: {str(error).splitlines()[0]}",
                action="Run: python -m etl build",
            ) from error

    def _rows(self, question: str, **chosen: Sequence[str] | None) -> list[tuple[Any, ...]]:
        """Rows of a question: from the slices of the build, else by a query."""
        found = self._slices.rows(question, chosen) if self._slices else None
        if found is not None:
            return found
        where, parameters = _where(**chosen)
        return self._ask(QUESTIONS[question].query(where), *parameters)

    def build(self) -> BuildRow:
        """The build itself."""
        return BuildRow(*self._ask(f"SELECT {_columns('build')} FROM build")[0])

    def values(
        self,
        indicators: Sequence[str] | None = None,
        regions: Sequence[str] | None = None,
        periods: Sequence[str] | None = None,
    ) -> list[ValueRow]:
        """Indicator values, by indicator, region and period; None means all."""
        rows = self._rows("values", indicator=indicators, region=regions, period=periods)
        return [ValueRow(*row) for row in rows]

    def known_values(self) -> KnownRow:
        """How many values there are; a missing one is none."""
        found = self._slices.known_values() if self._slices else None
        return super().known_values() if found is None else found

    def count_stored(self) -> int:
        """How many values their table holds: as many as the slices tell, or a file is another one's."""
        ((count,),) = self._ask("SELECT count(value) FROM indicator_value_row")
        return int(count)

    def standings(self, region: str) -> list[Standing]:
        """Where a region stands by each indicator that it has rows of."""
        found = self._slices.standings(region) if self._slices else None
        return standings_of(self.values(None, [region])) if found is None else found

    def sources_of_figures(self, series: str, period: str) -> Mapping[str, str]:
        """By region the source of its figure of a series in a period."""
        found = self._slices.sources_of_figures(series, period) if self._slices else None
        if found is not None:
            return found
        return {row.region: row.source for row in self.observations([series], None, [period])}

    def delivered(self, region: str) -> frozenset[str]:
        """Series that a region has a figure of."""
        found = self._slices.delivered(region) if self._slices else None
        if found is not None:
            return found
        return frozenset(row.series for row in self.observations(None, [region]) if row.value is not None)

    def observations(
        self,
        series: Sequence[str] | None = None,
        regions: Sequence[str] | None = None,
        periods: Sequence[str] | None = None,
        *,
        all_vintages: bool = False,
    ) -> list[ObservationRow]:
        """Observations with their cells; only those in use unless all vintages are asked for."""
        if all_vintages:
            where, parameters = _where(series=series, region=regions, period=periods)
            rows = self._ask(ALL_VINTAGES.query(where), *parameters)
        else:
            rows = self._rows("observations", series=series, region=regions, period=periods)
        return [ObservationRow._make((*row[:13], CellAddress(*row[13:17]), *row[17:])) for row in rows]

    def findings(
        self,
        kinds: Sequence[str] | None = None,
        subjects: Sequence[str] | None = None,
        regions: Sequence[str] | None = None,
    ) -> list[FindingRow]:
        """Findings, by kind, subject, region and period; None means all."""
        rows = self._rows("findings", kind=kinds, subject=subjects, region=regions)
        return [FindingRow(*row) for row in rows]

    def peers(
        self, regions: Sequence[str] | None = None, year: int | None = None, *, until: int | None = None
    ) -> list[PeerRow]:
        """Structural nearest neighbours, nearest first; of one year, else the latest (up to ``until``)."""
        where, parameters = _where(region=regions)
        rows = self._ask(
            f"""
            SELECT {_columns("peer")} FROM peer {where}
            QUALIFY year =
                coalesce(?, max(year) FILTER (year <= coalesce(?, year)) OVER (PARTITION BY region))
            ORDER BY region, rank, peer
            """,
            *parameters,
            year,
            until,
        )
        return [PeerRow(*row) for row in rows]

    def rankings(
        self,
        indicators: Sequence[str] | None = None,
        regions: Sequence[str] | None = None,
        periods: Sequence[str] | None = None,
    ) -> list[RankRow]:
        """Ranks, by indicator, period and position; None means all."""
        rows = self._rows("rankings", indicator=indicators, region=regions, period=periods)
        return [RankRow(*row) for row in rows]

    def title_flows(
        self,
        tiers: Sequence[str] | None = None,
        regions: Sequence[str] | None = None,
        periods: Sequence[str] | None = None,
        *,
        by_industry: bool = False,
    ) -> list[TitleFlowRow]:
        """Flows and stocks of titles by month; of all industries together unless they are told apart."""
        if not by_industry:
            rows = self._rows("title_flows", tier=tiers, region=regions, period=periods)
            return [TitleFlowRow(*row) for row in rows]
        where, parameters = _where(tier=tiers, region=regions, period=periods)
        where = f"{where} AND industry IS NOT NULL" if where else "WHERE industry IS NOT NULL"
        order = "ORDER BY tier, region, industry, period"
        rows = self._ask(f"SELECT {_columns('title_flow')} FROM title_flow {where} {order}", *parameters)
        return [TitleFlowRow(*row) for row in rows]

    def title_states(
        self, tiers: Sequence[str] | None = None, regions: Sequence[str] | None = None
    ) -> list[TitleStateRow]:
        """Titles as they stand at the end of the last month, but for those of regions not shown."""
        where, parameters = _where(tier=tiers, region=regions)
        where = f"{where} AND NOT is_withheld" if where else "WHERE NOT is_withheld"
        rows = self._ask(
            f"""
            SELECT tier, firm, t.name, region, industry, batch, recognised, valid_to, state, since, t.source,
                   f.path, s.name, t.row_no, t.column_no
            FROM (SELECT * FROM title_state {where}) t
            LEFT JOIN file f USING (file_id) LEFT JOIN sheet s USING (file_id, sheet_no)
            ORDER BY tier, region, t.name, firm
            """,
            *parameters,
        )
        return [
            TitleStateRow._make((*row[:11], CellAddress(*row[11:]) if row[11] is not None else None))
            for row in rows
        ]

    def counted_titles(
        self, measure: str, tier: str, regions: Sequence[str], day: date
    ) -> tuple[CellAddress, ...]:
        """The rows of the titles in a count of the month of a day, in the order of their files."""
        where, parameters = _where(measure=[measure], tier=[tier], region=regions)
        rows = self._ask(
            f"""
            SELECT f.path, s.name, t.row_no, t.column_no
            FROM (SELECT * FROM title_counted {where} AND since <= ? AND ? < until) t
            JOIN file f USING (file_id) JOIN sheet s USING (file_id, sheet_no)
            ORDER BY file_id, sheet_no, row_no
            """,
            *parameters,
            day,
            day,
        )
        return tuple(CellAddress(*row) for row in rows)

    def readings(self) -> dict[str, str]:
        """All readings of each Han character of a name, separated by spaces."""
        return dict(self._ask("SELECT character, readings FROM reading ORDER BY character"))

    def assessments(
        self,
        indicators: Sequence[str] | None = None,
        regions: Sequence[str] | None = None,
        periods: Sequence[str] | None = None,
    ) -> list[AssessmentRow]:
        """Assessments, by indicator, region and period; None means all."""
        rows = self._rows("assessments", indicator=indicators, region=regions, period=periods)
        return [AssessmentRow(*row) for row in rows]

    def flags(self, regions: Sequence[str] | None = None) -> list[FlagRow]:
        """Flags, latest period first."""
        return [FlagRow(*row) for row in self._rows("flags", region=regions)]

    def challenges(
        self, subjects: Sequence[str] | None = None, regions: Sequence[str] | None = None
    ) -> list[ChallengeRow]:
        """Challenges and notes about series or indicators."""
        rows = self._rows("challenges", subject=subjects, region=regions)
        return [ChallengeRow(*row) for row in rows]

    def records(self, register: str) -> list[RecordRow]:
        """Rows of a register in the order of its files."""
        rows = self._rows("records", register=[register])
        return [RecordRow._make((*row[:4], CellAddress(*row[4:]))) for row in rows]

    def files(self) -> list[FileRow]:
        """Source files of the build."""
        return [FileRow(*row) for row in self._rows("files")]


def _columns(table: str) -> str:
    return ", ".join(TABLES[table])


def _where(**chosen: Sequence[str] | None) -> tuple[str, list[object]]:
    """A condition on ENUM columns; the words are cast one way only, so that an unknown word finds nothing."""
    conditions: list[str] = []
    parameters: list[object] = []
    for column, words in chosen.items():
        if words is not None:
            conditions.append(f"CAST({column} AS VARCHAR) IN (SELECT unnest(?::VARCHAR[]))")
            parameters.append(list(words))
    return ("WHERE " + " AND ".join(conditions) if conditions else ""), parameters
