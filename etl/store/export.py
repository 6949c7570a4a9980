"""The two large tables of a finished build as CSV: the engine puts their lines together.

A number is spelled as shortly as it can be read back; what is not there is an empty cell.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Self

import duckdb

from etl.model.sheet import column_letters
from etl.store.rows import ObservationRow, ValueRow


class ReadBy(NamedTuple):
    """One figure that the values of an indicator and period read, on the same footing in every region.

    Attributes:
        position: its place in the formula.
        name: id of the series or indicator.
        of: the period of the figure.
        other_region: code, where it is not the region of the value itself.
        beside: series in whose publication the figure must stand; None for the figure in use.
    """

    indicator: str
    period: str
    basis: str
    position: int
    name: str
    of: str
    other_region: str | None
    beside: str | None


class Stated(NamedTuple):
    """What a value takes from a declaration of the catalogue, in words."""

    indicator: str
    region: str
    period: str
    said: str


_PREPARED = (
    """
    CREATE TEMP MACRO figure(value, place, letters, row_no) AS
        concat(coalesce(CAST(value AS VARCHAR), 'None'), '[', place, letters, row_no, ']')
    """,
    """
    CREATE TEMP TABLE place AS
    SELECT file_id, sheet_no, f.path || '!' || s.name || '!' AS place FROM file f JOIN sheet s USING (file_id)
    """,
    "CREATE TEMP TABLE numbered AS SELECT row_number() OVER () AS value_row, * FROM indicator_value",
    "CREATE TEMP TABLE letter (column_no SMALLINT, letters VARCHAR)",
    "CREATE TEMP TABLE formula (indicator indicator_t, formula VARCHAR)",
    "CREATE TEMP TABLE stated (indicator indicator_t, region region_t, period period_t, said VARCHAR)",
    """
    CREATE TEMP TABLE read_by (
        indicator indicator_t, period period_t, basis basis_t, position SMALLINT, series series_t,
        other indicator_t, of period_t, other_region region_t, beside series_t, named VARCHAR
    )
    """,
)
_READ_BY = """
    INSERT INTO read_by
    SELECT indicator, period, basis, position, TRY_CAST(name AS series_t), TRY_CAST(name AS indicator_t),
           TRY_CAST(of AS period_t), other_region, beside, concat(name, '@', of, '=')
    FROM {rows}
"""
_OBSERVATIONS = """
    SELECT o.series, o.region, o.period, o.vintage, o.value, o.status, o.reason, o.bound, o.nature, o.source,
           o.known_from, o.cited_as, o.note, concat(place, letters, o.row_no) AS cell, o.reported,
           o.unit AS reported_unit, c.correction
    FROM observation o JOIN place USING (file_id, sheet_no) JOIN letter USING (column_no)
    LEFT JOIN correction c ON c.file_id = o.file_id AND c.sheet_no = o.sheet_no AND c.row_no = o.row_no
                          AND c.column_no = o.column_no
    ORDER BY o.series, o.period, o.region, o.vintage
"""
# of the figures in the publication of another one: the edition of the same day first, else the best in use
_BESIDE = """
    CREATE TEMP TABLE published_beside AS
    SELECT wanted.series, wanted.beside, first.region, first.period,
           CASE WHEN o.series IS NOT NULL THEN figure(o.value, place, letters, o.row_no) END AS said
    FROM (SELECT DISTINCT series, beside FROM read_by WHERE beside IS NOT NULL) wanted
    JOIN observation first ON first.series = wanted.beside AND first.vintage = 1
    LEFT JOIN observation o ON o.series = wanted.series AND o.region = first.region
        AND o.period = first.period AND o.value IS NOT NULL AND o.source = first.source
        AND o.cited_as IS NOT DISTINCT FROM first.cited_as
    LEFT JOIN place ON place.file_id = o.file_id AND place.sheet_no = o.sheet_no
    LEFT JOIN letter ON letter.column_no = o.column_no
    QUALIFY row_number() OVER (
        PARTITION BY wanted.series, wanted.beside, first.region, first.period
        ORDER BY o.known_from IS DISTINCT FROM first.known_from, o.vintage) = 1
"""
_SAID = """
    CASE WHEN o.series IS NOT NULL THEN concat(r.named, figure(o.value, place, letters, o.row_no))
         WHEN i.value IS NOT NULL THEN concat(r.named, i.value) END
"""
_FIGURES = """
    LEFT JOIN observation o ON o.series = r.series AND o.period = r.of AND o.vintage = 1
        AND o.region = coalesce(r.other_region, v.region)
    LEFT JOIN place ON place.file_id = o.file_id AND place.sheet_no = o.sheet_no
    LEFT JOIN letter ON letter.column_no = o.column_no
    LEFT JOIN indicator_value i ON i.indicator = r.other AND i.period = r.of
        AND i.region = coalesce(r.other_region, v.region)
"""
# most values read one figure: those need no list, and lists are what costs
_ALONE = """
    CREATE TEMP TABLE read_alone AS SELECT * FROM read_by
    WINDOW alike AS (PARTITION BY indicator, period, basis)
    QUALIFY count(*) OVER alike = 1 AND count(beside) OVER alike = 0
"""
_LISTED = f"""
    CREATE TEMP TABLE listed AS
    SELECT value_row, string_agg(said, '; ' ORDER BY position) AS inputs FROM (
        SELECT value_row, position,
               CASE WHEN b.series IS NULL THEN {_SAID}
                    WHEN b.said IS NOT NULL THEN concat(r.named, b.said)
                    WHEN i.value IS NOT NULL THEN concat(r.named, i.value) END AS said
        FROM numbered v
        JOIN (FROM read_by ANTI JOIN read_alone USING (indicator, period, basis)) r
            ON r.indicator = v.indicator AND r.period = v.period AND r.basis = v.basis
        {_FIGURES}
        LEFT JOIN published_beside b ON b.series = r.series AND b.beside = r.beside AND b.period = r.of
            AND b.region = coalesce(r.other_region, v.region)
    ) GROUP BY value_row
"""
_VALUES = f"""
    SELECT v.indicator, v.region, v.period, v.value, v.status, v.reason, v.basis, v.nature, v.bound, v.rule,
           n.note, formula, nullif(concat_ws('; ', coalesce(inputs, {_SAID}), stated.said), '') AS inputs
    FROM numbered v JOIN formula USING (indicator)
    LEFT JOIN value_note n ON n.indicator = v.indicator AND n.region = v.region AND n.period = v.period
    LEFT JOIN stated ON stated.indicator = v.indicator AND stated.region = v.region
        AND stated.period = v.period
    LEFT JOIN listed USING (value_row)
    LEFT JOIN read_alone r ON r.indicator = v.indicator AND r.period = v.period AND r.basis = v.basis
    {_FIGURES}
    ORDER BY v.indicator, v.period, v.region
"""
OBSERVATION_COLUMNS = ObservationRow._fields
VALUE_COLUMNS = (*(name for name in ValueRow._fields if name != "is_challenged"), "formula", "inputs")


class Exporter:
    """Writes large tables of one finished warehouse into one folder, and nothing anywhere else."""

    def __init__(self, warehouse: Path, folder: Path) -> None:
        self._folder = folder.resolve()
        config: dict[str, str | bool | int | float | list[str]] = {
            "autoload_known_extensions": "false",
            "autoinstall_known_extensions": "false",
            "threads": 1,  # lines are put together in their order, by one hand
        }
        self._connection = duckdb.connect(str(warehouse), read_only=True, config=config)
        self._connection.execute("SET allowed_directories = [?]", [f"{self._folder}/"])
        self._connection.execute("SET enable_external_access = false")
        for statement in _PREPARED:
            self._connection.execute(statement)
        self._insert("letter", enumerate(map(column_letters, range(1, self._last_column() + 1)), start=1))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def footings(self) -> list[tuple[str, str, str]]:
        """Indicator, period and basis wherever there is a value: values of one footing read alike."""
        return self._connection.execute(
            "SELECT DISTINCT indicator, period, basis FROM indicator_value ORDER BY ALL"
        ).fetchall()

    def write_observations(self, name: str) -> Path:
        """Every vintage of every observation with its cell, in the order of the reader's rows."""
        return self._write(name, _OBSERVATIONS)

    def write_values(
        self, name: str, formulas: Mapping[str, str], read: Iterable[ReadBy], stated: Iterable[Stated]
    ) -> Path:
        """Every value with the kind of its formula and what it reads, down to the cell.

        Args:
            name: of the file.
            formulas: kind of formula by indicator.
            read: what the values of each footing read.
            stated: what single values take from declarations.
        """
        self._insert("formula", formulas.items())
        self._insert("stated", stated)
        self._insert_read(read)
        for statement in (_BESIDE, _ALONE, _LISTED):
            self._connection.execute(statement)
        return self._write(name, _VALUES)

    def _write(self, name: str, query: str) -> Path:
        path = self._folder / name
        target = str(path).replace("'", "''")
        self._connection.execute(f"COPY ({query}) TO '{target}' (FORMAT csv, HEADER)")
        return path

    def _insert(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        columns = [list(column) for column in zip(*rows, strict=True)]
        if columns:
            lists = ", ".join(["unnest(?)"] * len(columns))
            self._connection.execute(f"INSERT INTO {table} SELECT {lists}", columns)

    def _insert_read(self, read: Iterable[ReadBy]) -> None:
        columns = [list(column) for column in zip(*read, strict=True)]
        if columns:
            types = {"position": "SMALLINT[]"}
            lists = ", ".join(
                f"unnest(CAST(? AS {types.get(each, 'VARCHAR[]')})) AS {each}" for each in ReadBy._fields
            )
            self._connection.execute(_READ_BY.format(rows=f"(SELECT {lists})"), columns)

    def _last_column(self) -> int:
        (found,) = self._connection.execute("SELECT max(column_no) FROM observation").fetchall()
        return int(found[0] or 0)
