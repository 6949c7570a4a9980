"""Which characters a font can draw, so that a report never shows an empty box."""

import struct
from collections.abc import Iterator
from typing import Final

_TABLE_ENTRY: Final = 16
_SEGMENTS: Final = 4
_GROUPS: Final = 12
_FAMILY_NAMES: Final = frozenset({1, 16})  # family, and typographic family
_UTF_16_PLATFORMS: Final = frozenset({0, 3})  # Unicode and Windows


def covered_characters(font: bytes) -> frozenset[int]:
    """Code points that a TrueType font maps to glyphs, read from its ``cmap`` (format 4 or 12).

    Args:
        font: the file.

    Raises:
        ValueError: the font has no such map.
    """
    start = _table_offset(font, b"cmap")
    count = struct.unpack_from(">H", font, start + 2)[0]
    offsets = [start + struct.unpack_from(">HHI", font, start + 4 + 8 * place)[2] for place in range(count)]
    by_format = {struct.unpack_from(">H", font, offset)[0]: offset for offset in offsets}
    if _GROUPS in by_format:
        return frozenset(_in_groups(font, by_format[_GROUPS]))
    if _SEGMENTS in by_format:
        return frozenset(_in_segments(font, by_format[_SEGMENTS]))
    msg = "the font has no character map of format 4 or 12"
    raise ValueError(msg)


def family_names(font: bytes) -> tuple[str, ...]:
    """Names of the family of a TrueType font in every language, from its ``name`` table.

    Args:
        font: the file.
    """
    start = _table_offset(font, b"name")
    count, texts = struct.unpack_from(">HH", font, start + 2)
    found: dict[str, None] = {}
    for place in range(count):
        platform, _, _, kind, length, offset = struct.unpack_from(">6H", font, start + 6 + 12 * place)
        if kind in _FAMILY_NAMES and platform in _UTF_16_PLATFORMS:
            text = font[start + texts + offset : start + texts + offset + length]
            found[text.decode("utf-16-be", errors="replace")] = None
    return tuple(found)


def _table_offset(font: bytes, tag: bytes) -> int:
    tables = struct.unpack_from(">H", font, 4)[0]
    for place in range(tables):
        found, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + _TABLE_ENTRY * place)
        if found == tag:
            return int(offset)
    msg = f"the font has no table {tag.decode()}"
    raise ValueError(msg)


def _in_groups(font: bytes, offset: int) -> Iterator[int]:
    groups = struct.unpack_from(">I", font, offset + 12)[0]
    for place in range(groups):
        first, last, _ = struct.unpack_from(">III", font, offset + 16 + 12 * place)
        yield from range(first, last + 1)


def _in_segments(font: bytes, offset: int) -> Iterator[int]:
    segments = struct.unpack_from(">H", font, offset + 6)[0] // 2
    lasts = struct.unpack_from(f">{segments}H", font, offset + 14)
    firsts = struct.unpack_from(f">{segments}H", font, offset + 16 + 2 * segments)
    for first, last in zip(firsts[:-1], lasts[:-1], strict=True):  # the last segment only ends the list
        yield from range(first, last + 1)
