"""Killed at any moment, publishing and undoing leave the old build or the new one, and can be completed."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from dashboard.load_desk import upload_store
from dashboard.load_desk.upload import SILENT_SECONDS, State
from dashboard.operational.export import verify_store
from etl.pipeline.switch_build import accepted_files
from etl.pipeline.verify import refuse_if_damaged
from tests.load_desk import HEADING, OFFICER, OTHER_OFFICER, REVIEWER, DeskSite

LONGEST = 60.0
WHOLE_TIME: dict[str, float] = {}
"""Seconds that each way takes on this machine when nobody kills it."""


@pytest.fixture
def waiting(folder, office, clock, builder):
    """A desk with a file that two people agreed on, on either database; nobody has begun to publish it."""
    return agreed(DeskSite(folder, office, clock, builder).cast())


def agreed(site):
    """One file that two people agreed on."""
    officer, reviewer = site.signed_in(OFFICER), site.signed_in(REVIEWER)
    site.bring(officer)
    assert site.do(officer, 1, "propose").status_code == 303
    site.waits = True
    assert site.do(reviewer, 1, "accept").status_code == 303
    return site


def begin(site):
    """The work in the background as the server starts it: a process of its own, with its own children."""
    command = [sys.executable, "-m", "dashboard", "desk", "work", "1", "--data", str(site.settings.data_dir)]
    command += ["--build-dir", str(site.settings.builds)]
    environment = {
        **os.environ,
        "LIAONING_OFFICE_DIR": str(site.settings.office),
        "LIAONING_DATABASE_URL": site.database,
    }
    return subprocess.Popen(command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL)


def kill(process):
    """SIGKILL to the process and everything that it started."""
    with contextlib.suppress(ProcessLookupError):  # it has ended by itself
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def state(site):
    with site.office.reading() as connection:
        return upload_store.find(connection, 1, site.clock()).state


def wait_for(site, process, *states):
    until = time.monotonic() + LONGEST
    while state(site) not in states and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)


def told(site):
    """What is in use: a whole build, and the accepted files of the pointer, which hold the file or not."""
    refuse_if_damaged(site.settings.builds / site.current())
    files = accepted_files(site.settings.accepted)
    return site.current(), len(site.accepted()) if files else 0


def complete(site):
    """Whoever looks next completes what was decided, or begins again what was not."""
    # the process went by the clock of the machine
    site.clock.moment = datetime.now(UTC) + timedelta(seconds=SILENT_SECONDS + 1)
    site.waits = False
    reviewer = site.signed_in(REVIEWER)
    site.page(reviewer, 1)
    if state(site) in {State.ACCEPTED, State.UNDOING}:
        site.do(reviewer, 1, "go-on")


def test_a_publication_killed_right_after_its_decision_is_completed_by_whoever_looks_next(waiting):
    before = waiting.current()
    process = begin(waiting)
    wait_for(waiting, process, State.PUBLISHING)
    kill(process)
    assert state(waiting) is State.PUBLISHING
    assert waiting.current() == before
    complete(waiting)
    assert state(waiting) is State.PUBLISHED
    assert waiting.current() != before
    assert waiting.figure() == 4.5
    assert verify_store(waiting.office, "zh", None)[1]


def test_killed_between_the_two_pointers_the_old_build_is_in_use_and_the_next_look_turns_both(
    waiting, monkeypatch
):
    from etl.pipeline import switch_build  # noqa: PLC0415

    class Killed(BaseException):
        """The process is gone: nothing that it would still have done is done."""

    before, turned, set_current = waiting.current(), [], switch_build.set_current

    def one_pointer(folder, name):
        if turned:
            raise Killed
        turned.append(name)
        set_current(folder, name)

    monkeypatch.setattr(switch_build, "set_current", one_pointer)
    with pytest.raises(Killed):
        waiting.work(1)
    assert waiting.current() == before
    monkeypatch.undo()
    complete(waiting)
    assert (state(waiting), waiting.figure(), len(waiting.accepted())) == (State.PUBLISHED, 4.5, 1)


@pytest.mark.soak
@pytest.mark.parametrize("part", [1.0, 0.05, 0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95])
@pytest.mark.parametrize("way", ["publish", "undo", "undo beside another"])
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_killed_after_any_part_of_its_time_everything_is_whole(  # noqa: PLR0917  fixtures
    folder, databases, clock, builder, database, way, part
):
    waiting = agreed(DeskSite(folder, databases.office(database, folder, clock), clock, builder).cast())
    without = waiting.current()
    if way != "publish":
        waiting.work(1)
        if way == "undo beside another":  # the build without the file must be made first
            bring_another(waiting)
        waiting.do(waiting.signed_in(REVIEWER), 1, "undo", reason="试验")
    others = len(waiting.accepted()) - (way != "publish")
    process, begun = begin(waiting), time.monotonic()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(None if part == 1.0 else part * WHOLE_TIME.get(way, 8.0))
    if part == 1.0:
        WHOLE_TIME[way] = time.monotonic() - begun
    kill(process)
    _, files = told(waiting)
    assert files in {others, others + 1}
    assert waiting.figure() in {None, 4.5}
    complete(waiting)
    assert state(waiting) is (State.PUBLISHED if way == "publish" else State.UNDONE)
    assert told(waiting)[1] == others + (way == "publish")
    assert waiting.figure() == (4.5 if way == "publish" else None)
    assert way != "undo" or waiting.current() == without
    assert verify_store(waiting.office, "zh", None)[1]


def bring_another(site):
    """A second file, published after the first."""
    other, reviewer = site.signed_in(OTHER_OFFICER), site.signed_in(REVIEWER)
    site.waits = False
    site.bring(other, f"{HEADING}\n900102,临港县,2023M01-04,6.5\n", "power_2023M01-04_东海.csv")
    site.do(other, 2, "propose")
    site.do(reviewer, 2, "accept")
    site.waits = True
