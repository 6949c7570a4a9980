"""Columns as Arrow tables, as they travel to workers and lie in Parquet, and back: nothing is lost."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from etl.columns import NOTHING, Coded, Column, Columns


def to_arrow(columns: Columns, names: Sequence[str]) -> pa.Table:
    """Some columns as a table; words are spelled out, days become days."""
    return pa.table({name: _array(columns[name]) for name in names})


def to_columns(table: pa.Table) -> Columns:
    """A table as columns; null is no word, or NaN among numbers."""
    return Columns({name: _column(table[name].combine_chunks()) for name in table.column_names})


def _array(column: Column) -> pa.Array:
    if isinstance(column, Coded):
        codes = np.asarray(column.codes, dtype=np.int32)
        numbers = pa.array(codes, mask=codes == NOTHING)
        words = pa.array([str(word) for word in column.words], pa.string())
        return pa.DictionaryArray.from_arrays(numbers, words).dictionary_decode()
    if column.dtype.kind == "M":
        return pa.array(column.astype("datetime64[D]"), pa.date32())
    if column.dtype.kind in "iu":
        return pa.array(column.astype(np.int32))
    return pa.array(column)


def _column(array: pa.Array) -> Column:
    if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
        array = array.dictionary_encode()
    if pa.types.is_dictionary(array.type):
        codes = array.indices.fill_null(NOTHING).to_numpy(zero_copy_only=False).astype(np.int32)
        return Coded(codes, tuple(array.dictionary.to_pylist()))
    if pa.types.is_integer(array.type):
        array = array.fill_null(NOTHING)
    found: np.ndarray = array.to_numpy(zero_copy_only=False)
    return found.astype("datetime64[s]") if found.dtype.kind == "M" else found
