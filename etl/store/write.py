"""Write one warehouse: ENUMs of the catalogue, the schema, and the tables of each stage."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np

from etl.columns import NOTHING, Coded, Column, Columns
from etl.model.tables import TABLES
from etl.model.vocabulary import (
    Basis,
    Bound,
    FlagFamily,
    FlagStrength,
    MissingReason,
    Nature,
    Result,
    Severity,
    Status,
    TargetOrigin,
    UnassessedReason,
)
from etl.store.figure_rows import NARROW, OTHERWISE, STORED, narrowed

ENGINE_VERSION: Final = duckdb.__version__
"""Version of the library that writes warehouses and counts in them."""

_VOCABULARIES: Mapping[str, type[StrEnum]] = {
    "status_t": Status,
    "reason_t": MissingReason,
    "bound_t": Bound,
    "nature_t": Nature,
    "basis_t": Basis,
    "result_t": Result,
    "unassessed_t": UnassessedReason,
    "origin_t": TargetOrigin,
    "severity_t": Severity,
    "family_t": FlagFamily,
    "strength_t": FlagStrength,
}
_FEW = 2_000
"""Rows that are written sooner word by word than with a table of the words of each column."""


class WarehouseWriter:
    """The one writer of a new warehouse file."""

    def __init__(self, path: Path) -> None:
        self._statements: dict[str, int] = {}
        self._members: dict[str, tuple[str, ...]] = {}
        # one thread writes in the order of the rows; several would have to sort them anew
        self._connection = duckdb.connect(str(path), config={"threads": 1})

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Let the small tables that are written within be committed together, which spares each its own."""
        self._connection.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def create(self, keys: Mapping[str, Sequence[str]]) -> None:
        """ENUMs and empty tables.

        Args:
            keys: members of ``series_t, region_t, period_t, unit_t, source_t, indicator_t``, each in order.
        """
        self._statements = dict.fromkeys(NARROW, 0)
        self._members = {name: tuple(members) for name, members in keys.items()}
        for name, members in (*keys.items(), *((n, [m.value for m in v]) for n, v in _VOCABULARIES.items())):
            words = ", ".join("'" + member.replace("'", "''") + "'" for member in members)
            self._connection.execute(f"CREATE TYPE {name} AS ENUM ({words})")
        for script in ("schema.sql", "figures.sql"):
            self._connection.execute(_script(script))
        self._connection.execute(_script("observation.sql").format(reported="value"))

    def append(self, table: str, rows: Columns) -> None:
        """Append columns, in the order of their rows; a column that is lacking is null.

        Words arrive as numbers and are looked up by the engine: a word of the catalogue is stored as the
        number that it has there, and nothing is ever spelled out row by row. Figures are stored as narrow
        rows and their statements.
        """
        if not rows.size:
            return
        if rows.size <= _FEW and table not in NARROW and not _has_figures(rows):
            self.insert_rows(table, rows.rows())
            return
        if table in NARROW:
            self._append_narrow(table, rows)
        else:
            self._append_columns(table, rows)

    def _append_narrow(self, table: str, rows: Columns) -> None:
        narrow, statements = narrowed(NARROW[table], rows, first=self._count_statements(table))
        self._statements[table] += statements.size
        if OTHERWISE in narrow:
            self._keep_what_cells_say()
        self.append(f"{table}_statement", statements)
        self.append(f"{table}_row", narrow)

    def _append_columns(self, table: str, rows: Columns) -> None:
        numbers: dict[str, np.ndarray] = {}
        selected, joined = dict[str, str](), []
        for name in _columns_of(table):
            column = rows.get(name)
            if column is None:
                continue
            if not isinstance(column, Coded):
                numbers[name] = _known_to_engine(column)
                selected[name] = f"i.{name}"
            elif self._is_known(name, column):
                numbers[name] = column.codes
                selected[name] = (
                    f"CAST(enum_range(NULL::{name}_t) AS {name}_t[])[CAST(i.{name} AS INTEGER) + 1]"
                )
            elif (used := np.flatnonzero(np.bincount(column.codes + 1)) - 1).tolist() != [NOTHING]:
                numbers[name] = column.codes
                self._name_words(table, name, column, used)
                selected[name] = f"words_{name}.word"
                joined.append(f"LEFT JOIN words_{name} ON words_{name}.code = i.{name}")
        self._insert(
            f"INSERT INTO {table} ({', '.join(selected)}) SELECT {', '.join(selected.values())} "
            f"FROM incoming i {' '.join(joined)}",
            numbers,
        )

    def _keep_what_cells_say(self) -> None:
        """A column for what the cell of a figure says where that is another number than the value.

        The engine takes a fifth of the time of its table for it, and many builds have nothing to say there.
        """
        self._connection.execute(f"ALTER TABLE observation_row ADD COLUMN IF NOT EXISTS {OTHERWISE} DOUBLE")
        said = f"CASE WHEN is_as_reported THEN value ELSE {OTHERWISE} END"
        self._connection.execute(_script("observation.sql").format(reported=said))

    def _count_statements(self, table: str) -> int:
        """How many statements a table has; an empty one need not be asked."""
        if table not in self._statements:
            ((self._statements[table],),) = self.rows(f"SELECT count(*) FROM {table}_statement")
        return self._statements[table]

    def _is_known(self, name: str, column: Coded) -> bool:
        """Whether the words of a column are numbered as the members of the ENUM of its name are."""
        return self._members.get(f"{name}_t") == tuple(column.words)

    def _name_words(self, table: str, name: str, column: Coded, used: np.ndarray) -> None:
        """A small table of the words of a column, in the type that the column is stored in."""
        words = [(code, column.words[code]) for code in used.tolist() if code != NOTHING]
        self._connection.execute(
            f"CREATE OR REPLACE TEMP TABLE words_{name} AS "
            f"SELECT CAST(0 AS INTEGER) AS code, {name} AS word FROM {table} LIMIT 0"
        )
        incoming = {
            "code": np.asarray([code for code, _ in words], dtype=np.int32),
            "word": np.asarray([word for _, word in words], dtype=object),
        }
        self._insert(f"INSERT INTO words_{name} SELECT code, word FROM incoming", incoming)

    def insert_rows(self, table: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Append a few rows given as mappings; a column that a row lacks is null."""
        names = _columns_of(table)
        lists = [[row.get(name) for name in names] for row in rows]
        if lists:
            columns = zip(names, zip(*lists, strict=True), strict=True)
            incoming = {name: _objects(column) for name, column in columns}
            self._insert(f"INSERT INTO {table} SELECT * FROM incoming", incoming)

    def _insert(self, statement: str, incoming: Mapping[str, np.ndarray]) -> None:
        """Run a statement that selects from ``incoming``.

        The engine finds the arrays by the name of the argument; a view of them would be two changes of its
        catalogue more.
        """
        if incoming:
            self._connection.execute(statement)

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Rows of a query, for the checks of the build."""
        return self._connection.execute(query, list(parameters)).fetchall()

    def typed_rows(self, query: str) -> tuple[dict[str, str], list[tuple[Any, ...]]]:
        """The types of the columns of a query by their names, and its rows."""
        answer = self._connection.execute(query)
        return {name: str(kind) for name, kind, *_ in answer.description or ()}, answer.fetchall()

    def arrays(self, query: str, *parameters: object) -> dict[str, np.ndarray]:
        """The columns of a query; null is NaN, and ``NOTHING`` among whole numbers."""
        found = self._connection.execute(query, list(parameters)).fetchnumpy()
        return {name: _without_mask(np.ma.asarray(column)) for name, column in found.items()}

    def close(self) -> None:
        """Flush everything into the file and let go of it."""
        self._connection.execute("CHECKPOINT")
        self._connection.close()


def _script(name: str) -> str:
    return files("etl.store").joinpath(name).read_text(encoding="utf-8")


def _has_figures(rows: Columns) -> bool:
    """Whether a column may hold NaN, which the engine takes for nothing only as a number."""
    return any(not isinstance(column, Coded) and column.dtype.kind == "f" for column in rows.values())


def _columns_of(table: str) -> Sequence[str]:
    return STORED.get(table) or TABLES[table]


def _objects(values: Sequence[object]) -> np.ndarray:
    array: np.ndarray = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _known_to_engine(column: Column) -> np.ndarray:
    """An array of a type that the engine reads; it knows no days without a time."""
    array = np.asarray(column)
    return array.astype("datetime64[s]") if array.dtype.kind == "M" else array


def _without_mask(column: "np.ma.MaskedArray[Any, Any]") -> np.ndarray:
    if column.dtype.kind == "f":
        return np.asarray(column.filled(np.nan))
    if column.dtype.kind in "iu":
        return np.asarray(np.ma.filled(column.astype(np.int64), NOTHING))
    return np.asarray(column.filled(None))
