"""Disk and folders fail under a build, or it is killed: the build before stays, and nothing half is left."""

import ctypes
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from etl.errors import LiaoningError
from etl.pipeline.build import SCRATCH, build
from etl.pipeline.verify import refuse_if_damaged
from etl.store.read import current_build_id
from tests.delivery import replace_in
from tests.faults import Kept

ROOT = Path(__file__).parents[3]
YEARBOOK = "yearbook/gdp_2020_2022.csv"
DROP_BOUND, MAY_WRITE_ANYWHERE = 24, 1  # PR_CAPBSET_DROP, CAP_DAC_OVERRIDE of capabilities(7)


@pytest.fixture
def changed(tmp_path, tiny_copy, tiny_build):
    """Data that differ from those of the build which is current in a folder: the data, and the folder."""
    builds = tmp_path / "builds"
    shutil.copytree(tiny_build.folder, builds / tiny_build.build_id)
    (builds / "current").write_text(tiny_build.build_id, "utf-8")
    replace_in(tiny_copy, YEARBOOK, ",690,340", ",691,340")
    return tiny_copy, builds


def command(data, builds, *more):
    return [sys.executable, "-m", "etl", "build", "--data", str(data), "--build-dir", str(builds), *more]


def run(data, builds, before):
    """A build as a person starts it, with something done to its process before it begins."""
    return subprocess.run(
        command(data, builds),
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        preexec_fn=before,
        check=False,
        timeout=120,
    )


def stays(builds, build_id):
    """The build before is current and whole."""
    refuse_if_damaged(builds / build_id)
    return current_build_id(builds) == build_id


def left(builds):
    """What lies there beside builds, pointer and lock."""
    return [path.name for path in builds.iterdir() if path.name.startswith((SCRATCH, ".current-"))]


@pytest.mark.fault("build-disk-full")
def test_a_build_that_finds_the_disk_full_ends_with_one_paragraph(changed, seen, tiny_build):
    data, builds = changed

    # no file grows beyond that: the system refuses as it does on a full disk
    done = run(data, builds, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)))

    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert str(builds) in done.stderr
    seen.says(done.stderr)
    seen.keeps(Kept.BUILD, when=stays(builds, tiny_build.build_id))
    seen.keeps(Kept.NOTHING_HALF, when=not left(builds))
    seen.keeps(Kept.NEW_BUILD, when=build(data, builds).is_new)


def as_anybody() -> None:
    """Let permissions hold for the administrator of the machine too; for others they do anyway."""
    ctypes.CDLL(None).prctl(DROP_BOUND, MAY_WRITE_ANYWHERE, 0, 0, 0)


@pytest.mark.fault("build-read-only")
def test_a_build_into_a_folder_that_cannot_be_written_ends_with_one_paragraph(changed, seen, tiny_build):
    data, builds = changed
    builds.chmod(0o555)

    done = run(data, builds, as_anybody)
    builds.chmod(0o755)

    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.strip().splitlines()) == 1
    assert str(builds) in done.stderr
    seen.says(done.stderr)
    seen.keeps(Kept.BUILD, when=stays(builds, tiny_build.build_id))
    seen.keeps(Kept.NOTHING_HALF, when=not left(builds))


@pytest.mark.fault("source-half-copied")
def test_a_source_file_that_was_copied_by_half_is_named_and_nothing_of_it_counts(changed, seen, tiny_build):
    data, builds = changed
    path = data / "raw" / YEARBOOK
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])

    with pytest.raises(LiaoningError) as told:
        build(data, builds)

    seen.says(told.value.say("en"))
    seen.says(told.value.say("zh"), "zh")
    assert YEARBOOK in told.value.say("en")
    seen.keeps(Kept.BUILD, when=stays(builds, tiny_build.build_id))
    seen.keeps(Kept.NOTHING_HALF, when=not left(builds))


@pytest.mark.fault("build-killed")
def test_a_build_that_is_killed_while_it_assesses_leaves_the_one_before(changed, seen, tiny_build):
    data, builds = changed
    process = subprocess.Popen(
        command(data, builds, "--steps"), cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8"
    )
    with process:
        assert process.stdout is not None
        while not process.stdout.readline().startswith("step assess"):
            assert process.poll() is None
        os.kill(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL

    seen.keeps(Kept.BUILD, when=stays(builds, tiny_build.build_id))
    seen.keeps(Kept.NEW_BUILD, when=build(data, builds).is_new)
    seen.keeps(Kept.NOTHING_HALF, when=not left(builds))
