"""A build that was altered on the disk is never read: the last good one stays, or it is made again."""

import shutil

import pytest

from dashboard.build_queries import BuildQueries
from dashboard.builds import is_build_needed
from etl.errors import BuildError
from etl.pipeline.build import build
from etl.settings import Settings
from tests.conftest import TINY
from tests.faults import Kept


@pytest.fixture
def builds(tmp_path, tiny_build):
    """A folder with one build."""
    put(tmp_path, tiny_build)
    return tmp_path


def put(builds, built):
    shutil.copytree(built.folder, builds / built.build_id, dirs_exist_ok=True)
    (builds / "current").write_text(built.build_id, encoding="utf-8")


def flip(path):
    """Another byte where the columns of numbers lie."""
    with path.open("r+b") as stream:
        stream.seek(-path.stat().st_size // 3, 2)
        (byte,) = stream.read(1)
        stream.seek(-1, 1)
        stream.write(bytes([byte ^ 0x40]))


@pytest.mark.fault("build-slices-damaged")
def test_a_build_with_one_wrong_byte_is_not_served_and_made_again(builds, tiny_build, seen):
    flip(builds / tiny_build.build_id / "slices.bin")

    with pytest.raises(BuildError) as told:
        BuildQueries(builds)

    seen.says(told.value.say("en"))
    seen.says(told.value.say("zh"), "zh")
    seen.keeps(Kept.FOUND, when="slices.bin" in told.value.say("en"))
    assert is_build_needed(Settings(build_dir=builds))
    seen.keeps(Kept.NEW_BUILD, when=build(TINY, builds).is_new)
    again = BuildQueries(builds).values()
    seen.keeps(Kept.NO_WRONG_FIGURE, when=again == BuildQueries(tiny_build.build_dir).values())


@pytest.mark.fault("next-build-damaged")
def test_pages_stay_with_the_build_that_they_show_where_the_next_one_is_damaged(builds, tiny_build, seen):
    queries = BuildQueries(builds)
    shown = queries.values()
    shutil.copytree(builds / tiny_build.build_id, builds / "next")
    flip(builds / "next" / "slices.bin")
    (builds / "current").write_text("next", encoding="utf-8")

    seen.keeps(Kept.BUILD, when=queries.build_id == tiny_build.build_id)
    seen.keeps(Kept.FIGURES, when=bool(shown))
    seen.keeps(Kept.NO_WRONG_FIGURE, when=queries.values() == shown)
