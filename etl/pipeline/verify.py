"""Whether a finished build is whole: its exports, its declarations and its warehouse."""

import json
from pathlib import Path
from typing import Any

from etl.errors import BuildError, UsageError, told
from etl.pipeline.fingerprint import hash_of_catalog
from etl.publish.exports import EXPORTS, MANIFEST, sha256_of
from etl.store.read import open_warehouse
from etl.store.slices import SLICES


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a build; None where it is missing or cannot be read."""
    try:
        manifest = json.loads((folder / EXPORTS / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) else None


def is_whole(folder: Path) -> bool:
    """Whether a build can be published or kept."""
    try:
        refuse_if_damaged(folder)
    except BuildError:
        return False
    return True


def refuse_if_damaged(folder: Path) -> None:
    """Refuse a build that is not what it was when it was made.

    Raises:
        BuildError: an export, a declaration or the warehouse is missing, damaged or another one.
    """
    manifest = read_manifest(folder) or {}
    if manifest.get("build_id") != folder.name:
        raise _damaged(folder, f"{EXPORTS}/{MANIFEST}")
    for name, sha256 in manifest.get("sha256", {}).items():
        path = folder / EXPORTS / name
        if not path.is_file() or sha256_of(path) != sha256:
            raise _damaged(folder, f"{EXPORTS}/{name}")
    slices = folder / SLICES
    if slices.exists() and sha256_of(slices) != manifest.get("slices"):
        raise _damaged(folder, SLICES)
    warehouse = open_warehouse(folder.parent, folder.name)
    try:
        there = warehouse.build()
    finally:
        warehouse.close()
    if there.build_id != folder.name:
        raise _damaged(folder, "its warehouse")
    if there.catalog_sha256 != hash_of_catalog(folder / "catalog"):
        raise _damaged(folder, "catalog")


def refuse_other_nature(build_dir: Path, nature: str) -> None:
    """Real and demonstration data never share a folder of builds.

    Raises:
        UsageError: a build of the other nature lies there.
    """
    for folder in sorted(path.parent.parent for path in build_dir.glob(f"*/{EXPORTS}/{MANIFEST}")):
        there = (read_manifest(folder) or {}).get("nature", nature)
        if there != nature:
            raise UsageError(**told("mixed_builds", folder=build_dir, there=there, nature=nature))


def _damaged(folder: Path, part: str) -> BuildError:
    return BuildError(**told("damaged_build", build=folder.name, part=part))
