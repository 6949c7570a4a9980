"""The chain: appended to by one at a time, never changed, whole or not at all."""

import json
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dashboard.operational import attachments, chain
from dashboard.operational.event import BEFORE_THE_FIRST, Event, canonical_json
from dashboard.operational.export import verify_store
from dashboard.operational.keys import is_signed
from dashboard.operational.store import Office
from dashboard.operational.tables import METADATA
from etl.errors import UsageError
from etl.settings import Settings


def record(office, kind="noted", **facts):
    with office.acting() as act:
        return act.record(kind, actor="li.na", subject="case:1", **facts)


def test_the_migrations_lead_to_the_tables_that_the_program_knows(office):
    with office.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_the_first_event_names_the_key(office):
    record(office)
    with office.reading() as connection:
        noted, begun = chain.events(connection)
    assert (begun.sequence, begun.kind, begun.previous) == (1, "chain_begun", BEFORE_THE_FIRST)
    assert begun.facts["public_key"] == office.key.public
    assert (noted.sequence, noted.previous) == (2, begun.hash)


def test_an_event_keeps_who_what_and_when(office, clock):
    clock.move(days=1)
    record(office, text="约谈", figure="3.96", count=3)
    with office.reading() as connection:
        (noted, *_) = chain.events(connection, actor="li.na")
    assert noted.at == "2026-03-03T01:00:00.000000Z"
    assert noted.facts == {"text": "约谈", "figure": "3.96", "count": 3}


def test_a_clock_that_lies_behind_by_up_to_a_minute_is_no_event(office, clock):
    def kinds():
        with office.reading() as connection:
            return [each.kind for each in reversed(chain.events(connection))]

    record(office)
    clock.move(minutes=-1)
    record(office)
    assert kinds() == ["chain_begun", "noted", "noted"]
    clock.move(seconds=-61)
    record(office)
    assert kinds() == ["chain_begun", "noted", "noted", "clock_set_back", "noted"]


def test_every_event_is_signed_by_the_key_outside_the_database(office):
    record(office)
    with office.reading() as connection:
        for line in chain.lines(connection):
            event_hash, signature, _ = line.decode().split("\t")
            assert is_signed(office.key.public, event_hash, signature)
            assert not is_signed(office.key.public, event_hash[::-1], signature)


def test_the_canonical_text_has_one_spelling():
    # RFC 8785 section 3.2.3 orders keys and leaves no space; Han characters stand for themselves
    assert canonical_json({"b": [1, True, None], "a": "约\n"}) == '{"a":"约\\n","b":[1,true,null]}'


@pytest.mark.parametrize("value", [{"x": 1.5}, {"x": [float("nan")]}, {"x": "\ud800"}])
def test_what_has_no_one_spelling_is_refused(value):
    with pytest.raises(ValueError, match=r"float|surrogates"):
        canonical_json(value)


def test_a_body_tells_the_event_again(office):
    event = record(office, text="甲")
    assert Event.of_body(event.body) == event


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE events SET actor = 'other' WHERE sequence = 2",
        "DELETE FROM events WHERE sequence = 2",
        "UPDATE attachments SET bytes = 0",
        "DELETE FROM attachments",
        "DELETE FROM reads",
    ],
)
def test_the_database_itself_refuses_to_change_what_was_recorded(office, sql):
    with office.acting() as act:
        act.record("noted", actor="a", subject="s", attachments=(attachments.keep(act, b"minutes"),))
        act.connection.execute(text("INSERT INTO reads (at, actor, what, scope) VALUES ('t', 'a', 'w', 's')"))
    with pytest.raises(DBAPIError, match="never changed"), office.acting() as act:
        act.connection.execute(text(sql))


def test_an_act_that_fails_leaves_neither_rows_nor_events(office):
    record(office)

    def fail():
        with office.acting() as act:
            attachments.keep(act, b"minutes")
            act.record("noted", actor="li.na", subject="case:1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with office.reading() as connection:
        assert chain.head(connection).sequence == 2
        assert attachments.count(connection) == 0


def test_many_who_act_at_once_stand_in_one_line(office):
    def act_often():
        for _ in range(10):
            record(office)

    threads = [threading.Thread(target=act_often) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with office.reading() as connection:
        assert chain.head(connection).sequence == 61
    assert verify_store(office, "en", None)[1]


def test_the_same_file_is_kept_once(office):
    with office.acting() as act:
        first, second = attachments.keep(act, b"minutes"), attachments.keep(act, b"minutes")
        act.record("noted", actor="a", subject="s", attachments=(first,))
    assert first == second
    with office.reading() as connection:
        assert attachments.content_of(connection, first) == b"minutes"
        assert attachments.content_of(connection, "0" * 64) is None


def another(office, key_file, clock):
    return Office(office.engine.url.render_as_string(hide_password=False), key_file, clock)


def test_a_lost_key_is_never_made_anew(office, tmp_path, clock):
    record(office)
    later = another(office, tmp_path / "lost.pem", clock)
    with pytest.raises(UsageError, match="Restore the file from its backup"):
        record(later)
    later.close()


def test_the_key_of_another_store_is_refused(office, tmp_path, clock, databases):
    record(office)
    (tmp_path / "second").mkdir()
    record(databases.office("sqlite", tmp_path / "second", clock))
    later = another(office, tmp_path / "second/keys/chain.pem", clock)
    with pytest.raises(UsageError, match="was signed by"):
        record(later)
    later.close()


def test_the_key_is_readable_by_its_owner_only(office):
    record(office)
    assert Path(office._key_file).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "content", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"]
)
def test_a_file_that_is_no_key_is_named(small_office, content):
    small_office._key_file.parent.mkdir()
    small_office._key_file.write_bytes(content)
    with pytest.raises(UsageError, match=r"chain\.pem, holds no private key"):
        record(small_office)


def test_a_store_that_cannot_be_opened_is_named_without_its_password(tmp_path):
    settings = Settings.read({"LIAONING_DATABASE_URL": "postgresql+psycopg://a:secret@127.0.0.1:1/none"})
    office = Office(settings.database_url.reveal(), tmp_path / "key")
    with pytest.raises(UsageError, match=r"a:\*\*\*@127\.0\.0\.1:1/none cannot be opened") as told:
        record(office)
    assert "hunter7" not in str(told.value)


def test_a_text_that_is_no_address_of_a_database_is_refused(tmp_path):
    with pytest.raises(UsageError, match="LIAONING_DATABASE_URL"):
        record(Office("nonsense", tmp_path / "key"))


def test_the_settings_never_print_the_password():
    settings = Settings.read({"LIAONING_DATABASE_URL": "postgresql+psycopg://a:hunter7@h/n"})
    assert "hunter7" not in repr(settings) + str(settings.database_url)


def test_one_state_is_read_while_others_act(office):
    record(office)
    with office.reading() as connection:
        before = chain.head(connection)
        record(office)
        assert chain.head(connection) == before


def test_a_line_is_hash_signature_and_body(office):
    record(office, text="甲\t乙\n丙")
    with office.reading() as connection:
        *_, last = chain.lines(connection)
    assert last.count(b"\t") == 2
    assert last.count(b"\n") == 1
    assert json.loads(last.split(b"\t")[2])["facts"] == {"text": "甲\t乙\n丙"}
