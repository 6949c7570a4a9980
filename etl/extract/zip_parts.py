"""The parts of a zipped workbook, unpacked in small pieces that never exceed what the zip declares."""

import os
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from etl.errors import RefusedFile
from etl.extract.limits import (
    MAX_ENTRIES,
    MAX_ENTRY_BYTES,
    MAX_RATIO,
    MAX_UNPACKED_BYTES,
    RATIO_FROM_BYTES,
)
from etl.extract.refusal import damaged, refuse_above, refuse_bytes_above

PIECE_BYTES = 2**18
"""A piece that fits into the cache of the processor is looked through fastest."""
_LOCAL_HEADER_BYTES = 30
_IS_ENCRYPTED = 1
_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x07"
_END_RECORD_WITHIN = 22 + 65_535  # the record and the longest comment that may follow it
_DIRECTORY_ENTRY_BYTES = 1024  # 46 and the name; honest extra fields take some hundred bytes


def list_parts(stream: BinaryIO, file: str) -> dict[str, zipfile.ZipInfo]:
    """The parts of a zip by their names in lower case, if together they stay within the limits.

    Raises:
        RefusedFile: cut off, too many parts, too large or packed too densely, packed in an unusual way.
    """
    _check_directory_size(stream, file)
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, RuntimeError, ValueError, EOFError) as error:  # RuntimeError: a newer zip
        raise RefusedFile("truncated", file=file) from error
    refuse_above("entries", file, len(parts), MAX_ENTRIES)
    refuse_bytes_above("unpacked", file, sum(part.file_size for part in parts), MAX_UNPACKED_BYTES)
    for part in parts:
        _check_part(part, file)
    names = Counter(part_name(part.filename) for part in parts)
    twice = [name for name, count in names.items() if count > 1]
    if twice:
        raise damaged(file, f"two parts named {twice[0]}")
    return {part_name(part.filename): part for part in parts}


def part_name(name: str) -> str:
    """The name of a part as workbook readers compare it: lower case, forward slashes, no leading slash."""
    return name.replace("\\", "/").lstrip("/").casefold()


def unpack(stream: BinaryIO, part: zipfile.ZipInfo, file: str) -> Iterator[bytes]:
    """The bytes of one part in pieces of at most 256 KiB.

    The sizes in a zip are claims: unpacking ends with a refusal as soon as a part is larger than it claims.
    The checksum is left to the workbook reader.

    Raises:
        RefusedFile: the part is damaged, or not of the size that the zip declares.
    """
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if part.compress_type == zipfile.ZIP_DEFLATED else None
    size = 0
    try:
        for piece in _pieces(stream, part, inflate):
            size += len(piece)
            if size > part.file_size:
                break
            yield piece
    except zlib.error as error:
        raise damaged(file, f"{part.filename}: {error}") from error
    is_whole = inflate is None or inflate.eof
    if size != part.file_size or not is_whole:
        raise damaged(file, f"{part.filename}: not of the declared size")


def _check_directory_size(stream: BinaryIO, file: str) -> None:
    """Refuse a directory of millions of parts before a list is made of it."""
    stream.seek(0, os.SEEK_END)
    stream.seek(max(0, stream.tell() - _END_RECORD_WITHIN))
    tail = stream.read()
    if _END_64 in tail:
        raise damaged(file, "zip64")
    for place in re.finditer(re.escape(_END), tail):
        directory_bytes = int.from_bytes(tail[place.start() + 12 : place.start() + 16], "little")
        refuse_above("entries", file, directory_bytes // _DIRECTORY_ENTRY_BYTES, MAX_ENTRIES)


def _check_part(part: zipfile.ZipInfo, file: str) -> None:
    if part.flag_bits & _IS_ENCRYPTED:
        raise RefusedFile("encrypted", file=file)
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise damaged(file, f"{part.filename}: packed by method {part.compress_type}")
    refuse_bytes_above("unpacked", file, part.file_size, MAX_ENTRY_BYTES)
    if part.file_size > RATIO_FROM_BYTES:
        refuse_above("ratio", file, part.file_size // max(part.compress_size, 1), MAX_RATIO)


def _pieces(stream: BinaryIO, part: zipfile.ZipInfo, inflate: "zlib._Decompress | None") -> Iterator[bytes]:
    stream.seek(part.header_offset)
    header = stream.read(_LOCAL_HEADER_BYTES)
    name_bytes, extra_bytes = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
    stream.seek(part.header_offset + _LOCAL_HEADER_BYTES + name_bytes + extra_bytes)
    left = part.compress_size
    while left > 0 and (packed := stream.read(min(left, PIECE_BYTES))):
        left -= len(packed)
        if inflate is None:
            yield packed
            continue
        while packed and not inflate.eof:
            yield inflate.decompress(packed, PIECE_BYTES)
            packed = inflate.unconsumed_tail
    while inflate and not inflate.eof and (rest := inflate.decompress(b"", PIECE_BYTES)):
        yield rest
