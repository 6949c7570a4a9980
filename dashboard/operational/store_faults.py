"""What a database says when it cannot be used, as the few things that a person can do something about."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy.exc import (
    DatabaseError,
    DBAPIError,
    InterfaceError,
    InternalError,
    OperationalError,
    SQLAlchemyError,
    TimeoutError,  # noqa: A004  the name that its library gives to a pool without a free connection
)

from dashboard.operational.errors import StoreError
from etl.errors import FULL, storage_error

GONE: Final = "gone"
READ_ONLY: Final = "read_only"
DAMAGED: Final = "damaged"
BUSY: Final = "busy"
FAILED: Final = "failed"
UNUSABLE: Final = "unusable"
_PRIMARY: Final = 0xFF  # of SQLite's extended codes, the part that says what it is
_OF_SQLITE: Final = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: READ_ONLY,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
}
_OF_POSTGRESQL: Final = {  # appendix A of its manual: classes of SQLSTATE
    "53100": FULL,
    "53300": BUSY,  # too many connections
    "25006": READ_ONLY,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
    "40001": BUSY,
    "40P01": BUSY,
    "55P03": BUSY,
}
_NOT_OURS: Final = (OperationalError, InterfaceError, InternalError)
"""What comes from the database and its machine; other errors are faults of the program."""


@contextmanager
def told_of_store(name: str) -> Iterator[None]:
    """Let whatever makes a store unusable be one readable error.

    Args:
        name: of the store, without its password.

    Raises:
        StoreError: it is gone, full, damaged, busy, or cannot be written.
    """
    try:
        yield
    except DBAPIError as error:
        if not isinstance(error, _NOT_OURS) and type(error) is not DatabaseError:
            raise
        raise StoreError(_reason(error.orig), name=name, cause=first_line(error)) from error
    except TimeoutError as error:
        raise StoreError(BUSY, name=name, cause=first_line(error)) from error
    except OSError as error:
        known = storage_error(error)
        if known is None:
            raise
        reason = FULL if known.reason == FULL else READ_ONLY
        raise StoreError(reason, name=name, cause=f"{error.strerror}: {error.filename or name}") from error


def _reason(original: Any) -> str:
    code = getattr(original, "sqlite_errorcode", None)
    if code is not None:
        return _OF_SQLITE.get(code & _PRIMARY, FAILED)
    state = getattr(original, "sqlstate", None)
    # who is refused, thrown out or finds nobody is told no state, or one of a class for connections
    return _OF_POSTGRESQL.get(state or "", GONE)


def first_line(error: SQLAlchemyError | Exception) -> str:
    """What a library says of an error, in one line."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    lines = str(cause).strip().splitlines()
    return lines[0] if lines else type(error).__name__
