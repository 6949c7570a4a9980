"""A finished build put in its place, and the pointer to it: whole or not at all, after a power cut too."""

import os
import tempfile
from pathlib import Path

from etl.store.read import POINTER

DRAFT = ".current-"


def put_in_place(folder: Path, target: Path, aside: Path) -> None:
    """Let a finished folder appear at its place by a rename.

    Args:
        folder: the finished build.
        target: its place; a damaged build that lies there is moved aside.
        aside: a name that does not exist yet.
    """
    for path in (*folder.rglob("*"), folder):
        _sync(path)
    if target.exists():
        target.rename(aside)
    folder.rename(target)
    _sync(target.parent)


def set_current(build_dir: Path, build_id: str) -> None:
    """Let the pointer name a build, atomically and durably; whoever may read the folder may read it."""
    handle, name = tempfile.mkstemp(prefix=DRAFT, dir=build_dir)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(build_id + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    Path(name).chmod(0o644)
    Path(name).replace(build_dir / POINTER)
    _sync(build_dir)


def _sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    if os.name == "nt":
        return  # there is no such call for folders, and none for files opened to be read
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
