"""Builds are started in one place, with what the settings say."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from dashboard import builds
from etl.errors import BuildError
from etl.model.tables import SCHEMA_VERSION
from etl.settings import Settings
from etl.store.write import WarehouseWriter

KEYS = ("series", "region", "period", "unit", "source", "indicator")


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / "data", build_dir=tmp_path / "builds")


def publish(settings, build_id):
    folder = settings.builds / build_id
    folder.mkdir(parents=True)
    writer = WarehouseWriter(folder / "warehouse.duckdb")
    writer.create({f"{key}_t": ["any"] for key in KEYS})
    writer.insert_rows("build", [{"build_id": build_id, "schema_version": SCHEMA_VERSION}])
    writer.close()
    (settings.builds / "current").write_text(f"{build_id}\n", encoding="utf-8")


def test_a_build_is_needed_until_a_complete_one_is_current(settings):
    assert builds.is_build_needed(settings)
    publish(settings, "b1")
    assert not builds.is_build_needed(settings)
    (settings.builds / "b1/warehouse.duckdb").unlink()
    assert builds.is_build_needed(settings)


def test_a_build_is_needed_where_the_current_one_is_of_an_older_version(settings, monkeypatch):
    publish(settings, "b1")
    monkeypatch.setattr("etl.store.read.SCHEMA_VERSION", "newer")
    assert builds.is_build_needed(settings)


def test_a_build_is_needed_where_the_pointer_is_damaged(settings):
    publish(settings, "b1")
    (settings.builds / "current").write_bytes(b"\xff\xfe")
    assert builds.is_build_needed(settings)


def test_the_command_names_both_folders_and_the_day(settings):
    command = builds.build_command(settings, date(2025, 3, 31))
    assert command[:4] == [sys.executable, "-m", "etl", "build"]
    assert command[4:] == [
        "--data",
        str(settings.data_dir),
        "--build-dir",
        str(settings.build_dir),
        "--as-of",
        "2025-03-31",
    ]


def test_the_demonstration_is_built_apart():
    command = builds.build_command(Settings(demo=True))
    assert command[-1] == "--demo"
    assert command[command.index("--build-dir") + 1] == str(Path("data/build/demo"))


@pytest.mark.parametrize(("code", "ends_with"), [(1, 1), (2, 2), (-9, 1)])
def test_a_build_that_fails_ends_the_command_with_its_code(settings, monkeypatch, code, ends_with):
    monkeypatch.setattr(
        subprocess, "run", lambda command, check, env: subprocess.CompletedProcess(command, code)
    )
    with pytest.raises(BuildError) as failed:
        builds.run_build(settings)
    assert failed.value.exit_code == ends_with


@pytest.mark.parametrize("code", [0, 1])
def test_a_build_that_publishes_nothing_is_an_error(settings, monkeypatch, code):
    monkeypatch.setattr(
        subprocess, "run", lambda command, check, env: subprocess.CompletedProcess(command, code)
    )
    with pytest.raises(BuildError, match=f"code {code}"):
        builds.run_build(settings)


def test_a_build_that_worked_is_named(settings, monkeypatch):
    def run(command, check, env):
        publish(settings, "b1")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    assert builds.run_build(settings) == "b1"
