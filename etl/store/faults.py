"""What the engine says of disk and memory while it writes, as errors of ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from etl.errors import FULL, NOT_WRITABLE, StorageError

_ENGINE: Final = "engine"
_SIGNS: Final = {
    "no space left": FULL,
    "file too large": FULL,
    "quota exceeded": FULL,
    "read-only file system": NOT_WRITABLE,
    "permission denied": NOT_WRITABLE,
}
_LONGEST: Final = 200


@contextmanager
def told_of_disk(folder: Path) -> Iterator[None]:
    """Let whatever stops the engine while it writes below a folder be one readable error.

    Raises:
        StorageError: disk full, folder not writable, or the engine failed for another reason.
    """
    try:
        yield
    except duckdb.Error as error:
        first = _first_of(error)
        raise StorageError(_reason(first), place=folder, cause=_said(first)) from error


def _first_of(error: BaseException) -> BaseException:
    """What went wrong first: an engine that could not write fails again when it is closed."""
    while isinstance(error.__context__, duckdb.Error):
        error = error.__context__
    return error


def _reason(error: BaseException) -> str:
    said = str(error).lower()
    return next((reason for sign, reason in _SIGNS.items() if sign in said), _ENGINE)


def _said(error: BaseException) -> str:
    return str(error).splitlines()[0][:_LONGEST].rstrip(".") if str(error) else type(error).__name__
