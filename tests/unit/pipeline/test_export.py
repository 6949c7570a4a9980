"""Exports on demand: any build that is whole, into a new folder, at any time the same."""

import json
import shutil

import pytest

from etl.errors import BuildError, UsageError
from etl.pipeline.build import build
from etl.pipeline.export import export_build
from etl.pipeline.verify import refuse_if_damaged
from etl.store.read import POINTER, WAREHOUSE
from tests.conftest import TINY
from tests.exported import exports_of
from tests.unit.pipeline.test_command_line import here  # noqa: F401  a fixture


@pytest.fixture
def builds(tiny_build, tmp_path):
    """A folder of its own with the tiny build in it, which is current."""
    shutil.copytree(tiny_build.folder, tmp_path / "builds" / tiny_build.build_id)
    (tmp_path / "builds" / POINTER).write_text(tiny_build.build_id)
    return tmp_path / "builds"


def test_a_build_publishes_no_exports_and_the_command_writes_them(here, builds, tiny_build, tmp_path):  # noqa: F811
    before = {path: path.read_bytes() for path in builds.rglob("*") if path.is_file()}

    done = here("export", "--data", TINY, "--build-dir", builds, "--out", tmp_path / "for" / "audit")

    assert (done.returncode, done.stderr) == (0, "")
    assert f"13 tables of build {tiny_build.build_id}" in done.stdout
    written = {path.name for path in (tmp_path / "for" / "audit").iterdir()}
    assert {"observations.csv", "values.csv", "assessments.csv", "flags.csv", "manifest.json"} <= written
    assert {path: path.read_bytes() for path in builds.rglob("*") if path.is_file()} == before


def test_an_earlier_build_is_exported_by_its_name_and_as_it_was(builds, tiny_build, tiny_copy):
    earlier = exports_of(tiny_build.folder, manifest=True)
    targets = tiny_copy / "catalog" / "targets.yaml"
    targets.write_text(targets.read_text("utf-8").replace("value: 15", "value: 16"), "utf-8")
    build(tiny_copy, builds)

    assert exports_of(builds / tiny_build.build_id, manifest=True) == earlier


def test_nothing_that_is_there_is_written_over(builds, tmp_path):
    with pytest.raises(UsageError, match="exists already"):
        export_build(builds, None, tmp_path)


def test_a_damaged_build_is_not_exported_and_leaves_nothing(builds, tiny_build, tmp_path):
    warehouse = builds / tiny_build.build_id / WAREHOUSE
    content = bytearray(warehouse.read_bytes())
    content[-1] ^= 1  # in no page that a question reads
    warehouse.write_bytes(content)

    with pytest.raises(BuildError, match=f"{WAREHOUSE} is not as it was made"):
        export_build(builds, None, tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_a_build_that_has_its_manifest_among_its_exports_is_still_whole_or_damaged(
    builds, tiny_build, tmp_path
):
    folder = builds / tiny_build.build_id
    shutil.copytree(tiny_build.exports, folder / "exports")
    slices = json.loads((folder / "manifest.json").read_text("utf-8"))["sha256"]["slices.bin"]
    (folder / "manifest.json").unlink()
    manifest = folder / "exports" / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text("utf-8")) | {"slices": slices}), "utf-8")

    refuse_if_damaged(folder)
    export_build(builds, tiny_build.build_id, tmp_path / "out")

    (folder / "exports" / "values.csv").write_text("", "utf-8")
    with pytest.raises(BuildError, match=r"exports/values\.csv is not as it was made"):
        refuse_if_damaged(folder)
