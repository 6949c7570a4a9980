"""``/boundaries/<build>/cities.geojson`` and ``counties-<city>.geojson``, from the catalogue's own files."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import orjson
from flask import Flask, Response

from dashboard.encoded import Encoded, EncodedCache
from dashboard.queries import Queries
from dashboard.scope import PUBLIC, ReaderScope
from dashboard.scoped_queries import require_within
from dashboard.selection import NOT_FOUND, AddressError, Selection
from dashboard.web.byte_responses import FOR_EVER, respond
from etl.errors import BuildError

_COUNTIES: Final = "counties-"
_WHOLE: Final = frozenset({"cities", "counties"})
_MIMETYPE: Final = "application/geo+json"
_CACHE_BYTES: Final = 8 * 2**20


class Boundaries:
    """The polygons of a build: ``cities.geojson`` and ``counties.geojson`` of its catalogue, codes as ids."""

    def __init__(self, builds: Path) -> None:
        self._builds = builds
        self._cache = EncodedCache(_CACHE_BYTES)

    def layer(self, build_id: str, name: str, scope: ReaderScope = PUBLIC) -> Encoded:
        """The bytes of one layer.

        Args:
            build_id: a build that is known to exist.
            name: ``cities``, ``counties``, or ``counties-<code of a city>``. Looked up, never used as a path.
            scope: what the reader may see; readers of different scopes never share an entry.

        Raises:
            AddressError: there is no such layer (404).
            BuildError: the file of the layer is gone or damaged.
        """
        return self._cache.get_or_make((build_id, name, scope), lambda: self._read(build_id, name))

    def has(self, build_id: str) -> bool:
        """Whether a build still lies in the folder: a page of a former one asks for its outlines.

        Args:
            build_id: looked up, never used as a path.
        """
        with os.scandir(self._builds) as entries:
            return any(entry.name == build_id and entry.is_dir() for entry in entries)

    def _read(self, build_id: str, name: str) -> Encoded:
        folder = self._builds / build_id / "catalog" / "boundaries"
        if name in _WHOLE:
            return Encoded(_read_file(folder / f"{name}.geojson")[0], _MIMETYPE)
        _, counties = _read_file(folder / "counties.geojson")
        parent = name.removeprefix(_COUNTIES)
        features = [feature for feature in counties["features"] if feature["properties"]["parent"] == parent]
        if not name.startswith(_COUNTIES) or not features:
            raise AddressError("unknown_place", found=name, status=NOT_FOUND)
        return Encoded(orjson.dumps({"type": "FeatureCollection", "features": features}), _MIMETYPE)


def _read_file(path: Path) -> tuple[bytes, Any]:
    """A file of polygons, as its bytes and as what they say: browsers would keep a damaged one for ever."""
    try:
        raw = path.read_bytes()
        return raw, orjson.loads(raw)
    except (OSError, orjson.JSONDecodeError) as error:
        raise BuildError(
            problem=f"{path} cannot be read ({error})",
            action="Remove the folder of its build and build again",
        ) from error


def install(
    server: Flask,
    boundaries: Boundaries,
    queries: Queries,
    scope_of_reader: Callable[[], ReaderScope] = lambda: PUBLIC,
) -> None:
    """Serve the boundaries; the build in the address changes with them, so they may be kept for ever."""

    def layer(build_id: str, name: str) -> Response:
        if queries.of(build_id) is None and not boundaries.has(build_id):
            raise AddressError("unknown_build", found=build_id, status=NOT_FOUND)
        scope = scope_of_reader()
        if name.startswith(_COUNTIES):
            require_within(queries, scope, Selection("overview", parent=name.removeprefix(_COUNTIES)))
        return respond(boundaries.layer(build_id, name, scope), FOR_EVER)

    server.add_url_rule("/boundaries/<build_id>/<name>.geojson", view_func=layer)
