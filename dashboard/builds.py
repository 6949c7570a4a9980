"""The one place that starts a build, as a process of its own, and that knows which build is current."""

import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Final

from etl.errors import BuildError, BuildFailed
from etl.settings import DEMO_DATA, Settings
from etl.store.read import WAREHOUSE, current_build_id, open_warehouse

PINS: Final = "pins"
"""Folder beside the builds with an empty file for each that an archived report was made from."""


def is_build_needed(settings: Settings) -> bool:
    """Whether there is nothing to serve: no current build, a damaged one, or one of another version."""
    try:
        open_warehouse(settings.builds).close()
    except BuildError:
        return True
    return False


def build_command(settings: Settings, as_of: date | None = None) -> list[str]:
    """The command line of a build."""
    folders = ["--data", str(settings.data_dir), "--build-dir", str(settings.builds)]
    known = ["--as-of", as_of.isoformat()] if as_of else []
    return [sys.executable, "-m", "etl", "build", *folders, *known, *(["--demo"] if settings.demo else [])]


def run_build(settings: Settings, as_of: date | None = None) -> str:
    """Build now and wait; what the build prints goes to this process's own output.

    Args:
        settings: where the data and the builds are.
        as_of: only what was known on that day.

    Returns:
        id of the build that is current afterwards.

    Raises:
        BuildFailed: the build failed, with the exit code of that; the current build, if any, is unchanged.
    """
    done = subprocess.run(build_command(settings, as_of), check=False)
    build_id = current_build_id(settings.builds) if done.returncode == 0 else None
    if build_id is None:
        raise BuildFailed(
            done.returncode,
            problem=f"The build ended with code {done.returncode}; nothing was published",
            action="Read its last paragraph above, mend the file that it names and start again",
        )
    return build_id


def build_as_of(settings: Settings, as_of: date) -> str:
    """A build of what was known on a day, beside the current one, which stays current.

    Args:
        settings: where the data and the builds are.
        as_of: the day.

    Returns:
        its id; the same day and the same files give the same one.

    Raises:
        BuildFailed: the build failed, with the exit code of that.
    """
    settings.builds.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=settings.builds, prefix=".as-of-"))
    try:
        # the demonstration's own files lie beside its builds already
        data_dir = settings.builds / DEMO_DATA if settings.demo else settings.data_dir
        there = settings.model_copy(update={"data_dir": data_dir, "build_dir": scratch, "demo": False})
        done = subprocess.run(build_command(there, as_of), check=False, stdout=subprocess.DEVNULL)
        build_id = current_build_id(scratch) if done.returncode == 0 else None
        if build_id is None:
            raise BuildFailed(
                done.returncode,
                problem=f"The build as of {as_of.isoformat()} ended with code {done.returncode}",
                action="Run python -m etl build --as-of with a folder of its own and read what it prints",
            )
        if not (settings.builds / build_id).exists():
            (scratch / build_id).rename(settings.builds / build_id)
        return build_id
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def remove_build(settings: Settings, build_id: str) -> bool:
    """Remove a build that nothing holds: first out of sight as a whole, then from the disk.

    Args:
        settings: where the builds are.
        build_id: name of its folder.

    Returns:
        whether there was one.
    """
    folder = settings.builds / build_id
    if Path(build_id).name != build_id or not (folder / WAREHOUSE).is_file():
        return False
    gone = folder.with_name(f".removed-{build_id}")
    folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)  # a reader may hold a file open where the system forbids it
    return True


def builds_of_reports(settings: Settings) -> frozenset[str]:
    """Ids of the builds that archived reports were made from."""
    folder = settings.builds / PINS
    return frozenset(path.name for path in folder.iterdir()) if folder.is_dir() else frozenset()
