"""Builds are started in one place, with what the settings say."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from dashboard import builds
from etl.errors import BuildError
from etl.settings import Settings


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=tmp_path / "data", build_dir=tmp_path / "builds")


def publish(settings, build_id):
    folder = settings.builds / build_id
    folder.mkdir(parents=True)
    (folder / "warehouse.duckdb").write_bytes(b"")
    (settings.builds / "current").write_text(f"{build_id}\n", encoding="utf-8")


def test_a_build_is_needed_until_a_complete_one_is_current(settings):
    assert builds.is_build_needed(settings)
    publish(settings, "b1")
    assert not builds.is_build_needed(settings)
    (settings.builds / "b1/warehouse.duckdb").unlink()
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


@pytest.mark.parametrize("code", [0, 1])
def test_a_build_that_publishes_nothing_is_an_error(settings, monkeypatch, code):
    monkeypatch.setattr(subprocess, "run", lambda command, check: subprocess.CompletedProcess(command, code))
    with pytest.raises(BuildError, match=f"code {code}"):
        builds.run_build(settings)


def test_a_build_that_worked_is_named(settings, monkeypatch):
    def run(command, check):
        publish(settings, "b1")
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    assert builds.run_build(settings) == "b1"
