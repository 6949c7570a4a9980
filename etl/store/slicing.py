"""Write the slices of a finished build: the answers that pages ask most, as columns of numbers."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np
import orjson
import pandas as pd

from etl.store.questions import QUESTIONS, Question
from etl.store.slices import FORM, HEAD_BYTES, NO_WHOLE, SLICES

_LONG_TEXTS: Final = frozenset({"facts", "fields"})
_ALIGNED: Final = 8  # bytes
_WHOLE: Final = frozenset({"TINYINT", "SMALLINT", "INTEGER"})


class _File:
    """The arrays of the file and where each lies after the description."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self._size = 0

    def add(self, array: np.ndarray | bytes, code: str = "B") -> tuple[int, int, str]:
        raw = array if isinstance(array, bytes) else array.tobytes()
        start = self._size
        self.parts.append(raw + b"\0" * (-len(raw) % _ALIGNED))
        self._size += len(self.parts[-1])
        return start, len(raw), code


def write_slices(warehouse: Path) -> str:
    """Write the slices of a warehouse beside it.

    Args:
        warehouse: the finished file.

    Returns:
        sha256 of the written file.
    """
    file = _File()
    with duckdb.connect(str(warehouse), read_only=True, config={"threads": 1}) as connection:
        told = {name: _answer(connection, question, file) for name, question in QUESTIONS.items()}
    head = orjson.dumps(told)
    head += b" " * (-(HEAD_BYTES + len(head)) % _ALIGNED)
    digest = hashlib.sha256()
    with (warehouse.parent / SLICES).open("wb") as stream:
        for part in (FORM, len(head).to_bytes(HEAD_BYTES - len(FORM), "little"), head, *file.parts):
            stream.write(part)
            digest.update(part)
    return digest.hexdigest()


def _answer(connection: duckdb.DuckDBPyConnection, question: Question, file: _File) -> dict[str, Any]:
    relation = connection.sql(question.query())
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))
    frame = relation.df()
    size = len(frame)
    columns = [
        _column(name, kind, frame.pop(name), file, is_key=name in question.keys)
        for name, kind in types.items()
    ]
    return {"rows": size, "columns": columns}


def _column(name: str, kind: str, cells: pd.Series, file: _File, *, is_key: bool) -> dict[str, Any]:
    if kind == "DOUBLE":
        numbers = cells.to_numpy(dtype=np.float64, na_value=np.nan)
        return {"name": name, "kind": "number", "cells": file.add(numbers, "d")}
    if kind in _WHOLE:
        whole = cells.to_numpy(dtype=np.float64, na_value=NO_WHOLE).astype(np.int32)
        return {"name": name, "kind": "whole", "cells": file.add(whole, "i")}
    codes, words = _coded(cells, kind)
    told: dict[str, Any] = {"name": name, "kind": "day" if kind == "DATE" else "word"}
    told["cells"] = file.add(*_narrow(codes, len(words)))
    if name in _LONG_TEXTS:
        texts = [str(word).encode() for word in words]
        ends = np.cumsum([len(text) for text in texts], dtype=np.uint64)
        return told | {"kind": "text", "words": file.add(b"".join(texts)), "ends": file.add(ends, "Q")}
    told["words"] = file.add(orjson.dumps(words))
    if is_key:
        told["order"] = file.add(np.argsort(codes, kind="stable").astype(np.uint32), "I")
        counts = np.bincount(codes, minlength=len(words))
        told["starts"] = file.add(np.concatenate(([0], np.cumsum(counts))).astype(np.uint32), "I")
    return told


def _coded(cells: pd.Series, kind: str) -> tuple[np.ndarray, list[Any]]:
    """The cells as numbers into the list of their words; nothing is a word too."""
    words: list[Any]
    if isinstance(cells.dtype, pd.CategoricalDtype):
        codes, words = cells.cat.codes.to_numpy().astype(np.int64), list(map(str, cells.cat.categories))
    else:
        codes, found = pd.factorize(cells)
        words = [_plain(word, kind) for word in found]
    if (codes < 0).any():
        codes = np.where(codes < 0, len(words), codes)
        words.append(None)
    return codes, words


def _plain(word: Any, kind: str) -> object:
    """A word as JSON has it."""
    if kind == "DATE":
        return pd.Timestamp(word).date().isoformat()
    if kind == "BOOLEAN":
        return bool(word)
    return word.isoformat() if isinstance(word, date) else str(word)


def _narrow(codes: np.ndarray, words: int) -> tuple[np.ndarray, str]:
    """The numbers in as few bytes as they need."""
    for code, kind in (("B", np.uint8), ("H", np.uint16)):
        if words <= np.iinfo(kind).max + 1:
            return codes.astype(kind), code
    return codes.astype(np.uint32), "I"
