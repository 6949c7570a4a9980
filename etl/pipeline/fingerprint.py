"""What a build is made of, as hashes: the same inputs, catalogue, code and date give the same build."""

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
from msgspec import Struct

from etl.model.loaded import RawFile
from etl.pipeline.tree_hash import hash_of_catalog, hash_of_tree
from etl.store.write import ENGINE_VERSION

ENGINES: Final = {"duckdb": ENGINE_VERSION, "numpy": np.__version__}
"""Libraries that figures pass through: another version of one makes another build."""


class Fingerprint(Struct, frozen=True):
    """The hashes that a build id is made of."""

    catalog: str
    inputs: str
    code: str
    as_of: date | None

    @property
    def build_id(self) -> str:
        """The id of the build: the same inputs, catalogue, code and date give the same id."""
        text = "|".join((self.catalog, self.inputs, self.code, str(self.as_of)))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def fingerprint_of(
    catalog_dir: Path, files: Iterable[RawFile], as_of: date | None, *, is_demo: bool
) -> Fingerprint:
    """Hashes of the catalogue's files, the raw files with their meta, and the code.

    Args:
        catalog_dir: the very files that were loaded.
        files: the raw files with the hashes that they were read with.
        as_of: the day of which only what was known counts.
        is_demo: whether the data are generated, so that the generator is part of the code.
    """
    raw = hashlib.sha256()
    for file in files:
        raw.update(f"{file.path}|{file.sha256}|{file.meta.plain()}\n".encode())
    return Fingerprint(
        catalog=hash_of_catalog(catalog_dir),
        inputs=raw.hexdigest(),
        code=hash_of_code(Path(__file__).parent.parent, is_demo=is_demo),
        as_of=as_of,
    )


def hash_of_code(package: Path, *, is_demo: bool) -> str:
    """Hash of this package and of the versions of the libraries that figures pass through."""
    tree = hash_of_tree(package, {".py", ".sql", ".yaml"}, without=() if is_demo else ("demo",))
    engines = ",".join(f"{name} {version}" for name, version in ENGINES.items())
    return hashlib.sha256(f"{tree}|{engines}".encode()).hexdigest()
