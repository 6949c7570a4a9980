"""Whether a finished build is whole: its warehouse, its slices and its declarations."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from etl.errors import BuildError, UsageError, told
from etl.pipeline.tree_hash import hash_of_catalog
from etl.publish.manifest import MANIFEST, sha256_of
from etl.store.read import open_warehouse
from etl.store.slices import SLICES

_PLACES: Final = (MANIFEST, f"exports/{MANIFEST}")
"""Where the manifest of a build lies; builds made until exports were written on demand have it among them."""


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a build; None where it is missing or cannot be read."""
    try:
        manifest = json.loads(_place_of_manifest(folder).read_bytes())
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) else None


def _place_of_manifest(folder: Path) -> Path:
    return next((path for name in _PLACES if (path := folder / name).exists()), folder / MANIFEST)


def _hashes(folder: Path, manifest: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """The files of a build that its manifest answers for."""
    beside = _place_of_manifest(folder).parent
    for name, sha256 in manifest.get("sha256", {}).items():
        yield beside / name, sha256
    if "slices" in manifest:
        yield folder / SLICES, manifest["slices"]


def is_whole(folder: Path) -> bool:
    """Whether a build can be published or kept."""
    if not _place_of_manifest(folder).is_file():  # most often: there is no such build yet, which is no error
        return False
    try:
        refuse_if_damaged(folder)
    except BuildError:
        return False
    return True


def refuse_if_damaged(folder: Path) -> None:
    """Refuse a build that is not what it was when it was made.

    Raises:
        BuildError: the warehouse, its slices or a declaration is missing, damaged or another one.
    """
    if (read_manifest(folder) or {}).get("build_id") != folder.name:
        raise _damaged(folder, MANIFEST)
    refuse_if_incomplete(folder)
    warehouse = open_warehouse(folder.parent, folder.name)
    try:
        there = warehouse.build()
    finally:
        warehouse.close()
    if there.build_id != folder.name:
        raise _damaged(folder, "its warehouse")
    if there.catalog_sha256 != hash_of_catalog(folder / "catalog"):
        raise _damaged(folder, "catalog")


def refuse_if_incomplete(folder: Path) -> None:
    """Refuse a build whose published files are not those of its manifest, as while it is being copied.

    Raises:
        BuildError: the manifest or a file that it answers for is missing or another one.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise _damaged(folder, MANIFEST)
    for path, sha256 in _hashes(folder, manifest):
        if not path.is_file() or sha256_of(path) != sha256:
            raise _damaged(folder, path.relative_to(folder).as_posix())


def refuse_if_unfinished(folder: Path) -> None:
    """Refuse a build of which a part was not written; its bytes, hashed a moment ago, are not hashed again.

    Raises:
        BuildError: the manifest or a file that it answers for is missing.
    """
    manifest = read_manifest(folder) or {}
    if manifest.get("build_id") != folder.name:
        raise _damaged(folder, MANIFEST)
    for path, _ in _hashes(folder, manifest):
        if not path.is_file():
            raise _damaged(folder, path.name)


def refuse_other_nature(build_dir: Path, nature: str) -> None:
    """Real and demonstration data never share a folder of builds.

    Raises:
        UsageError: a build of the other nature lies there.
    """
    for folder in sorted(path for path in build_dir.iterdir() if _place_of_manifest(path).is_file()):
        there = (read_manifest(folder) or {}).get("nature", nature)
        if there != nature:
            raise UsageError(**told("mixed_builds", folder=build_dir, there=there, nature=nature))


def _damaged(folder: Path, part: str) -> BuildError:
    return BuildError(**told("damaged_build", build=folder.name, part=part))
