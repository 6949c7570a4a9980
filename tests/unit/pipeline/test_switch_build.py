"""Turning to a finished build: whole and together with its accepted files, or not at all."""

import shutil

import pytest

from etl.errors import BuildError
from etl.pipeline.lock import one_build_at_a_time
from etl.pipeline.switch_build import accepted_files, turn_to


@pytest.fixture
def builds(tiny_build, tmp_path):
    shutil.copytree(tiny_build.build_dir, tmp_path / "builds")
    return tmp_path / "builds"


def accepted(folder, name):
    (folder / name).mkdir(parents=True)
    return folder / name


def test_where_nothing_was_ever_accepted_builds_take_in_the_raw_files_alone(tmp_path):
    assert accepted_files(tmp_path / "accepted") is None
    accepted(tmp_path / "accepted", "one")
    assert accepted_files(tmp_path / "accepted") is None


def test_accepted_files_that_are_gone_stop_every_build_instead_of_being_left_out(tmp_path):
    accepted(tmp_path, "one")
    (tmp_path / "current").write_text("other\n")
    with pytest.raises(BuildError, match="other"):
        accepted_files(tmp_path)


def test_a_build_made_elsewhere_is_moved_in_and_both_pointers_turn(builds, tiny_build, tmp_path):
    made_in = tmp_path / "scratch"
    made_in.mkdir()
    (builds / tiny_build.build_id).rename(made_in / tiny_build.build_id)
    (builds / "current").write_text("earlier\n")
    files = accepted(tmp_path / "accepted", "one")
    for _ in range(2):  # again does no harm
        turn_to(builds, tiny_build.build_id, made_in=made_in, accepted=files)
        assert (builds / "current").read_text().strip() == tiny_build.build_id
        assert accepted_files(files.parent) == files


def test_no_pointer_turns_to_a_damaged_build_or_one_that_is_not_there(builds, tiny_build, tmp_path):
    files = accepted(tmp_path / "accepted", "one")
    with pytest.raises(BuildError):
        turn_to(builds, "0123456789abcdef", accepted=files)
    manifest = next((builds / tiny_build.build_id).rglob("manifest.json"))
    manifest.write_text("{}")
    with pytest.raises(BuildError, match="damaged"):
        turn_to(builds, tiny_build.build_id, accepted=files)
    assert accepted_files(files.parent) is None


def test_while_a_build_is_under_way_nothing_turns(builds, tiny_build, tmp_path):
    files = accepted(tmp_path / "accepted", "one")
    with one_build_at_a_time(builds), pytest.raises(BuildError, match="under way"):
        turn_to(builds, tiny_build.build_id, accepted=files)
    assert accepted_files(files.parent) is None
