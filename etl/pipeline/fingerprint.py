"""What a build is made of, as hashes: the same inputs, catalogue, code and date give the same build."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.model.loaded import RawFile


@dataclass(frozen=True)
class Fingerprint:
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


def fingerprint_of(data_dir: Path, files: Iterable[RawFile], as_of: date | None) -> Fingerprint:
    """Hashes of the catalogue's files, the raw files with their meta, and this package."""
    raw = hashlib.sha256()
    for file in files:
        raw.update(f"{file.path}|{file.sha256}|{file.meta.model_dump_json()}\n".encode())
    return Fingerprint(
        catalog=_hash_of_tree(data_dir / "catalog", {".yaml", ".csv", ".geojson"}),
        inputs=raw.hexdigest(),
        code=_hash_of_tree(Path(__file__).parent.parent, {".py", ".sql", ".yaml"}),
        as_of=as_of,
    )


def _hash_of_tree(folder: Path, suffixes: set[str]) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in suffixes:
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
