"""Small results of lazy expressions as rows of words and numbers."""

from collections.abc import Iterator
from typing import Any

import narwhals as nw

from etl.frames import Frame


def in_use(observations: Frame) -> Frame:
    """The figures in use, with their keys as words."""
    return observations.filter(nw.col("vintage") == 1, ~nw.col("value").is_null()).select(
        nw.col("series").cast(nw.String),
        nw.col("region").cast(nw.String),
        nw.col("period").cast(nw.String),
        "value",
    )


def rows_of(frame: Frame) -> Iterator[dict[str, Any]]:
    """The rows of a small lazy result."""
    yield from frame.collect("pandas").iter_rows(named=True)
