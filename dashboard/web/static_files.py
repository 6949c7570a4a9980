"""Scripts, styles and fonts: compressed once, kept for ever under an address that names their content."""

import hashlib
import re
import tempfile
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from flask import Flask, Response, request

from dashboard.encoded import compress, decompress, negotiate
from dashboard.web.byte_responses import PUBLIC_FOR_EVER

_STORED_QUALITY: Final = 9
_SUITES: Final = "/_dash-component-suites/"
_ASSETS: Final = "/assets/"
_OK: Final = 200
# Said here, because an office machine's own table may call scripts text/plain, which browsers then refuse
_MIMETYPES: Final = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".json": "application/json",
}
_COMPRESSED: Final = frozenset({".js", ".css", ".svg", ".json"})
_LARGEST_IN_MEMORY: Final = 64  # files
_FINGERPRINT: Final = re.compile(
    r"\.v[\w-]+m[0-9a-fA-F]+\."
)  # as the renderer writes version and time of a file
_ASK_EACH_TIME: Final = "no-cache"


class Assets:
    """The files of the assets folder that a page loads, each with the hash of its content."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def urls(self) -> dict[str, str]:
        """Address of each script, style and icon by its file name; the hash changes with the content."""
        return {
            path.name: f"{_ASSETS}{path.name}?h={_digest(path.read_bytes())}"
            for path in sorted(self._folder.iterdir())
            if path.suffix in _MIMETYPES
        }


class Bundle:
    """Several files of the assets folder as one: a request costs both sides more than its bytes."""

    def __init__(self, folder: Path, name: str, parts: Sequence[str]) -> None:
        """Put files together in an order.

        Args:
            folder: where they lie.
            name: what the whole is called; no file of the folder has that name.
            parts: names of the files, in the order in which they are to hold.
        """
        self.raw = b"\n".join((folder / part).read_bytes() for part in parts)
        self.path = f"{_ASSETS}{name}"

    @property
    def url(self) -> str:
        """Its address, with the hash of its content."""
        return f"{self.path}?h={_digest(self.raw)}"

    def install(self, server: Flask) -> None:
        """Serve it; the type is said with that of the other files."""
        server.add_url_rule(self.path, f"bundle:{self.path}", lambda: Response(self.raw))


class CompressedStore:
    """Compressed forms of static files: in memory, and in a folder so that the next start finds them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[tuple[str, str], bytes] = {}
        self._turns: dict[tuple[str, str], threading.Lock] = {}

    def form(self, raw: bytes, encoding: str) -> bytes:
        """The bytes in one encoding, made at the first call of the first process only."""
        key = (_digest(raw), encoding)
        # who asks for the same form meanwhile waits for it
        with self._turns.setdefault(key, threading.Lock()):
            made = self._kept.get(key)
            if made is None:
                made = self._read_or_make(raw, *key)
                if len(self._kept) >= _LARGEST_IN_MEMORY:
                    self._kept.clear()
                self._kept[key] = made
            return made

    def _read_or_make(self, raw: bytes, digest: str, encoding: str) -> bytes:
        file = self._folder / f"{digest}.{encoding}"
        stored = _read(file)
        if stored is not None and decompress(stored, encoding) == raw:  # browsers would keep damage for ever
            return stored
        made = compress(raw, encoding, _STORED_QUALITY)
        self._store(file, made)
        return made

    def _store(self, file: Path, made: bytes) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # a place of its own: another form, thread or process may be writing at the same time
            with tempfile.TemporaryDirectory(dir=self._folder) as scratch:
                part = Path(scratch) / file.name
                part.write_bytes(made)
                part.replace(file)
        except OSError:  # a read-only installation works as well, a little slower after a start
            return


def install(server: Flask, store: CompressedStore) -> None:
    """Compress and label every static answer of a server."""

    @server.after_request
    def _finish(response: Response) -> Response:
        if request.path.startswith((_SUITES, _ASSETS)) and response.status_code == _OK:
            _label(response)
            _shrink(response, store.form)
        return response


def _label(response: Response) -> None:
    suffix = Path(request.path).suffix
    if suffix in _MIMETYPES:
        response.headers["Content-Type"] = f"{_MIMETYPES[suffix]}; charset=utf-8"
    is_named_by_content = bool(request.args.keys() & {"h", "v"} or _FINGERPRINT.search(request.path))
    is_font = suffix == ".woff2"  # a new cut of the fonts gets a new folder
    response.headers["Cache-Control"] = PUBLIC_FOR_EVER if is_named_by_content or is_font else _ASK_EACH_TIME


def _shrink(response: Response, form: Callable[[bytes, str], bytes]) -> None:
    encoding = negotiate(request.headers.get("Accept-Encoding", ""))
    if encoding is None or Path(request.path).suffix not in _COMPRESSED:
        return
    response.direct_passthrough = False
    response.set_data(form(response.get_data(), encoding))
    response.headers["Content-Encoding"] = encoding
    response.headers["Vary"] = "Accept-Encoding"


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:16]
