"""A copy of the operational store in one neutral form, whichever database it is kept in, and back.

    SQLite ─online backup→ copy ←rows of one snapshot─ PostgreSQL
    copy ─migrated, verified→ the file of a SQLite store, or rows of an empty PostgreSQL

The copy is a SQLite file with the migration that it was written by, so that one of an earlier release is
brought to the present form by the same steps as a store is.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, func, insert, inspect, select, text, update

from dashboard.operational.store import Office
from dashboard.operational.tables import CHAIN_HEAD, METADATA
from etl.errors import BackupError, UsageError, told

_PAGE: Final = 50  # rows at a time; one of attachments may hold megabytes
_WAL: Final = ("-wal", "-shm")


def copy_store(office: Office, copy: Path) -> None:
    """Copy a store as it stands at one moment; people go on working meanwhile.

    Args:
        office: the store.
        copy: the file to write.

    Raises:
        BackupError: a page of the database is damaged.
        UsageError: it cannot be opened.
    """
    engine = office.engine
    if engine.dialect.name == "sqlite":
        _copy_pages(Path(engine.url.database or ""), copy)
        return
    target = Office(f"sqlite:///{copy}", copy.with_suffix(".pem"))
    with office.reading() as source, target.engine.begin() as connection:
        _copy_rows(source, connection)
    target.close()
    fold(copy)


def load_copy(copy: Path, office: Office) -> None:
    """Put the rows of a copy into an empty database: all, or none.

    Args:
        copy: in the present form, verified.
        office: the store to fill, another one than the copy.

    Raises:
        UsageError: the store is not empty.
    """
    source = Office(f"sqlite:///{copy}", copy.with_suffix(".pem"))
    try:
        with source.reading() as rows, office.engine.begin() as connection:
            refuse_if_filled(connection, office.engine)
            _copy_rows(rows, connection)
            _go_on_counting(connection, office.engine)
    finally:
        source.close()


def refuse_if_filled(connection: Connection, engine: Engine) -> None:
    """Refuse a database in which somebody acted already.

    Raises:
        UsageError: a table holds rows.
    """
    for table in METADATA.sorted_tables:
        count = connection.execute(select(func.count()).select_from(table)).scalar_one()
        if count > (table is CHAIN_HEAD):
            raise UsageError(**told("database_filled", database=engine.url.database or ""))


def bring_up(copy: Path) -> str:
    """Bring a copy to the present form, and let nothing of it lie in a second file.

    Returns:
        the step that it was written by.

    Raises:
        BackupError: it is damaged.
        UsageError: a later release wrote it.
    """
    refuse_if_damaged(copy)
    with closing(sqlite3.connect(copy)) as connection:
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    office = Office(f"sqlite:///{copy}", copy.with_suffix(".pem"))
    try:
        inspect(office.engine)
    finally:
        office.close()
    fold(copy)
    return str(revision)


def refuse_if_damaged(path: Path) -> None:
    """Refuse a SQLite file with a damaged page.

    Raises:
        BackupError: it has one, or it is no such file.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        raise BackupError(**told("store_damaged", file=path, found=error)) from error
    if found != ("ok",):
        raise BackupError(**told("store_damaged", file=path, found=found[0]))


def _copy_pages(path: Path, copy: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.DatabaseError as error:
        raise BackupError(**told("store_damaged", file=path, found=error)) from error
    fold(copy)
    refuse_if_damaged(copy)


def fold(copy: Path) -> None:
    """Let all of a copy lie in one file, without a log beside it."""
    with closing(sqlite3.connect(copy)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    for suffix in _WAL:
        copy.with_name(copy.name + suffix).unlink(missing_ok=True)


def _copy_rows(source: Connection, target: Connection) -> None:
    for table in METADATA.sorted_tables:
        rows = source.execution_options(yield_per=_PAGE).execute(select(table)).mappings()
        for page in rows.partitions():
            found = [dict(row) for row in page]
            if table is CHAIN_HEAD:  # its one row is there from the first step on
                target.execute(update(CHAIN_HEAD), found[0])
            else:
                target.execute(insert(table), found)


def _go_on_counting(connection: Connection, engine: Engine) -> None:
    """Let numbers that the database gives go on after the last one."""
    if engine.dialect.name != "postgresql":
        return
    for table in METADATA.sorted_tables:
        name = connection.execute(
            text("SELECT pg_get_serial_sequence(:table, :column)"),
            {"table": table.name, "column": next(iter(table.primary_key.columns)).name},
        ).scalar()
        if name is not None:
            last = connection.execute(select(func.max(table.c.id))).scalar()
            if last is not None:
                connection.execute(text("SELECT setval(:name, :last)"), {"name": name, "last": last})
