"""A look at a store that changes nothing: neither made, nor migrated, nor written to."""

from pathlib import Path

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from msgspec import Struct
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from dashboard.operational.chain import last_event
from dashboard.operational.store import MIGRATIONS
from dashboard.operational.tables import EVENTS
from etl.errors import BackupError, told
from etl.settings import OFFICE_FILE, Settings


class StoreLook(Struct, frozen=True):
    """A store as it stands.

    Attributes:
        revision: the last step of its form; empty where it is new.
        wanted: the step that this release needs.
        last_at: time of the last event, as the chain writes it; empty where nobody acted.
        signer: fingerprint of the key that signed it.
    """

    revision: str
    wanted: str
    last_at: str = ""
    signer: str = ""


def look_at_store(settings: Settings) -> StoreLook | None:
    """What a store says of itself; None where there is no file yet.

    Raises:
        BackupError: it cannot be reached or read.
    """
    url = settings.database_url.reveal()
    path = settings.office / OFFICE_FILE
    if not url and not path.is_file():
        return None
    try:
        return _look(url or f"sqlite:///file:{path.resolve().as_posix()}?mode=ro&uri=true")
    except (ArgumentError, ImportError, SQLAlchemyError) as error:
        found = str(error).strip().splitlines()[0].removeprefix("(").split(")", 1)[-1].strip()
        raise BackupError(**told("store_unreachable", found=found)) from error


def _look(url: str) -> StoreLook:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            revision = MigrationContext.configure(connection).get_current_revision() or ""
            last = last_event(connection) if inspect(engine).has_table(EVENTS.name) else None
    finally:
        engine.dispose()
    return StoreLook(revision, newest_step(), last.at if last else "", last.signer if last else "")


def newest_step(folder: Path = MIGRATIONS) -> str:
    """The step that this release brings stores to."""
    config = Config()
    config.set_main_option("script_location", str(folder))
    return ScriptDirectory.from_config(config).get_current_head() or ""
