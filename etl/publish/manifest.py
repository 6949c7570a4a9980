"""What a folder of a build or of its exports holds, with the hash of every file: damage is found by it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from etl.catalog.catalog import Catalog
from etl.catalog.declared_by_day import undated

MANIFEST: Final = "manifest.json"


def write_manifest(
    folder: Path, catalog: Catalog, *, build_id: str, as_of: date | None, sha256: Mapping[str, str]
) -> None:
    """Write the manifest of a folder.

    Args:
        folder: what it lies in.
        catalog: the declarations that the build was made by.
        build_id: the build.
        as_of: the day of which only what was known counted; None for all of it.
        sha256: hash of each file by its name.
    """
    manifest = {
        "build_id": build_id,
        "deployment": catalog.deployment.id,
        "nature": catalog.deployment.nature,
        "as_of": None if as_of is None else as_of.isoformat(),
        "undated_counted_as_known": [] if as_of is None else list(undated(catalog)),
        "sha256": {name: sha256[name] for name in sorted(sha256)},
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def sha256_of(path: Path) -> str:
    """Hash of a file, read piece by piece."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
