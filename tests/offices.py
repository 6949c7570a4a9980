"""Operational stores for tests, on both databases: each test has a fresh one."""

import os
import shutil
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from dashboard.operational.store import Office

BEGIN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.moment = BEGIN

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **span: float) -> None:
        self.moment += timedelta(**span)


class Databases:
    """Makes stores that are migrated already."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template: Path | None = None
        self._made: list[Office] = []
        self._names: list[str] = []

    def office(self, kind: str, folder: Path, clock: Clock) -> Office:
        url = self.url(kind, folder)
        office = Office(url, folder / "keys" / "chain.pem", clock)
        self._made.append(office)
        return office

    def named_in_settings(self, office: Office) -> str:
        """What a deployment over that store is told as its database; nothing for a file in its folder."""
        url = office.engine.url
        is_file = url.get_backend_name() == "sqlite"
        return "" if is_file else url.render_as_string(hide_password=False)

    def url(self, kind: str, folder: Path) -> str:
        return self._sqlite(folder) if kind == "sqlite" else self._postgres()

    def _sqlite(self, folder: Path) -> str:
        if self._template is None:
            self._template = self._folder / "template.sqlite"
            migrated(f"sqlite:///{self._template}", self._folder)
        shutil.copyfile(self._template, folder / "office.sqlite")
        return f"sqlite:///{folder / 'office.sqlite'}"

    def _postgres(self) -> str:
        server = server_url()
        if not self._names:
            self._names.append(self._create(server, None))
            migrated(str(server.set(database=self._names[0]).render_as_string(False)), self._folder)
        self._names.append(self._create(server, self._names[0]))
        return server.set(database=self._names[-1]).render_as_string(False)

    def _create(self, server, template: str | None) -> str:
        name = f"office_{uuid.uuid4().hex}"
        run(server, f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        return name

    def close(self) -> None:
        for office in self._made:
            office.close()
        for name in self._names:
            run(server_url(), f"DROP DATABASE {name} WITH (FORCE)")


def server_url():
    if "PGURL" not in os.environ:
        pytest.fail(
            "No PostgreSQL server is named. Run: bash .ci/with-postgres pytest -m postgres", pytrace=False
        )
    return make_url(os.environ["PGURL"])


def run(server, sql: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(sql))
    engine.dispose()


def migrated(url: str, folder: Path) -> None:
    office = Office(url, folder / "template.pem")
    assert office.engine is not None
    office.close()


@pytest.fixture(scope="session")
def databases(tmp_path_factory) -> Iterator[Databases]:
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=DATABASES)
def office(request, databases, tmp_path, clock) -> Office:
    """An empty store, once on each database."""
    return databases.office(request.param, tmp_path, clock)


@pytest.fixture
def small_office(databases, tmp_path, clock) -> Office:
    """An empty store where the kind of database makes no difference."""
    return databases.office("sqlite", tmp_path, clock)
