"""The operational store: one database, SQLite or PostgreSQL, and the transactions in which people act."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from msgspec import Struct
from sqlalchemy import Connection, Engine, create_engine, event, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from dashboard.operational import chain
from dashboard.operational.errors import StoreError
from dashboard.operational.event import Event
from dashboard.operational.keys import ChainKey, create_key, read_key
from dashboard.operational.store_faults import UNUSABLE, first_line, told_of_store
from dashboard.operational.tables import CHAIN_HEAD
from etl.errors import UsageError, told
from etl.settings import OFFICE_FILE, Settings

Clock = Callable[[], datetime]
MIGRATIONS: Final = Path(__file__).parent / "migrations"
_MIGRATION_LOCK: Final = 7_420_831  # any number, the same in every process
_PATIENCE_SECONDS: Final = 15
_CONNECT_SECONDS: Final = 5


def system_clock() -> datetime:
    """The present time."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """A time as the store and the chain write it, which sorts as text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


class Act(Struct, frozen=True):
    """A transaction in which a person acts: rows and events are kept together, or neither.

    Attributes:
        connection: for the rows.
        moment: the time of everything in it.
    """

    connection: Connection
    moment: datetime
    key: ChainKey

    @property
    def at(self) -> str:
        """The time as it is written."""
        return written(self.moment)

    def later(self, span: timedelta) -> str:
        """A time after this one, as it is written."""
        return written(self.moment + span)

    def record(
        self, kind: str, *, actor: str, subject: str, attachments: tuple[str, ...] = (), **facts: Any
    ) -> Event:
        """Append an event to the chain."""
        return chain.append(
            self.connection,
            self.key,
            at=self.at,
            actor=actor,
            kind=kind,
            subject=subject,
            facts=facts,
            attachments=attachments,
        )


class Office:
    """The operational store of one deployment."""

    def __init__(
        self, url: str, key_file: Path, clock: Clock = system_clock, data_dir: Path | None = None
    ) -> None:
        """Prepare to use a store; nothing is opened yet.

        Args:
            url: ``sqlite:///file`` or ``postgresql+psycopg://…``.
            key_file: the key that signs the chain; made at the first start.
            clock: tells the time.
            data_dir: where the folder of a SQLite file is made, if it is not there.
        """
        self._url = url
        self._key_file = key_file
        self._clock = clock
        self._data_dir = data_dir

    @cached_property
    def engine(self) -> Engine:
        """The database, migrated to its present form.

        Raises:
            StoreError: it is gone, full, damaged, cannot be written, or is not one that can be opened at all.
        """
        try:
            with told_of_store(self._name):
                if self._data_dir is not None:
                    self._data_dir.mkdir(parents=True, exist_ok=True)
                engine = _engine(self._url)
                _migrate(engine)
        except (ArgumentError, ImportError, SQLAlchemyError) as error:
            raise StoreError(UNUSABLE, name=self._name, cause=first_line(error)) from error
        return engine

    @cached_property
    def _name(self) -> str:
        return _without_password(self._url)

    @cached_property
    def key(self) -> ChainKey:
        """The key that signs the chain, made with the first event and never again.

        Raises:
            UsageError: the file is gone, or it is not the key that signed the last event.
        """
        with self.engine.connect() as connection:
            last = chain.last_event(connection)
        if last is None and not self._key_file.exists():
            return create_key(self._key_file)
        key = read_key(self._key_file)
        if last is not None and last.signer != key.fingerprint:
            raise UsageError(
                problem=(
                    f"{self._key_file} holds key {key.fingerprint}, but the last event was signed by "
                    f"{last.signer}"
                ),
                action="Restore the key that belongs to this store",
            )
        return key

    @property
    def sealing_key(self) -> Path:
        """The file of the key of sealed texts, beside the one that signs the chain."""
        return self._key_file.with_name("sealed.key")

    @contextmanager
    def acting(self) -> Iterator[Act]:
        """A transaction that may write. One at a time: who comes later waits."""
        with told_of_store(self._name):
            key = self.key
            with self.engine.begin() as connection:
                # SQLite has taken its lock with BEGIN IMMEDIATE; elsewhere this row is the lock
                connection.execute(select(CHAIN_HEAD.c.sequence).with_for_update())
                yield Act(connection, self._clock(), key)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads, and sees one state throughout."""
        with (
            told_of_store(self._name),
            self.engine.connect().execution_options(**_reading_options(self.engine)) as connection,
        ):
            yield connection

    def is_up(self) -> bool:
        """Whether the database answers."""
        try:
            with self.reading() as connection:
                connection.execute(text("SELECT 1"))
        except (SQLAlchemyError, UsageError):
            return False
        return True

    def now(self) -> datetime:
        """The time by the store's clock."""
        return self._clock()

    def close(self) -> None:
        """Give back every connection."""
        if "engine" in self.__dict__:
            self.engine.dispose()


def office_of(settings: Settings, clock: Clock = system_clock) -> Office:
    """The operational store of a deployment."""
    url = settings.database_url.reveal()
    if url:
        return Office(url, settings.chain_key, clock)
    folder = settings.office
    return Office(f"sqlite:///{folder / OFFICE_FILE}", settings.chain_key, clock, data_dir=folder)


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(parsed, connect_args={"timeout": _PATIENCE_SECONDS}, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # a host that does not answer is given up before the browser gives up
    return create_engine(
        parsed,
        pool_pre_ping=True,
        connect_args={"connect_timeout": _CONNECT_SECONDS},
        hide_parameters=True,
    )


def _reading_options(engine: Engine) -> dict[str, Any]:
    if engine.dialect.name == "sqlite":
        return {"reads_only": True}
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say so, not at the first change
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # who reads first and writes later would find its snapshot outdated; who may write takes the lock at once
    is_reading = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")


def _migrate(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    wanted = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect().execution_options(**_reading_options(engine)) as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    if found == wanted:
        return
    from alembic import command  # noqa: PLC0415  only where there is something to migrate

    refuse_later_form(config, found)

    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def refuse_later_form(config: Config, found: str | None) -> None:
    """Refuse a store that a later release wrote: this one would not know what it breaks.

    Raises:
        UsageError: its form is none of ours.
    """
    from alembic.util import CommandError  # noqa: PLC0415  only where there is something to migrate

    if found is None:
        return
    try:
        ScriptDirectory.from_config(config).get_revision(found)
    except CommandError as error:
        raise UsageError(**told("store_of_later_release", revision=found)) from error


def _without_password(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "named by LIAONING_DATABASE_URL"
