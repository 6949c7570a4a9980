"""Hashes of folders of declarations or code, for which no engine is needed."""

import hashlib
from collections.abc import Collection
from pathlib import Path


def hash_of_catalog(folder: Path) -> str:
    """Hash of all declarations below a folder."""
    return hash_of_tree(folder, {".yaml", ".csv", ".geojson"})


def hash_of_tree(folder: Path, suffixes: set[str], without: Collection[str] = ()) -> str:
    """Hash of names and contents of the files below a folder.

    Args:
        folder: the folder.
        suffixes: of the files that count.
        without: folders directly in it that do not.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        below = path.relative_to(folder)
        if path.suffix in suffixes and below.parts[0] not in without:
            digest.update(below.as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
