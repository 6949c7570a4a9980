"""Bytes made once: an answer, its compressed forms and its entity tag, in a bounded cache."""

import gzip
import hashlib
import re
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final

import brotli

BROTLI_QUALITY: Final = 3
GZIP_LEVEL: Final = 3
"""A reader waits for the first form: a level more saves a fortieth of the bytes for half as much again."""
_SMALLEST_COMPRESSED: Final = 500  # bytes; below, headers outweigh what is saved
_REFUSED: Final = re.compile(r";q=0(?:\.0*)?$", re.IGNORECASE)


class Encoded:
    """An answer's bytes; each compressed form is made when first asked for, then kept."""

    __slots__ = ("_forms", "etag", "is_packed", "mimetype", "raw")

    def __init__(self, raw: bytes, mimetype: str, *, is_packed: bool = False) -> None:
        self.raw = raw
        self.mimetype = mimetype
        self.is_packed = is_packed  # compressed in itself, as a workbook is
        self.etag = f'"{hashlib.sha256(raw).hexdigest()[:20]}"'
        self._forms: dict[str, bytes] = {}

    @property
    def size(self) -> int:
        """Memory held, in bytes."""
        return len(self.raw) + sum(map(len, self._forms.values()))

    def form(self, accepted: str) -> tuple[bytes, str | None]:
        """The best form for a request.

        Args:
            accepted: the request's ``Accept-Encoding``.

        Returns:
            the bytes and the name of their encoding, None for the plain form.
        """
        is_worth_it = len(self.raw) >= _SMALLEST_COMPRESSED and not self.is_packed
        encoding = negotiate(accepted) if is_worth_it else None
        if encoding is None:
            return self.raw, None
        if encoding not in self._forms:
            self._forms[encoding] = compress(self.raw, encoding)
        return self._forms[encoding], encoding


def negotiate(accepted: str) -> str | None:
    """``br``, ``gzip`` or None, the smallest that the request accepts."""
    parts = [part.replace(" ", "") for part in accepted.split(",")]
    offered = {part.split(";")[0] for part in parts if not _REFUSED.search(part)}
    return next((encoding for encoding in ("br", "gzip") if encoding in offered), None)


def decompress(packed: bytes, encoding: str) -> bytes | None:
    """What bytes in one encoding hold; None where they are damaged."""
    try:
        plain: bytes = brotli.decompress(packed) if encoding == "br" else gzip.decompress(packed)
    except (brotli.error, zlib.error, OSError, EOFError):
        return None
    return plain


def compress(raw: bytes, encoding: str, quality: int = BROTLI_QUALITY) -> bytes:
    """The bytes in one encoding, without a clock in them."""
    if encoding == "br":
        compressed: bytes = brotli.compress(raw, quality=quality)
        return compressed
    return gzip.compress(raw, GZIP_LEVEL, mtime=0)


class EncodedCache:
    """The answers used last, up to a number of bytes. One thread makes an answer, the others wait for it.

    Attributes:
        found: how often an answer was there.
        made: how often one was made.
    """

    def __init__(self, limit_bytes: int) -> None:
        self._limit = limit_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[Encoded, int]] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}
        self._held = 0
        self.found = self.made = 0

    def get(self, key: Hashable) -> Encoded | None:
        """The answer kept under a key."""
        with self._lock:
            entry = self._kept.get(key)
            if entry is None:
                return None
            self._kept.move_to_end(key)
            return entry[0]

    def get_or_make(self, key: Hashable, make: Callable[[], Encoded]) -> Encoded:
        """The answer kept under a key, made if it is not there. What fails is not kept."""
        kept = self.get(key)
        if kept is not None:
            self.found += 1
            return kept
        with self._lock:
            turn = self._making.setdefault(key, threading.Lock())
        try:
            with turn:
                kept = self.get(key)
                if kept is None:
                    kept = make()
                    self.made += 1
                    self._keep(key, kept)
        finally:
            with self._lock:
                self._making.pop(key, None)
        return kept

    def _keep(self, key: Hashable, answer: Encoded) -> None:
        # the compressed forms come when they are asked for: counted now, a third of the plain one each
        weight = answer.size + len(answer.raw) * 2 // 3
        with self._lock:
            _, replaced = self._kept.pop(key, (None, 0))  # made twice, where the first who tried had failed
            self._held -= replaced
            self._kept[key] = (answer, weight)
            self._held += weight
            while self._held > self._limit and len(self._kept) > 1:
                _, (_, freed) = self._kept.popitem(last=False)
                self._held -= freed

    def __len__(self) -> int:
        return len(self._kept)
