"""One build at a time in one folder."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.errors import BuildError, told

if sys.platform != "win32":
    import fcntl

LOCK = ".lock"


@contextmanager
def one_build_at_a_time(build_dir: Path) -> Iterator[None]:
    """Hold the folder for one build.

    The system lets go of the lock when the process ends, however it ends: there is no stale lock to detect.

    Raises:
        BuildError: another build is under way there.
    """
    path = build_dir / LOCK
    handle = _locked(path)
    if handle is None:
        raise BuildError(**told("build_under_way", folder=build_dir))
    try:
        yield
    finally:
        if sys.platform != "win32":
            path.unlink(missing_ok=True)  # while it is still held: who waits for it looks whether it is there
        os.close(handle)


if sys.platform == "win32":

    def _locked(path: Path) -> int | None:
        try:  # the system removes the file with its handle
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_TEMPORARY)
        except (FileExistsError, PermissionError):
            return None

else:

    def _locked(path: Path) -> int | None:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(handle).st_ino == path.stat().st_ino:
                return handle
        except (BlockingIOError, FileNotFoundError):
            pass  # held by another, or removed by another that has just ended
        os.close(handle)
        return None
