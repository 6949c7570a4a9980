"""Readings in a lake: written as Parquet, and asked by DuckDB in the words that Spark understands too."""

from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

import duckdb
import numpy as np

from etl.columns import Coded, Columns
from etl.model.reading import LAKE_FILE, READING_TYPES, READINGS, USER_TYPES, USERS


def roll_up_statements() -> tuple[str, ...]:
    """The statements from readings to county-months, for any engine that speaks SQL."""
    text = files("etl.store").joinpath("roll_up.sql").read_text(encoding="utf-8")
    return tuple(statement.strip() for statement in text.split(";\n") if statement.strip())


class DuckDBLake:
    """A lake on this machine.

    Args:
        lake: its folder.
    """

    def __init__(self, lake: str) -> None:
        self._lake = Path(lake)
        self._connection = duckdb.connect()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def declaration(self) -> str:
        """The text of ``lake.yaml``."""
        return (self._lake / LAKE_FILE).read_text(encoding="utf-8")

    def open(self, known_by: date) -> None:
        """Name the tables; readings that arrived later are passed over."""
        readings, users = (
            str(self._lake / name / "**" / "*.parquet").replace("'", "''") for name in (READINGS, USERS)
        )
        self.run(
            f"CREATE TEMP VIEW reading AS SELECT * FROM read_parquet('{readings}', hive_partitioning = true, "
            f"hive_types = {{'month': VARCHAR}}) WHERE received IS NULL OR received <= DATE '{known_by}'"
        )
        self.run(f"CREATE TEMP VIEW key_user AS SELECT * FROM read_parquet('{users}')")

    def create(self, name: str, types: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        """A small table beside the lake's own."""
        self.run(f"CREATE TEMP TABLE {name} ({', '.join(f'{n} {kind}' for n, kind in types.items())})")
        if rows:
            places = ", ".join("?" for _ in types)
            self._connection.executemany(f"INSERT INTO {name} VALUES ({places})", rows)

    def run(self, statement: str) -> None:
        """Run a statement that answers nothing."""
        self._connection.execute(statement)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The answer to a query."""
        return self._connection.execute(query).fetchall()


def write_readings(lake: Path, month: str, readings: Columns) -> None:
    """Write the readings of one month; what was there of it is replaced."""
    _write(readings, READING_TYPES, lake / READINGS / f"month={month}" / "part-0.parquet")


def write_users(lake: Path, users: Columns) -> None:
    """Write the register of key energy users."""
    _write(users, USER_TYPES, lake / USERS / "part-0.parquet")


def _write(rows: Columns, types: Mapping[str, str], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    target = str(path).replace("'", "''")
    selected = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in types.items())
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("incoming", {name: _plain(rows[name]) for name in types})
        connection.execute(f"COPY (SELECT {selected} FROM incoming) TO '{target}' (FORMAT parquet)")


def _plain(column: Coded | np.ndarray) -> np.ndarray:
    if isinstance(column, Coded):
        return np.asarray([*column.words, None], dtype=object)[column.codes]
    return column
