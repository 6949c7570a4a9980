"""Stages 3 to 5 spread over the workers of a Spark cluster: parts out, results in, in order."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import pyarrow as pa
from msgspec import Struct
from msgspec.structs import replace

from etl.assess.barometer_assessments import PublishedLevels
from etl.assess.evidence import Evidence
from etl.catalog.catalog import Catalog
from etl.columns import Columns
from etl.model.assessment import Assessment
from etl.model.figures import Axes, Figures
from etl.model.tables import TABLES
from etl.pipeline.build import SCRATCH
from etl.pipeline.delivery import Progress
from etl.pipeline.engine import Corrections
from etl.pipeline.evidence import amount_series
from etl.pipeline.observed import in_order_of_facts
from etl.pipeline.values import AllFigures, is_derived, rows_of_values
from etl.spark import work
from etl.spark.exchange import to_arrow, to_columns
from etl.spark.parts import (
    OF_FIGURES,
    OF_VALUES,
    ground_of,
    in_lists,
    in_order,
    references,
    whole_values,
    witnesses,
)
from etl.spark.session import folder_of_one_build, open_session, refuse_without_spark, spark_errors
from etl.spark.work import AMOUNT, BLOCK, DECLARED, OBSERVED, VALUE

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_OBSERVATION: Final = TABLES["observation"]
_STAGED: Final = tuple(n for n in _OBSERVATION if n not in ("vintage", "value", "nature"))
_VALUE: Final = TABLES["indicator_value"]
_TYPES: Final = {
    **dict.fromkeys(("value", "reported"), "double"),
    **dict.fromkeys(("vintage", "file_id", "sheet_no", "row_no", "column_no"), "int"),
    "known_from": "date",
}


class _Sent(Struct):
    """What is with the workers already: the observations of the build that is under way, and its values."""

    ground: work.Ground
    columns: Columns
    series: frozenset[str]
    observations: "DataFrame"
    values: "DataFrame | None" = None


class SparkEngine:
    """Spark under a build; it starts when the first stage needs it and stops with the ``with`` block.

    Args:
        master: which cluster.
        builds: folder of the builds; intermediate tables lie in a scratch folder in it while a build runs.
        stages: address that driver and workers all reach, for intermediate tables instead; they stay in a
            folder of this build alone.
    """

    def __init__(self, master: str, builds: Path, stages: str | None = None) -> None:
        refuse_without_spark()
        self._master, self._builds = master, builds
        self._stages = folder_of_one_build(stages) if stages else None
        self._scratch: Path | None = None
        self._session: SparkSession | None = None
        self._sent: _Sent | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._session is not None:
            self._session.stop()
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def observe(
        self, staged: Columns, catalog: Catalog, axes: Axes, as_of: date | None, corrections: Corrections
    ) -> Columns:
        """Observations, a series at a time."""
        with spark_errors():
            session = self._opened()
            ground = ground_of(catalog, axes, session.sparkContext.defaultParallelism)
            beside = session.sparkContext.broadcast(work.ObserveGround(ground, as_of, tuple(corrections)))

            def one_series(part: pa.Table) -> pa.Table:
                return to_arrow(work.observe_part(to_columns(part), beside.value), _OBSERVATION)

            made = (
                session.createDataFrame(to_arrow(staged, _STAGED))
                .groupBy("series")
                .applyInArrow(one_series, _schema(_OBSERVATION))
            )
            kept = self._kept("observations", made)
            found = in_order_of_facts(in_lists(to_columns(kept.toArrow()), catalog, axes, staged))
        series = frozenset(found.coded("series").only_used().words)
        self._sent = _Sent(ground, found, series, kept)
        return found

    def derive(
        self,
        catalog: Catalog,
        axes: Axes,
        observations: Columns,
        declared: AllFigures,
        report: Progress,
    ) -> dict[str, Figures]:
        """Values, a block of regions at a time."""
        report("derive", 0, 1)
        sent = self._of_this_build(observations)
        with spark_errors():
            session = self._opened()
            beside = session.sparkContext.broadcast(
                work.DeriveGround(sent.ground, sent.series, _reference(catalog, sent.observations))
            )

            def one_block(part: pa.Table) -> pa.Table:
                rows = to_columns(part)
                found = work.derive_part(_block_of(rows), rows, beside.value)
                return to_arrow(found, _VALUE) if found.size else _schema_of_values().empty_table()

            rows = self._figures(sent, sent.observations, OBSERVED, "series", OF_FIGURES)
            if declared:
                uploaded = session.createDataFrame(
                    to_arrow(rows_of_values(catalog.indicators, declared), _VALUE)
                )
                more = self._figures(sent, uploaded, DECLARED, "indicator", OF_VALUES)
                rows = rows.unionByName(more, allowMissingColumns=True)
            rows = rows.unionByName(self._blocks(sent), allowMissingColumns=True)
            sent.values = self._kept("values", rows.groupBy("block").applyInArrow(one_block, _schema(_VALUE)))
            found = to_columns(sent.values.toArrow())
        return whole_values(catalog, axes, found, declared, sent.series)

    def assess(
        self,
        catalog: Catalog,
        values: AllFigures,
        levels: Mapping[str, PublishedLevels],
        evidence: Evidence,
    ) -> tuple[Assessment, ...]:
        """Verdicts, a block of regions at a time."""
        sent = self._sent
        if sent is None or sent.values is None:
            msg = "verdicts follow values, and values observations"
            raise RuntimeError(msg)
        with spark_errors():
            session = self._opened()
            beside = session.sparkContext.broadcast(
                work.AssessGround(
                    sent.ground, levels, replace(evidence, amounts={}), witnesses(catalog, values)
                )
            )

            def one_block(part: pa.Table) -> pa.Table:
                rows = to_columns(part)
                block = _block_of(rows)
                found = work.assess_part(block, rows, beside.value)
                return pa.table(
                    {
                        "block": pa.array([block] * len(found), pa.int32()),
                        "number": pa.array(range(len(found)), pa.int32()),
                        "verdict": pa.array(map(work.packed, found), pa.binary()),
                    }
                )

            rows = self._figures(sent, sent.values, VALUE, "indicator", OF_VALUES)
            declared = {n: v for n, v in values.items() if not is_derived(catalog, n, sent.series)}
            if declared:
                uploaded = session.createDataFrame(
                    to_arrow(rows_of_values(catalog.indicators, declared), _VALUE)
                )
                rows = rows.unionByName(self._figures(sent, uploaded, VALUE, "indicator", OF_VALUES))
            amounts = _amounts(catalog, sent.observations)
            for more in (
                self._figures(sent, amounts, AMOUNT, "series", ("region", "period", "value")),
                self._blocks(sent),
            ):
                rows = rows.unionByName(more, allowMissingColumns=True)
            made = rows.groupBy("block").applyInArrow(one_block, "block int, number int, verdict binary")
            found = made.toArrow().to_pydict()
        return in_order(catalog, found["block"], found["number"], map(work.unpacked, found["verdict"]))

    def _opened(self) -> "SparkSession":
        if self._session is None:
            self._session = open_session(self._master)
        return self._session

    def _of_this_build(self, observations: Columns) -> _Sent:
        if self._sent is None or self._sent.columns is not observations:
            msg = "values are derived of the observations made before them"
            raise RuntimeError(msg)
        return self._sent

    def _kept(self, name: str, made: "DataFrame") -> "DataFrame":
        """A table as it lies in Parquet, so that no later stage makes it again."""
        address = f"{self._place()}/{name}"
        made.write.mode("overwrite").parquet(address)
        return self._opened().read.parquet(address)

    def _place(self) -> str:
        if self._stages is not None:
            return self._stages
        if self._scratch is None:
            self._scratch = Path(tempfile.mkdtemp(prefix=f"{SCRATCH}spark-", dir=self._builds))
        return self._scratch.as_uri()

    def _figures(
        self, sent: _Sent, rows: "DataFrame", kind: str, name: str, columns: Sequence[str]
    ) -> "DataFrame":
        """Rows of one kind for the parts of a stage, each with the number of its block."""
        from pyspark.sql import functions as f  # noqa: PLC0415

        chosen = rows.select(f.lit(kind).alias("kind"), f.col(name).alias("name"), *columns)
        return chosen.join(f.broadcast(self._block_of_region(sent)), "region")

    def _block_of_region(self, sent: _Sent) -> "DataFrame":
        rows = [(code, number) for number, block in enumerate(sent.ground.blocks) for code in block]
        return self._opened().createDataFrame(rows, "region string, block int")

    def _blocks(self, sent: _Sent) -> "DataFrame":
        """One row for each block: a region without any figure is judged too."""
        rows = [(BLOCK, number) for number in range(len(sent.ground.blocks))]
        return self._opened().createDataFrame(rows, "kind string, block int")


def _schema(names: Sequence[str]) -> str:
    return ", ".join(f"{name} {_TYPES.get(name, 'string')}" for name in names)


def _schema_of_values() -> pa.Schema:
    kinds = {"double": pa.float64(), "string": pa.string()}
    return pa.schema([(name, kinds[_TYPES.get(name, "string")]) for name in _VALUE])


def _block_of(rows: Columns) -> int:
    return int(rows.array("block")[0])


def _reference(catalog: Catalog, observations: "DataFrame") -> Columns:
    """Observations of the regions that formulas compare others with, of the series that they compare."""
    from pyspark.sql import functions as f  # noqa: PLC0415

    regions, series = references(catalog)
    chosen = observations.where(f.col("region").isin(regions) & f.col("series").isin(series))
    rows = chosen.select(f.col("series").alias("name"), *OF_FIGURES)
    return to_columns(rows.toArrow())


def _amounts(catalog: Catalog, observations: "DataFrame") -> "DataFrame":
    """Figures in use of the series that verdicts read beside the values."""
    from pyspark.sql import functions as f  # noqa: PLC0415

    wanted = f.col("series").isin(sorted(amount_series(catalog)))
    return observations.where(wanted & (f.col("vintage") == 1) & ~f.isnan("value"))
