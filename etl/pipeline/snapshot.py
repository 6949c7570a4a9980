"""The inputs of a build as they were read, though somebody may be writing to their folder."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from etl.catalog.load import refuse_without_deployment
from etl.errors import BuildError, LiaoningError, SourceFileError
from etl.extract.raw_files import sha256_of
from etl.model.loaded import FileMark, RawFile
from etl.pipeline.tree_hash import hash_of_catalog


def snapshot_catalog(data_dir: Path, folder: Path) -> None:
    """Copy ``catalog/`` into a folder of the build, which loads, hashes and publishes the copy alone.

    Raises:
        BuildError: it changed meanwhile, so that the copy may be half old and half new.
        CatalogError: there is no catalogue.
    """
    refuse_without_deployment(data_dir)
    shutil.copytree(data_dir / "catalog", folder / "catalog")
    if hash_of_catalog(data_dir / "catalog") != hash_of_catalog(folder / "catalog"):
        raise BuildError(
            problem=f"The folder {data_dir / 'catalog'} changed while it was read",
            action="Build again when nobody writes to it",
        )


def refuse_if_changed(files: Iterable[RawFile]) -> None:
    """Refuse raw files that are not those that were hashed before they were read.

    A file of which the file system still tells the same was not touched; any other is hashed once more.

    Raises:
        SourceFileError: a file changed meanwhile, or is gone.
    """
    for file in files:
        if not (_is_untouched(file) or _has_same_bytes(file)):
            raise SourceFileError(
                file=file.path,
                problem="the folder changed while it was read",
                action="Build again when nobody writes to it.",
            )


def _is_untouched(file: RawFile) -> bool:
    try:
        return file.mark is not None and FileMark.of(file.location) == file.mark
    except OSError:
        return False


def _has_same_bytes(file: RawFile) -> bool:
    try:
        return sha256_of(file.location, file.path) == file.sha256
    except LiaoningError:
        return False
