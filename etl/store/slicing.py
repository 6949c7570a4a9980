"""Write the slices of a finished build: the answers that pages ask most, as columns of numbers.

The two large answers are made of the arrays that the warehouse was written from; the others are asked of it.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import orjson

from etl.columns import NOTHING, Array, Coded, Column, Columns
from etl.store.at_hand import AT_HAND
from etl.store.questions import QUESTIONS, Question
from etl.store.slices import FORM, HEAD_BYTES, NO_WHOLE, SLICES

_LONG_TEXTS: Final = frozenset({"facts", "fields"})
_ALIGNED: Final = 8  # bytes
_WHOLE: Final = frozenset({"TINYINT", "SMALLINT", "INTEGER"})


class _File:
    """The arrays of the file and where each lies after the description."""

    def __init__(self) -> None:
        self.parts: list[bytes | memoryview] = []
        self._size = 0

    def add(self, array: Array | bytes, code: str = "B") -> tuple[int, int, str]:
        raw = array if isinstance(array, bytes) else np.ascontiguousarray(array).view(np.uint8).data
        start, size = self._size, len(raw)
        padding = b"\0" * (-size % _ALIGNED)
        self.parts += [raw, padding]
        self._size += size + len(padding)
        return start, size, code


def write_slices(warehouse: Path, at_hand: Mapping[str, Columns]) -> str:
    """Write the slices of a warehouse beside it.

    Args:
        warehouse: the finished file.
        at_hand: rows of the tables behind a question as they were written, in its order, by its name.

    Returns:
        sha256 of the written file.
    """
    file, told = _File(), {}
    with duckdb.connect(str(warehouse), read_only=True, config={"threads": 1}) as connection:
        for name, question in QUESTIONS.items():
            rows = (
                AT_HAND[name](connection, at_hand[name]) if name in at_hand else _asked(connection, question)
            )
            columns = [_column(each, rows[each], file, is_key=each in question.keys) for each in rows]
            told[name] = {"rows": rows.size, "columns": columns}
    head = orjson.dumps(told)
    head += b" " * (-(HEAD_BYTES + len(head)) % _ALIGNED)
    digest = hashlib.sha256()
    with (warehouse.parent / SLICES).open("wb") as stream:
        for part in (FORM, len(head).to_bytes(HEAD_BYTES - len(FORM), "little"), head, *file.parts):
            stream.write(part)
            digest.update(part)
    return digest.hexdigest()


def _asked(connection: duckdb.DuckDBPyConnection, question: Question) -> Columns:
    """The answer of the warehouse to a question."""
    relation = connection.sql(question.query())
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))
    cells = zip(*relation.fetchall(), strict=True)
    found = dict(zip(types, cells, strict=False)) or dict.fromkeys(types, ())
    return Columns({name: _as_array(found[name], kind) for name, kind in types.items()})


def _as_array(cells: tuple[Any, ...], kind: str) -> Column:
    if kind == "DOUBLE":
        return np.asarray([np.nan if cell is None else cell for cell in cells], dtype=np.float64)
    if kind in _WHOLE:
        return np.asarray([NO_WHOLE if cell is None else cell for cell in cells], dtype=np.int32)
    if kind == "DATE":
        return np.asarray(cells, dtype="datetime64[D]")
    return Coded.of(cells)


def _column(name: str, cells: Column, file: _File, *, is_key: bool) -> dict[str, Any]:
    if not isinstance(cells, Coded):
        if cells.dtype.kind == "f":
            return {"name": name, "kind": "number", "cells": file.add(cells.astype(np.float64), "d")}
        if cells.dtype.kind != "M":
            return {"name": name, "kind": "whole", "cells": file.add(cells.astype(np.int32), "i")}
    told: dict[str, Any] = {"name": name, "kind": "word" if isinstance(cells, Coded) else "day"}
    codes, words = _with_nothing(cells) if isinstance(cells, Coded) else _days(cells)
    narrow, code = _narrow(codes, len(words))
    told["cells"] = file.add(narrow, code)
    if name in _LONG_TEXTS:
        texts = [str(word).encode() for word in words]
        ends = np.cumsum([len(text) for text in texts], dtype=np.uint64)
        return told | {"kind": "text", "words": file.add(b"".join(texts)), "ends": file.add(ends, "Q")}
    told["words"] = file.add(orjson.dumps(words))
    if is_key:
        told["order"] = file.add(np.argsort(narrow, kind="stable").astype(np.uint32), "I")
        counts = np.bincount(codes, minlength=len(words))
        told["starts"] = file.add(np.concatenate(([0], np.cumsum(counts))).astype(np.uint32), "I")
    return told


def _with_nothing(cells: Coded) -> tuple[Array, list[Any]]:
    """The numbers of words; nothing is a word too."""
    if not (cells.codes == NOTHING).any():
        return cells.codes, list(cells.words)
    return np.where(cells.codes == NOTHING, len(cells.words), cells.codes), [*cells.words, None]


def _days(cells: Array) -> tuple[Array, list[str | None]]:
    """Days as numbers into the list of those that occur."""
    days, codes = np.unique(cells.astype("datetime64[D]"), return_inverse=True)
    return codes, [day.isoformat() if isinstance(day, date) else None for day in days.tolist()]


def _narrow(codes: Array, words: int) -> tuple[Array, str]:
    """The numbers in as few bytes as they need."""
    for code, kind in (("B", np.uint8), ("H", np.uint16)):
        if words <= np.iinfo(kind).max + 1:
            return codes.astype(kind), code
    return codes.astype(np.uint32), "I"
