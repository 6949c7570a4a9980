"""The type of lazy tables that stages 3 to 6 pass on: DuckDB runs them, Spark can, pandas does in tests."""

from typing import Any, TypeAlias

import narwhals as nw

Frame: TypeAlias = nw.LazyFrame[Any]
