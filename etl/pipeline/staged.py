"""The staged rows of all sheets as one table of columns; words stay numbers."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from etl.catalog.catalog import Catalog
from etl.columns import Coded, Column, Columns, together
from etl.pipeline.delivery import Staging
from etl.stage.result import STAGED_COLUMNS

_NUMBERS = ("reported", "known_from", "sheet_no", "row_no", "column_no")


def staged_columns(staging: Staging, catalog: Catalog) -> Columns:
    """The staged rows in order of files, each with its source and file."""
    sources, words = tuple(catalog.sources), _Words()
    tables = [
        Columns(
            {
                **{name: words.column(staged.rows[name]) for name in STAGED_COLUMNS},
                "source": Coded.all_alike(file.source, len(staged.rows), sources),
                "file_id": np.full(len(staged.rows), file.file_id, dtype=np.int32),
            }
        )
        for file, _, staged in staging.sheets
        if len(staged.rows)
    ]
    return together(tables) if tables else _nothing(sources)


class _Words:
    """Lists of words, one for all columns of one vocabulary."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[pd.Index, Sequence[str]]] = {}

    def column(self, cells: pd.Series) -> Column:
        """A column of a frame; texts are numbered."""
        values = cells.array
        if isinstance(values, pd.Categorical):
            return Coded(values.codes.astype(np.int32), self._of(values.categories))
        if cells.dtype.kind in "fiM":
            return cells.to_numpy()
        codes, words = pd.factorize(cells)
        return Coded(codes.astype(np.int32), tuple(words))

    def _of(self, categories: pd.Index) -> Sequence[str]:
        """The words of a vocabulary, spelled out once; it is kept, so that its number stays its own."""
        if id(categories) not in self._known:
            self._known[id(categories)] = (categories, tuple(categories))
        return self._known[id(categories)][1]


def _nothing(sources: Sequence[str]) -> Columns:
    columns: dict[str, Column] = {name: Coded.of(()) for name in STAGED_COLUMNS if name not in _NUMBERS}
    numbers = {name: np.empty(0, dtype=np.int32) for name in (*_NUMBERS, "file_id")}
    days = np.empty(0, dtype="datetime64[s]")
    return Columns({**columns, **numbers, "known_from": days, "source": Coded.of((), sources)})
