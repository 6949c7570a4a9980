"""Write one warehouse: ENUMs of the catalogue, the schema, and the tables of each stage."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd

from etl.frames import Frame
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


class WarehouseWriter:
    """The one writer of a new warehouse file."""

    def __init__(self, path: Path) -> None:
        self._connection = duckdb.connect(str(path))
        self._lookups = 0

    def create(self, keys: Mapping[str, Sequence[str]]) -> None:
        """ENUMs and empty tables.

        Args:
            keys: members of ``series_t, region_t, period_t, unit_t, source_t, indicator_t``, each in order.
        """
        for name, members in (*keys.items(), *((n, [m.value for m in v]) for n, v in _VOCABULARIES.items())):
            words = ", ".join("'" + member.replace("'", "''") + "'" for member in members)
            self._connection.execute(f"CREATE TYPE {name} AS ENUM ({words})")
        self._connection.execute(files("etl.store").joinpath("schema.sql").read_text(encoding="utf-8"))

    def insert(self, table: str, rows: pd.DataFrame) -> None:
        """Append a frame that has the columns of the table, in any order."""
        if rows.empty:
            return
        columns = ", ".join(TABLES[table])
        self._connection.register("incoming", rows)
        self._connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM incoming")
        self._connection.unregister("incoming")

    def insert_rows(self, table: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Append a few rows given as mappings; a column that a row lacks is null."""
        values = [tuple(row.get(column) for column in TABLES[table]) for row in rows]
        if values:
            marks = ", ".join("?" for _ in TABLES[table])
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)

    def insert_expression(self, table: str, rows: Frame, order_by: Sequence[str] = ()) -> None:
        """Append what a lazy expression over this warehouse yields, in the given order."""
        relation: duckdb.DuckDBPyRelation = rows.select(*TABLES[table]).to_native()
        (relation.order(", ".join(order_by)) if order_by else relation).insert_into(table)

    def table(self, name: str) -> Frame:
        """A table as a lazy expression."""
        return nw.from_native(self._connection.table(name))

    def lookup(self, rows: pd.DataFrame, types: Mapping[str, str]) -> Frame:
        """A small frame as a lazy expression, its keys cast to the ENUMs of this warehouse."""
        name = f"lookup_{self._lookups}"
        self._lookups += 1
        columns = ", ".join(f"CAST({column} AS {types[column]}) AS {column}" for column in rows.columns)
        self._connection.register("incoming", rows)
        self._connection.execute(f"CREATE TEMP TABLE {name} AS SELECT {columns} FROM incoming")
        self._connection.unregister("incoming")
        return self.table(name)

    def rows(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Rows of a query, for the checks of the build."""
        return self._connection.execute(query, list(parameters)).fetchall()

    def close(self) -> None:
        """Flush everything into the file and let go of it."""
        self._connection.execute("CHECKPOINT")
        self._connection.close()
