"""Where figures are counted: in this process, or on Spark."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from etl.pipeline.engine import Engine, InProcess
from etl.settings import Settings


@contextmanager
def engine_of(name: str, settings: Settings) -> Iterator[Engine]:
    """The engine of a build; Spark stops with the block.

    Raises:
        UsageError: Spark is asked for and not installed.
    """
    if name == "duckdb":
        yield InProcess()
        return
    from etl.spark.session import refuse_without_spark  # noqa: PLC0415  Spark is an extra

    refuse_without_spark()
    gc.enable()  # what Java holds for Python is let go of with it
    from etl.spark.engine import SparkEngine  # noqa: PLC0415

    with SparkEngine(settings.spark_master, settings.builds, settings.spark_stages or None) as spark:
        yield spark
