"""A store that an earlier release wrote is brought to the present form, with all that people did in it.

``tests/data/stores/step_0003.sql`` was written by the program as it stood at step 0003, before registers,
feeds and uploads: five people, a case that two of them verified, an attachment. Head as printed then.
"""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from dashboard.cases.case_store import all_cases
from dashboard.operational.attachments import content_of, hashes
from dashboard.operational.copies import bring_up, load_copy
from dashboard.operational.export import verify_store
from dashboard.operational.look import newest_step
from dashboard.operational.store import Office
from dashboard.operational.tables import METADATA, USERS
from etl.errors import UsageError
from tests.offices import DATABASES, clock, databases, office, small_office

__all__ = ["clock", "databases", "office", "small_office"]
WRITTEN = Path(__file__).parents[3] / "data/stores/step_0003.sql"
HEAD = "10-ed3933b94837d9bda235b822bc80d7a9b9e3e3ca0524cea68e14ec07baca3871"


def of_step_0003(folder):
    with sqlite3.connect(folder / "office.sqlite") as raw:
        raw.executescript(WRITTEN.read_text(encoding="utf-8"))
    raw.close()
    return folder / "office.sqlite"


@pytest.fixture(params=DATABASES)
def upgraded(request, tmp_path, databases, clock):
    """The store, opened by this release; on a server it comes there from a backup."""
    path = of_step_0003(tmp_path)
    if request.param == "sqlite":
        opened = Office(f"sqlite:///{path}", tmp_path / "chain.pem", clock)
        yield opened
        opened.close()
        return
    bring_up(path)
    (tmp_path / "server").mkdir()
    target = databases.office(request.param, tmp_path / "server", clock)
    load_copy(path, target)
    yield target


def test_the_chain_verifies_with_the_head_that_was_printed_then(upgraded):
    said, is_whole = verify_store(upgraded, "en", HEAD)
    assert is_whole, said


def test_cases_people_and_attachments_are_what_they_were(upgraded):
    with upgraded.reading() as connection:
        (file,) = all_cases(connection)
        names = connection.execute(select(USERS.c.name).order_by(USERS.c.name)).scalars().all()
        (sha256,) = hashes(connection)
        content = content_of(connection, sha256)
    assert (file.number, file.case.region, file.case.state.value, file.version) == (
        "2026-0001",
        "210100",
        "verified",
        3,
    )
    assert names == ["an.ning", "bai.he", "cui.lan", "du.heng", "fang.ke"]
    assert content == "现场笔录".encode()


def test_it_has_the_form_of_a_new_store(upgraded, small_office):
    def form(store):
        seen = inspect(store.engine)
        return {
            name: (
                sorted(column["name"] for column in seen.get_columns(name)),
                sorted(
                    index["name"]
                    for index in seen.get_indexes(name)
                    if not index.get("duplicates_constraint")
                ),
            )
            for name in METADATA.tables
        }

    assert form(upgraded) == form(small_office)


def test_it_is_of_the_step_before_it_is_opened_and_of_the_newest_afterwards(tmp_path):
    path = of_step_0003(tmp_path)
    assert bring_up(path) == "0003"
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (newest_step(),)
    raw.close()


def test_a_store_of_a_later_release_is_refused_and_left_as_it_is(tmp_path):
    path = of_step_0003(tmp_path)
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    opened = Office(f"sqlite:///{path}", tmp_path / "chain.pem")
    with pytest.raises(UsageError, match="written by a later release"):
        assert opened.engine
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)
    raw.close()


def test_rows_of_the_chain_are_still_refused_to_change(upgraded):
    with pytest.raises(Exception, match="never changed"), upgraded.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE events SET actor = 'somebody else'")
