"""Nothing that happens around a build makes its id lie, loses a complete build, or leaves a part of one."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from etl.errors import BuildError, DataError, UsageError
from etl.extract import raw_files
from etl.pipeline import build as building
from etl.pipeline import snapshot
from etl.pipeline.build import SCRATCH, build
from etl.pipeline.fingerprint import ENGINES, hash_of_code
from etl.pipeline.lock import LOCK, one_build_at_a_time
from etl.store.read import POINTER, WAREHOUSE, current_build_id
from etl.store.rows import KnownRow
from etl.store.slices import SLICES
from tests.conftest import TINY

YEARBOOK = "yearbook/gdp_2020_2022.csv"


@pytest.fixture
def built(tmp_path):
    """A folder with one complete build."""
    builds = tmp_path / "builds"
    return builds / build(TINY, builds).build_id


def meanwhile(monkeypatch, step, deed):
    """Let something happen right after a step of the build."""
    real = getattr(building, step)

    def with_deed(*arguments, **options):
        result = real(*arguments, **options)
        deed()
        return result

    monkeypatch.setattr(building, step, with_deed)


def test_a_catalogue_edited_during_a_build_does_not_enter_it(tiny_copy, tmp_path, monkeypatch):
    targets = tiny_copy / "catalog" / "targets.yaml"
    before = targets.read_bytes()
    meanwhile(
        monkeypatch, "read_delivery", lambda: targets.write_bytes(before.replace(b"value: 15", b"value: 16"))
    )

    summary = build(tiny_copy, tmp_path / "builds")

    assert (tmp_path / "builds" / summary.build_id / "catalog" / "targets.yaml").read_bytes() == before
    assert summary.build_id == build(TINY, tmp_path / "unedited").build_id


def test_a_catalogue_that_changes_while_it_is_copied_is_refused(tiny_copy, tmp_path, monkeypatch):
    copy = shutil.copytree

    def slow_copy(source, *arguments, **options):
        done = copy(source, *arguments, **options)
        if Path(source) == tiny_copy / "catalog":  # all of it is copied
            (tiny_copy / "catalog" / "glossary.yaml").write_text("[]", "utf-8")
        return done

    monkeypatch.setattr(shutil, "copytree", slow_copy)

    with pytest.raises(DataError, match="changed while it was read"):
        build(tiny_copy, tmp_path / "builds")


@pytest.mark.parametrize("deed", [lambda path: path.write_text("x", "utf-8"), Path.unlink])
def test_a_source_file_that_changes_during_a_build_stops_it(tiny_copy, tmp_path, monkeypatch, deed):
    meanwhile(monkeypatch, "fill_warehouse", lambda: deed(tiny_copy / "raw" / YEARBOOK))

    with pytest.raises(DataError, match=f"{YEARBOOK}: the folder changed while it was read"):
        build(tiny_copy, tmp_path / "builds")

    assert list((tmp_path / "builds").iterdir()) == []


def another_cell(path):
    """One digit changed, so that it is as long as before, with the time of before."""
    told = path.stat()
    path.write_text(path.read_text("utf-8").replace(",690,340", ",691,340"), "utf-8")
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))


@pytest.mark.parametrize("deed", [another_cell, Path.unlink])
def test_a_source_file_of_last_week_that_changes_during_a_build_stops_it(
    tiny_copy, tmp_path, monkeypatch, deed
):
    monkeypatch.setattr(raw_files, "_SETTLED", -1)  # as if it had been written long ago
    meanwhile(monkeypatch, "fill_warehouse", lambda: deed(tiny_copy / "raw" / YEARBOOK))

    with pytest.raises(DataError, match=f"{YEARBOOK}: the folder changed while it was read"):
        build(tiny_copy, tmp_path / "builds")


def test_a_source_file_of_last_week_that_nobody_touches_is_hashed_once(tiny_copy, tmp_path, monkeypatch):
    monkeypatch.setattr(raw_files, "_SETTLED", -1)
    monkeypatch.setattr(snapshot, "sha256_of", lambda *_: pytest.fail("hashed again"))

    assert build(tiny_copy, tmp_path / "builds").is_new


def test_a_complete_build_is_kept_as_it_is_although_it_is_not_current(built):
    warehouse = built / WAREHOUSE
    identity = (warehouse.stat().st_ino, warehouse.stat().st_mtime_ns)
    (built.parent / POINTER).unlink()

    summary = build(TINY, built.parent)

    assert not summary.is_new
    assert (warehouse.stat().st_ino, warehouse.stat().st_mtime_ns) == identity
    assert current_build_id(built.parent) == built.name


def damage_slices(folder):
    (folder / SLICES).write_text("", "utf-8")


def damage_manifest(folder):
    (folder / "manifest.json").write_text("{", "utf-8")


def damage_warehouse(folder):
    (folder / WAREHOUSE).write_bytes(b"no database")


def lose_warehouse(folder):
    (folder / WAREHOUSE).unlink()


def damage_catalogue(folder):
    (folder / "catalog" / "units.yaml").unlink()


def damage_pointer(folder):
    (folder.parent / POINTER).write_bytes(b"\xff\xfe")


DAMAGES = [damage_slices, damage_manifest, damage_warehouse, lose_warehouse, damage_catalogue]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_build_is_made_again_and_not_called_unchanged(built, damage):
    damage(built)

    assert build(TINY, built.parent).is_new
    assert not build(TINY, built.parent).is_new


@pytest.mark.parametrize("damage", [damage_manifest, damage_warehouse, damage_pointer])
def test_a_damaged_current_build_does_not_stand_in_the_way_of_another(built, tiny_copy, damage):
    damage(built)
    path = tiny_copy / "catalog" / "targets.yaml"
    path.write_text(path.read_text("utf-8").replace("value: 15", "value: 16"), "utf-8")

    summary = build(tiny_copy, built.parent)

    assert summary.is_new
    assert current_build_id(built.parent) == summary.build_id


def test_a_new_build_that_is_damaged_is_not_published(built, tiny_copy, monkeypatch):
    monkeypatch.setattr(building, "publish", lambda *_, **_more: None)
    path = tiny_copy / "catalog" / "targets.yaml"
    path.write_text(path.read_text("utf-8").replace("value: 15", "value: 16"), "utf-8")

    with pytest.raises(BuildError, match="is damaged"):
        build(tiny_copy, built.parent)

    assert current_build_id(built.parent) == built.name
    assert sorted(path.name for path in built.parent.iterdir()) == sorted([POINTER, built.name])


def test_a_new_build_of_which_a_part_is_gone_is_not_published(built, tiny_copy, monkeypatch):
    meanwhile(monkeypatch, "publish", lambda: next(built.parent.glob(f"{SCRATCH}*/*/{SLICES}")).unlink())
    path = tiny_copy / "catalog" / "targets.yaml"
    path.write_text(path.read_text("utf-8").replace("value: 15", "value: 16"), "utf-8")

    with pytest.raises(BuildError, match=SLICES):
        build(tiny_copy, built.parent)

    assert current_build_id(built.parent) == built.name


def test_a_new_build_whose_slices_are_of_another_warehouse_is_not_published(built, tiny_copy, monkeypatch):
    monkeypatch.setattr("etl.store.slices.Slices.known_values", lambda _: KnownRow(1, 1, 1, 1))
    path = tiny_copy / "catalog" / "targets.yaml"
    path.write_text(path.read_text("utf-8").replace("value: 15", "value: 16"), "utf-8")

    with pytest.raises(BuildError, match=WAREHOUSE):
        build(tiny_copy, built.parent)

    assert current_build_id(built.parent) == built.name


def test_real_data_are_refused_beside_a_demonstration_although_its_warehouse_is_damaged(built, tiny_copy):
    path = tiny_copy / "catalog" / "deployment.yaml"
    path.write_text(path.read_text("utf-8") + "watermark: {zh: 演示, en: demonstration}\n", "utf-8")
    damage_warehouse(built)

    with pytest.raises(UsageError, match="holds builds of real data, these are demonstration data"):
        build(tiny_copy, built.parent)


def test_a_second_build_at_the_same_time_is_refused_readably(tmp_path):
    with (
        one_build_at_a_time(tmp_path),
        pytest.raises(BuildError, match=r"Another build is under way in .*Wait"),
    ):
        build(TINY, tmp_path)


def test_a_lock_that_a_killed_build_left_holds_nobody_up(tmp_path):
    (tmp_path / LOCK).write_text("12345", "utf-8")

    assert build(TINY, tmp_path).is_new
    assert not (tmp_path / LOCK).exists()


def test_what_a_killed_build_left_is_swept(tmp_path):
    (tmp_path / f"{SCRATCH}abc" / "half").mkdir(parents=True)
    (tmp_path / ".current-abc").write_text("half", "utf-8")

    summary = build(TINY, tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([POINTER, summary.build_id])


def test_whoever_may_read_the_folder_may_read_the_pointer(built):
    assert stat.S_IMODE((built.parent / POINTER).stat().st_mode) == 0o644


def test_the_pointer_and_everything_that_it_points_at_reach_the_disk_first(tmp_path, monkeypatch):
    synced = []
    fsync = os.fsync

    def noting(handle):
        synced.append(Path(f"/proc/self/fd/{handle}").readlink())
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noting)
    build(TINY, tmp_path)

    names = [path.name for path in synced]
    pointer = next(number for number, name in enumerate(names) if name.startswith(".current-"))
    assert {WAREHOUSE, "manifest.json", "deployment.yaml"} <= set(names[:pointer])
    assert synced[-1] == tmp_path


def test_the_code_of_a_real_build_is_without_the_generator_of_the_demonstration(tmp_path):
    (tmp_path / "demo").mkdir()
    before = [hash_of_code(tmp_path, is_demo=is_demo) for is_demo in (False, True)]
    (tmp_path / "demo" / "chance.py").write_text("1", "utf-8")
    after = [hash_of_code(tmp_path, is_demo=is_demo) for is_demo in (False, True)]

    assert [was == now for was, now in zip(before, after, strict=True)] == [True, False]


@pytest.mark.parametrize("engine", ["duckdb", "numpy"])
def test_another_version_of_an_engine_is_other_code(tmp_path, monkeypatch, engine):
    before = hash_of_code(tmp_path, is_demo=False)
    monkeypatch.setitem(ENGINES, engine, "0.0")

    assert hash_of_code(tmp_path, is_demo=False) != before
