"""Compound files (OLE2), the container of ``.xls`` and of encrypted workbooks: names and bytes of streams.

Layout by [MS-CFB]: sectors, chained by an allocation table (FAT); small streams in a stream of their own.
"""

import struct

import numpy as np
from msgspec import Struct

MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")

_HEADER_BYTES = 512
_ENTRY_BYTES = 128
_LAST_SECTOR = 0xFFFFFFFA  # greater values mean end of chain, free sector, part of the table
_FIRST_DIFAT = 76
_STREAM, _ROOT = 2, 5
_SECTOR_SHIFTS = {9, 12}


class CompoundFileError(ValueError):
    """The container is damaged or cut off."""


class Stream(Struct, frozen=True):
    """One stream: its name, kind, first sector and size in bytes."""

    name: str
    kind: int
    first: int
    size: int


class CompoundFile:
    """The streams of a compound file that is held in memory."""

    def __init__(self, content: bytes) -> None:
        if len(content) < _HEADER_BYTES or not content.startswith(MAGIC):
            raise CompoundFileError("no header")
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in _SECTOR_SHIFTS or mini_shift >= shift:
            raise CompoundFileError("impossible sector size")
        self._sector, self._mini_sector = 1 << shift, 1 << mini_shift
        _, directory, _, self._mini_below, mini_table, _ = struct.unpack_from("<6I", content, 44)
        self._table = self._read_table()
        self._mini_table = np.frombuffer(self._chain(mini_table), "<u4")
        self.streams = self._read_directory(directory)

    def read(self, stream: Stream) -> bytes:
        """The bytes of a stream.

        Raises:
            CompoundFileError: its chain of sectors leaves the file, runs in a circle or is too short.
        """
        if stream.size >= self._mini_below:
            content = self._chain(stream.first)
        else:
            root = next((entry for entry in self.streams if entry.kind == _ROOT), None)
            small = self._chain(root.first) if root else b""
            content = b"".join(
                small[number * self._mini_sector : (number + 1) * self._mini_sector]
                for number in self._sectors(stream.first, self._mini_table)
            )
        if len(content) < stream.size:
            raise CompoundFileError(f"{stream.name}: cut off")
        return content[: stream.size]

    def find(self, *names: str) -> Stream | None:
        """The first stream with one of these names."""
        return next((entry for entry in self.streams if entry.kind == _STREAM and entry.name in names), None)

    def _read_table(self) -> np.ndarray:
        """The allocation table: for each sector the next one of its chain."""
        listed = list(struct.unpack_from("<109I", self._content, _FIRST_DIFAT))
        more, seen = struct.unpack_from("<I", self._content, 68)[0], 0
        per_sector = self._sector // 4
        while more < _LAST_SECTOR:
            seen += 1
            if seen > len(self._content) // self._sector:
                raise CompoundFileError("its table runs in a circle")
            *numbers, more = struct.unpack(f"<{per_sector}I", self._at(more))
            listed += numbers
        used = [number for number in listed if number < _LAST_SECTOR]
        if len(used) > len(self._content) // self._sector + 1:
            raise CompoundFileError("its table is larger than the file")
        return np.frombuffer(b"".join(self._at(number) for number in used), "<u4")

    def _read_directory(self, first: int) -> tuple[Stream, ...]:
        content = self._chain(first)
        found = []
        for place in range(0, len(content) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            name_bytes, kind = struct.unpack_from("<HB", content, place + 64)
            start, size = struct.unpack_from("<II", content, place + 116)
            name = content[place : place + max(0, min(name_bytes, 64) - 2)].decode("utf-16-le", "replace")
            if kind in {_STREAM, _ROOT}:
                found.append(Stream(name, kind, start, size))
        return tuple(found)

    def _at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        sector = self._content[start : start + self._sector]
        if not sector:
            raise CompoundFileError("cut off")
        return sector.ljust(self._sector, b"\0")  # some writers leave the last sector short

    def _chain(self, first: int) -> bytes:
        return b"".join(self._at(number) for number in self._sectors(first, self._table))

    def _sectors(self, first: int, table: np.ndarray) -> list[int]:
        chain: list[int] = []
        number = first
        while number < _LAST_SECTOR:
            if number >= len(table) or len(chain) > len(table):
                raise CompoundFileError("a chain that leaves the file or runs in a circle")
            chain.append(number)
            number = int(table[number])
        return chain
