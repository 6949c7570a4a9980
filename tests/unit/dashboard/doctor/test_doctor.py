"""The doctor: what can be wrong with an installation is told in its line, and nothing is changed."""

import json
import os
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.__main__ import app
from dashboard.backup.last import NOTE, note
from dashboard.doctor.command import as_json, examine, lines
from dashboard.doctor.finding import Status
from dashboard.operational.keys import create_key
from dashboard.operational.store import office_of
from dashboard.text import LANGS
from etl.settings import Settings
from tests.offices import DATABASES

GIB = 2**30


class WellMachine:
    """A machine in order, to be made worse by a test."""

    def __init__(self):
        self.moment = datetime.now(UTC)
        self.bytes_free = 100 * GIB
        self.missing = ""
        self.interpreter = (3, 12, 1)
        self.is_kept = True

    def now(self):
        return self.moment

    def free(self, folder):
        return self.bytes_free

    def version(self, package):
        return "" if package == self.missing else "1.0"

    def python(self):
        return self.interpreter

    def keeps_bytecode(self):
        return self.is_kept


@pytest.fixture(scope="module")
def template(tiny_build, tmp_path_factory):
    """A deployment in order: a whole build, a store with an event, its key."""
    folder = tmp_path_factory.mktemp("well") / "data"
    shutil.copytree(tiny_build.data_dir / "catalog", folder / "catalog")
    shutil.copytree(tiny_build.folder, folder / "build" / tiny_build.build_id)
    (folder / "build/current").write_text(tiny_build.build_id, encoding="utf-8")
    acted(Settings(data_dir=folder))
    note(Settings(data_dir=folder), folder / "evening.age", is_whole=True)
    return folder


def acted(settings):
    office = office_of(settings)
    with office.acting() as act:
        act.record("noted", actor="li.na", subject="note")
    office.close()


@pytest.fixture
def data(template, tmp_path):
    return shutil.copytree(template, tmp_path / "data")


KEY = "age1ygg68ck7aj6rmzzg8ccwfvngt2rd4t5kemdat6gyjqjjruecd47q5adyws"


def examined(data, machine=None, **given):
    settings = Settings(data_dir=data, **{"backup_recipients": KEY, **given})
    findings = examine(settings, machine or WellMachine())
    for lang in LANGS:  # whatever is found can be said
        assert len(list(lines(findings, lang))) == len(findings) + 1
    return findings


def worst(findings):
    return {(each.check, each.outcome): each.status for each in findings if each.status is not Status.OK}


def test_an_installation_in_order_has_nothing_to_be_told(data):
    before = sorted((path, path.stat().st_mtime_ns) for path in (data / "office").glob("office.sqlite"))
    findings = examined(data)
    assert worst(findings) == {}
    assert len(findings) == 11
    after = sorted((path, path.stat().st_mtime_ns) for path in (data / "office").glob("office.sqlite"))
    assert after == before


def test_a_look_makes_no_store_and_no_key(tmp_path):
    (tmp_path / "catalog").mkdir()
    assert worst(examined(tmp_path)) == {("build", "none"): Status.WARN}
    assert [path.name for path in tmp_path.iterdir()] == ["catalog"]


@pytest.mark.parametrize(
    ("change", "told", "status"),
    [
        ({"bytes_free": 100 * 2**20}, ("disk", "full"), "fail"),
        ({"bytes_free": GIB}, ("disk", "little"), "warn"),
        ({"moment": datetime.now(UTC) - timedelta(hours=1)}, ("clock", "set_back"), "fail"),
        ({"moment": datetime.now(UTC) + timedelta(days=2, hours=1)}, ("backups", "old"), "warn"),
        ({"missing": "duckdb"}, ("program", "missing"), "fail"),
        ({"interpreter": (3, 10, 9)}, ("program", "old"), "fail"),
        ({"is_kept": False}, ("program", "bytecode"), "warn"),
    ],
)
def test_what_is_wrong_with_the_machine_is_told(template, change, told, status):
    machine = WellMachine()
    vars(machine).update(change)
    assert worst(examined(template, machine)) == {told: status}


@pytest.mark.parametrize(
    ("given", "told", "status"),
    [
        ({"host": "0.0.0.0"}, ("reached", "open"), "warn"),
        ({"allowed_hosts": "perf.example"}, ("reached", "plain"), "warn"),
        ({"served_over_https": True}, ("reached", "no_name"), "warn"),
        ({"smtp_password": "short"}, ("secrets", "short"), "warn"),
        ({"identity_issuer": "https://id.example"}, ("secrets", "identity"), "fail"),
        ({"database_url": "no address"}, ("store", "unreachable"), "fail"),
        ({"backup_recipients": ""}, ("backups", "none"), "warn"),
        ({"backup_recipients": "ssh-rsa AAAA"}, ("backups", "no_key"), "fail"),
        ({"report_fonts": Path("/nowhere")}, ("fonts", "gone"), "fail"),
    ],
)
def test_what_is_wrong_with_the_settings_is_told(template, given, told, status):
    assert worst(examined(template, **given)) == {told: status}


def test_a_key_that_others_can_read_or_that_is_another_or_gone_is_told(data):
    key = data / "office/keys/chain.pem"
    key.chmod(0o644)
    assert worst(examined(data)) == {("folders", "open_key"): Status.FAIL}
    key.unlink()
    assert worst(examined(data)) == {("key", "unusable"): Status.FAIL}
    create_key(key)
    assert worst(examined(data)) == {("key", "other"): Status.FAIL}


def test_a_folder_that_cannot_be_written_to_is_told(data, monkeypatch):
    def refused(path, mode):
        return not (path == data / "build" and mode & os.W_OK)

    monkeypatch.setattr(os, "access", refused)  # the tests may run as root, who may write everywhere
    assert worst(examined(data)) == {("folders", "read_only"): Status.FAIL}


@pytest.mark.parametrize(
    ("revision", "told", "status"),
    [("0003", ("store", "pending"), "warn"), ("9999", ("store", "later"), "fail")],
)
def test_a_store_of_another_release_is_told_and_left_alone(data, revision, told, status):
    path = data / "office/office.sqlite"
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    raw.close()
    assert worst(examined(data)) == {told: status}
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (revision,)
    raw.close()


def test_a_store_that_is_no_database_or_whose_server_is_away_is_told(data):
    (data / "office/office.sqlite").write_bytes(b"no database" * 1000)
    assert worst(examined(data)) == {("store", "unreachable"): Status.FAIL}
    away = "postgresql+psycopg://office@127.0.0.1:1/office"
    assert worst(examined(data, database_url=away)) == {("store", "unreachable"): Status.FAIL}


@pytest.mark.parametrize("kind", DATABASES[1:])
def test_a_store_on_a_server_is_looked_at_too(kind, data, databases, tmp_path):
    url = databases.url(kind, tmp_path)
    shutil.rmtree(data / "office")
    acted(Settings(data_dir=data, database_url=url))
    never = {("backups", "never"): Status.WARN}  # the backups of before went with the folder
    assert worst(examined(data, database_url=url)) == never
    (data / "office/keys/chain.pem").unlink()
    assert worst(examined(data, database_url=url)) == {**never, ("key", "unusable"): Status.FAIL}


def test_a_build_that_was_touched_is_told(data, tiny_build):
    declared = data / "build" / tiny_build.build_id / "catalog/deployment.yaml"
    declared.write_bytes(declared.read_bytes() + b"\n# touched")
    assert worst(examined(data)) == {("build", "damaged"): Status.FAIL}


def test_a_build_that_is_older_than_its_limit_is_told(template):
    machine = WellMachine()
    machine.moment += timedelta(days=46)
    assert worst(examined(template, machine))["build", "old"] is Status.WARN


def test_that_no_backup_is_known_of_or_that_the_last_one_is_broken_is_told(data):
    settings = Settings(data_dir=data)
    note(settings, data / "broken.age", is_whole=False)
    findings = examined(data)
    assert worst(findings) == {("backups", "broken"): Status.FAIL}
    assert any(str(data / "broken.age") in line for line in lines(findings, "zh"))
    (settings.office / NOTE).unlink()
    assert worst(examined(data)) == {("backups", "never"): Status.WARN}


def test_a_restore_that_was_interrupted_is_told(data):
    (data / "office/.restore-abc.moves.json").write_text("{}", encoding="utf-8")
    assert worst(examined(data)) == {("backups", "unfinished"): Status.FAIL}


def test_the_command_speaks_to_people_and_programs_and_ends_with_1_if_something_is_wrong(data):
    well = CliRunner().invoke(app, ["doctor", "--json", "--data", str(data)])
    told = json.loads(well.stdout)
    assert (well.exit_code, told["well"]) == (0, True)
    assert {each["check"] for each in told["findings"]} >= {"disk", "clock", "store", "build", "key"}
    (data / "office/keys/chain.pem").unlink()
    wrong = CliRunner().invoke(app, ["doctor", "--data", str(data)])
    assert wrong.exit_code == 1
    assert "[有误] 签名密钥：" in wrong.stdout


def test_the_json_names_checks_in_words_that_do_not_change_with_the_language(data):
    findings = examined(data)
    both = [json.loads(as_json(findings, lang))["findings"] for lang in LANGS]
    assert [(each["check"], each["status"]) for each in both[0]] == [
        (each["check"], each["status"]) for each in both[1]
    ]
