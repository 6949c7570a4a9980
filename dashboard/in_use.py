"""Whether a server works in the folder of what people did: nothing may be put in its place under it.

Servers hold the lock together, a restore holds it alone. The system lets go of it when a process ends,
however it ends: there is no stale lock to detect.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from etl.errors import UsageError, told

if sys.platform != "win32":
    import fcntl
else:
    import msvcrt

LOCK: Final = ".in-use"


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Hold a folder together with other servers.

    Where nothing can be written, nothing is held: no restore of the same account can get there either.

    Raises:
        UsageError: a restore is under way there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = _held(folder / LOCK, alone=False)
    except OSError:
        yield
        return
    if handle is None:
        raise UsageError(**told("restore_under_way", folder=folder))
    try:
        yield
    finally:
        os.close(handle)


@contextmanager
def held_alone(folder: Path) -> Iterator[None]:
    """Hold a folder that no server works in, and let none start there; nothing of the lock is left.

    Raises:
        UsageError: a server works there, or another restore is under way.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    handle = _held(folder / LOCK, alone=True)
    if handle is None:
        raise UsageError(**told("restore_while_served", folder=folder))
    try:
        yield
    finally:
        if sys.platform == "win32":
            os.close(handle)
            (folder / LOCK).unlink(missing_ok=True)
        else:
            (folder / LOCK).unlink(missing_ok=True)  # while it is still held: see _held
            os.close(handle)
        for each in missing:
            if each.is_dir() and not any(each.iterdir()):
                each.rmdir()


def _held(path: Path, *, alone: bool) -> int | None:
    """The lock; None where somebody else holds it, or has just removed it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(handle, alone=alone)
        if path.exists() and os.fstat(handle).st_ino == path.stat().st_ino:
            return handle
    except OSError:
        pass  # held by another
    os.close(handle)
    return None


if sys.platform == "win32":

    def _lock(handle: int, *, alone: bool) -> None:
        """This system knows no lock that is held together: one server runs there, of one process."""
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:

    def _lock(handle: int, *, alone: bool) -> None:
        fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
