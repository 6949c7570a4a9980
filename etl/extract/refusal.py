"""Refuse a file whole, before anything is taken from it."""

import stat
from pathlib import Path

from etl.errors import RefusedFile
from etl.extract.limits import MIB


def size_of(path: Path, file: str) -> int:
    """Size of a regular file in bytes.

    Raises:
        RefusedFile: it is gone, not readable, empty, or no regular file (a folder, a pipe, a device).
    """
    try:
        found = path.stat()
    except OSError as error:
        raise unreadable(file, error) from error
    if not stat.S_ISREG(found.st_mode):
        raise RefusedFile("not_a_file", file=file)
    if not found.st_size:
        raise RefusedFile("empty", file=file)
    return found.st_size


def refuse_above(code: str, file: str, found: int, limit: int) -> None:
    """Refuse a file of which something is too many.

    Raises:
        RefusedFile: ``found`` is above ``limit``.
    """
    if found > limit:
        raise RefusedFile(code, file=file, found=f"{found:,}", limit=f"{limit:,}")


def refuse_bytes_above(code: str, file: str, found: int, limit: int) -> None:
    """Refuse a file of which something is too large; sizes are told in MiB.

    Raises:
        RefusedFile: ``found`` bytes are above ``limit`` bytes.
    """
    if found > limit:
        raise RefusedFile(code, file=file, found=f"{found / MIB:,.1f} MiB", limit=f"{limit / MIB:,.0f} MiB")


def unreadable(file: str, error: OSError) -> RefusedFile:
    """A file that the system does not let us read."""
    return RefusedFile("unreadable", file=file, found=error.strerror or str(error))


def damaged(file: str, detail: str) -> RefusedFile:
    """A file that is not what its own structure says; ``detail`` is technical."""
    return RefusedFile("damaged", file=file, found=detail)
