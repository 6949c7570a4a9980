"""A build that is cut off at any moment leaves the build before it current and complete."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from etl.pipeline.build import build
from etl.pipeline.verify import refuse_if_damaged
from etl.store.read import current_build_id, open_warehouse
from tests.conftest import TINY
from tests.delivery import replace_in

ROOT = Path(__file__).parents[3]
MOMENTS = 50
LONGEST_SECONDS = 4.0


@pytest.mark.soak
def test_a_build_killed_at_any_of_fifty_moments_leaves_a_complete_one_current(tmp_path, tiny_copy):
    builds = tmp_path / "builds"
    good = build(TINY, builds).build_id
    replace_in(tiny_copy, "yearbook/gdp_2020_2022.csv", ",690,340", ",691,340")
    chance = random.Random(20210701)
    cut_off = 0
    for _ in range(MOMENTS):
        is_killed = kill_in_the_middle(tiny_copy, builds, chance.uniform(0.1, LONGEST_SECONDS))
        cut_off += is_killed

        now = current_build_id(builds)
        assert now is not None
        refuse_if_damaged(builds / now)
        open_warehouse(builds, now).close()
        if now != good:  # it was done, or cut off after its last step: the next round builds anew
            shutil.rmtree(builds / now)
            assert build(TINY, builds).build_id == good
    assert cut_off > MOMENTS // 4


def kill_in_the_middle(data_dir: Path, builds: Path, seconds: float) -> bool:
    """Start a build and kill it after a while; whether it was still at work."""
    command = [sys.executable, "-m", "etl", "build", "--data", data_dir, "--build-dir", builds]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    is_at_work = running.poll() is None
    if is_at_work:
        os.kill(running.pid, signal.SIGKILL)
    running.wait()
    return is_at_work
