"""A lake that Spark reads: wherever the cluster can reach it, ``file:``, ``hdfs:`` or ``s3a:``."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Self

from etl.model.reading import LAKE_FILE, READINGS, USERS
from etl.spark.session import open_session, refuse_without_spark, spark_errors

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_KINDS: Final = {"VARCHAR": "STRING"}


class SparkLake:
    """A lake behind a cluster.

    Args:
        lake: address of its folder.
        master: which cluster.
    """

    def __init__(self, lake: str, master: str) -> None:
        refuse_without_spark()
        self._lake, self._master = lake.rstrip("/"), master
        self._session: SparkSession | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._session is not None:
            self._session.stop()

    def declaration(self) -> str:
        """The text of ``lake.yaml``."""
        with spark_errors():
            (found,) = self._opened().read.text(f"{self._lake}/{LAKE_FILE}", wholetext=True).collect()
        return str(found[0])

    def open(self, known_by: date) -> None:
        """Name the tables; readings that arrived later are passed over."""
        with spark_errors():
            session = self._opened()
            # a month stays a word: Spark would take 2026-01 for a day
            session.conf.set("spark.sql.sources.partitionColumnTypeInference.enabled", value=False)
            readings = session.read.parquet(f"{self._lake}/{READINGS}")
            known = readings.where(f"received IS NULL OR received <= DATE '{known_by}'")
            known.createOrReplaceTempView("reading")
            session.read.parquet(f"{self._lake}/{USERS}").createOrReplaceTempView("key_user")

    def create(self, name: str, types: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
        """A small table beside the lake's own."""
        schema = ", ".join(f"{column} {_KINDS.get(kind, kind)}" for column, kind in types.items())
        with spark_errors():
            made = self._opened().createDataFrame([tuple(row) for row in rows], schema)
            made.createOrReplaceTempView(name)

    def run(self, statement: str) -> None:
        """Run a statement that answers nothing."""
        with spark_errors():
            session = self._opened()
            session.sql(statement)
            made = re.match(r"(?:--[^\n]*\n|\s)*CREATE OR REPLACE TEMP VIEW (outcome_of)\b", statement)
            if made:  # three questions are put to it, and it is what costs
                session.catalog.cacheTable(made.group(1))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The answer to a query."""
        with spark_errors():
            return [tuple(row) for row in self._opened().sql(query).collect()]

    def _opened(self) -> "SparkSession":
        if self._session is None:
            self._session = open_session(self._master)
        return self._session
