"""Write the slices of a finished build: the answers that pages ask most, as columns of numbers.

The large answers are made of the arrays that the warehouse was written from; the others are asked of it.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import orjson

from etl.columns import NOTHING, Array, Coded, Column, Columns, code_type
from etl.store.at_hand import AT_HAND
from etl.store.questions import QUESTIONS, Question
from etl.store.row_order import keys_in_order, rows_by_word
from etl.store.slice_columns import NO_WHOLE
from etl.store.slices import FORM, LENGTH_BYTES, SLICES
from etl.store.standing_rows import standing_rows
from etl.store.write import WarehouseWriter

_LONG_TEXTS: Final = frozenset({"facts", "fields"})
_ALIGNED: Final = 8  # bytes
_WHOLE: Final = frozenset({"TINYINT", "SMALLINT", "INTEGER"})


Place = tuple[int, int, str]
"""Where an array begins in the file, how many bytes it has, and the code of its type."""


class _File:
    """The file while it is written, column by column: nothing of it waits in memory."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._digest, self._size = stream, hashlib.sha256(), 0
        self._numbers: tuple[Array, Place] | None = None
        self._write(FORM)

    def add(self, array: Array | bytes, code: str = "B") -> Place:
        """Write an array; returns where it lies."""
        raw = array if isinstance(array, bytes) else np.ascontiguousarray(array).view(np.uint8).data
        start = self._size
        self._write(raw)
        self._write(b"\0" * (-len(raw) % _ALIGNED))
        return start, len(raw), code

    def add_numbers(self, numbers: Array) -> Place:
        """The same for numbers; those of the column before, as what was reported, are not written twice."""
        if self._numbers is not None and _are_equal(self._numbers[0], numbers):
            return self._numbers[1]
        place = self.add(numbers.astype(np.float64, copy=False), "d")
        self._numbers = numbers, place
        return place

    def close(self, told: Mapping[str, Any]) -> str:
        """Write what stands where; returns the sha256 of the file."""
        description = orjson.dumps(told)
        self._write(description)
        self._write(len(description).to_bytes(LENGTH_BYTES, "little"))
        return self._digest.hexdigest()

    def _write(self, raw: bytes | memoryview) -> None:
        self._stream.write(raw)
        self._digest.update(raw)
        self._size += len(raw)


def write_slices(writer: WarehouseWriter, folder: Path, at_hand: Mapping[str, Columns]) -> str:
    """Write the slices of a warehouse.

    Args:
        writer: of the warehouse, when all is written.
        folder: what they are to lie in.
        at_hand: rows of the tables behind a question as they were written, by its name.

    Returns:
        sha256 of the written file.
    """
    told = {}
    with (folder / SLICES).open("wb") as stream:
        file = _File(stream)
        for name, question in QUESTIONS.items():
            rows = AT_HAND[name](writer, at_hand[name]) if name in at_hand else _asked(writer, question)
            columns = [_column(each, rows, file, is_key=each in question.keys) for each in rows]
            told[name] = {
                "rows": rows.size,
                "columns": columns,
                "in_order": keys_in_order(rows, question.keys),
                **_lists_of_regions(name, rows, file),
            }
        return file.close(told)


def _are_equal(one: Array, other: Array) -> bool:
    return one is other or np.array_equal(one, other, equal_nan=True)


def _lists_of_regions(question: str, rows: Columns, file: _File) -> dict[str, Any]:
    """What every visit asks: where a region stands, its series with figures, how many values there are."""
    if question == "values":
        found = standing_rows(rows)
        signed = {"before": file.add(found.before.astype(np.int32), "i")}
        return {"known": _known(rows), "standings": signed | {
            name: file.add(getattr(found, name).astype(np.uint32), "I")
            for name in ("starts", "latest", "course_starts", "course")
        }}  # fmt: skip
    if question == "observations":
        series, region = rows.coded("series"), rows.coded("region")
        known = ~np.isnan(rows.array("value"))
        of_region = region.codes[known].astype(np.int64) * len(series.words)
        pairs = np.flatnonzero(np.bincount(of_region + series.codes[known]))
        starts = np.searchsorted(pairs, np.arange(len(region.words) + 1) * len(series.words))
        return {"delivered": {
            "starts": file.add(starts.astype(np.uint32), "I"),
            "series": file.add((pairs % max(len(series.words), 1)).astype(np.uint32), "I"),
        }}  # fmt: skip
    return {}


def _known(values: Columns) -> dict[str, int]:
    """How many values there are, of how many indicators, regions and periods."""
    is_known = ~np.isnan(values.array("value"))
    used = {f"{name}s": values.coded(name).codes[is_known] for name in ("indicator", "region", "period")}
    return {
        "values": int(is_known.sum()),
        **{name: int(np.count_nonzero(np.bincount(codes))) for name, codes in used.items()},
    }


def _asked(writer: WarehouseWriter, question: Question) -> Columns:
    """The answer of the warehouse to a question."""
    types, rows = writer.typed_rows(question.query())
    found = dict(zip(types, zip(*rows, strict=True), strict=False)) or dict.fromkeys(types, ())
    return Columns({name: _as_array(found[name], kind) for name, kind in types.items()})


def _as_array(cells: tuple[Any, ...], kind: str) -> Column:
    if kind == "DOUBLE":
        return np.asarray([np.nan if cell is None else cell for cell in cells], dtype=np.float64)
    if kind in _WHOLE:
        return np.asarray([NO_WHOLE if cell is None else cell for cell in cells], dtype=np.int32)
    if kind == "DATE":
        return np.asarray(cells, dtype="datetime64[D]")
    return Coded.of(cells)


def _column(name: str, rows: Columns, file: _File, *, is_key: bool) -> dict[str, Any]:
    cells = rows[name]
    if not isinstance(cells, Coded) and cells.dtype.kind == "f":
        return {"name": name, "kind": "number", "cells": file.add_numbers(cells)}
    if not is_key and name not in _LONG_TEXTS and _is_alike(cells):
        return {"name": name, "kind": _kind(cells), "words": file.add(orjson.dumps([_first(cells)]))}
    if not isinstance(cells, Coded) and cells.dtype.kind != "M":
        return {"name": name, "kind": "whole", "cells": file.add(cells.astype(np.int32, copy=False), "i")}
    codes, words = _with_nothing(cells) if isinstance(cells, Coded) else _days(cells)
    narrow, code = _narrow(codes, len(words))
    told: dict[str, Any] = {"name": name, "kind": _kind(cells), "cells": file.add(narrow, code)}
    if name in _LONG_TEXTS:
        texts = [str(word).encode() for word in words]
        ends = np.cumsum([len(text) for text in texts], dtype=np.uint64)
        return told | {"kind": "text", "words": file.add(b"".join(texts)), "ends": file.add(ends, "Q")}
    told["words"] = file.add(orjson.dumps(words))
    return told | _places(narrow, len(words), file) if is_key else told


def _kind(cells: Column) -> str:
    return "day" if not isinstance(cells, Coded) and cells.dtype.kind == "M" else "word"


def _is_alike(cells: Column) -> bool:
    """Whether every cell says the same."""
    codes = cells.codes if isinstance(cells, Coded) else cells
    return len(codes) > 0 and bool((codes == codes[0]).all())


def _first(cells: Column) -> Any:
    """What the first cell says."""
    if isinstance(cells, Coded):
        return next(iter(cells.take(slice(1))))
    if cells.dtype.kind == "M":
        return str(cells[0].astype("datetime64[D]"))
    return None if cells[0] == NO_WHOLE else int(cells[0])


def _places(codes: Array, words: int, file: _File) -> dict[str, Any]:
    """Where the rows of each word are; of a column in order, only where those of each begin."""
    told: dict[str, Any] = {}
    if (codes[1:] < codes[:-1]).any():
        told["order"] = file.add(rows_by_word(codes), "I")
    counts = np.bincount(codes, minlength=words)
    return told | {"starts": file.add(np.concatenate(([0], np.cumsum(counts))).astype(np.uint32), "I")}


def _with_nothing(cells: Coded) -> tuple[Array, list[Any]]:
    """The numbers of words; nothing is a word too."""
    if not (cells.codes == NOTHING).any():
        return cells.codes, list(cells.words)
    return np.where(cells.codes == NOTHING, len(cells.words), cells.codes), [*cells.words, None]


def _days(cells: Array) -> tuple[Array, list[str | None]]:
    """Days as numbers into the list of those that occur: few, so that they are counted and not sorted."""
    is_nothing = np.isnat(cells)
    if is_nothing.all():
        return np.zeros(len(cells), dtype=np.int8), [None] if len(cells) else []
    days = cells.astype("datetime64[D]").view(np.int64)
    first, last = days[~is_nothing].min(), days[~is_nothing].max()
    days = np.where(is_nothing, last + 1, days) - first
    occurring = np.flatnonzero(np.bincount(days))
    places = np.zeros(int(last - first) + 2, dtype=code_type(len(occurring)))
    places[occurring] = np.arange(len(occurring))
    named: list[str | None] = [str(np.datetime64(day, "D")) for day in (occurring + first).tolist()]
    if is_nothing.any():
        named[-1] = None
    return places[days], named


def _narrow(codes: Array, words: int) -> tuple[Array, str]:
    """The numbers in as few bytes as they need."""
    for code, kind in (("B", np.uint8), ("H", np.uint16)):
        if words <= np.iinfo(kind).max + 1:
            return codes.astype(kind), code
    return codes.astype(np.uint32), "I"
