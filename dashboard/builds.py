"""The one place that starts a build, as a process of its own, and that knows which build is current."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

from etl.errors import BuildError, BuildFailed, told
from etl.settings import DEMO_DATA, Settings
from etl.store.read import WAREHOUSE, current_build_id, open_unaltered

PINS: Final = "pins"
"""Folder beside the builds with an empty file for each that an archived report was made from."""

Steps = Callable[[str, int, int], bool]
"""Told the step of a build, how many parts are done and how many there are; False ends the build."""

_SILENT: Final[Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
_STEP, _FAULT = "step ", "fault "
_LONGEST_CHECK: Final = 300  # seconds; a workbook has a minute, and the process starts and ends


class BuildStopped(Exception):  # noqa: N818  the name is what happened
    """A build that somebody wanted no more."""


def is_build_needed(settings: Settings) -> bool:
    """Whether there is nothing to serve: no current build, a damaged one, or one of another version."""
    try:
        open_unaltered(settings.builds).close()
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
    done = subprocess.run(build_command(settings, as_of), check=False, env=_environment(settings))
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
        command = build_command(_made_in(settings, scratch), as_of)
        done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=_environment(settings))
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


def check_file(settings: Settings, path: Path, source: str | None, published: date, report: Path) -> None:
    """Read one file that somebody sent, in a process of its own with another, limited one inside it.

    Args:
        settings: the deployment.
        path: the file.
        source: its source; unset: told from its name.
        published: the day from which its figures would count.
        report: where what was found is written, as JSON.

    Raises:
        BuildFailed: nothing was written.
    """
    there = _made_in(settings, settings.builds)
    command = [sys.executable, "-m", "etl", "check", "--data", str(there.data_dir), "--file", str(path)]
    command += ["--published", published.isoformat(), "--report", str(report)]
    command += ["--source", source] if source else []
    try:
        done = subprocess.run(
            command,
            check=False,
            env=_environment(settings),
            timeout=_LONGEST_CHECK,
            **_SILENT,
        )
    except subprocess.TimeoutExpired as error:
        raise _failed(1) from error
    if not report.is_file():
        raise _failed(done.returncode)


def make_build(settings: Settings, scratch: Path, accepted: Path | None, steps: Steps) -> str:
    """A build of the data with some accepted files, in a folder of its own; nothing becomes current.

    Args:
        settings: the deployment.
        scratch: the folder; what an earlier attempt left there is removed.
        accepted: the files of the load desk that it takes in.
        steps: told how far it is.

    Returns:
        its id.

    Raises:
        BuildFailed: with the reason in both languages.
        BuildStopped: somebody wanted it no more.
    """
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    files = ["--accepted", str(accepted)] if accepted else []
    command = [*build_command(_made_in(settings, scratch)), *files, "--steps"]
    process = subprocess.Popen(
        command, env=_environment(settings), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, encoding="utf-8",
    )  # fmt: skip
    with process:
        fault = _watch(process, steps)
    build_id = current_build_id(scratch) if process.returncode == 0 else None
    if build_id is None:
        raise _failed(process.returncode, fault)
    return build_id


def publish_build(settings: Settings, build_id: str, made_in: Path | None, accepted: Path | None) -> None:
    """Let a finished build be the current one, with the accepted files that it was made of.

    Raises:
        BuildFailed: another build is under way, or this one is damaged or gone.
    """
    command = [sys.executable, "-m", "etl", "publish", build_id, "--data", str(settings.data_dir)]
    command += ["--build-dir", str(settings.builds)]
    command += ["--from", str(made_in)] if made_in else []
    command += ["--accepted", str(accepted)] if accepted else []
    done = subprocess.run(command, check=False, env=_environment(settings), **_SILENT)
    if done.returncode:
        raise _failed(done.returncode)


def _watch(process: subprocess.Popen[str], steps: Steps) -> dict[str, str] | None:
    """Tell the steps of a build until it ends; what it says of why it fails.

    Raises:
        BuildStopped: somebody wanted it no more.
    """
    fault: dict[str, str] | None = None
    for line in process.stdout or ():
        if line.startswith(_FAULT):
            fault = json.loads(line.removeprefix(_FAULT))
        elif line.startswith(_STEP):
            _, step, done, of = line.split()
            if not steps(step, int(done), int(of)):
                process.kill()
                raise BuildStopped
    return fault


def _failed(code: int, fault: dict[str, str] | None = None) -> BuildFailed:
    facts: dict[str, Any] = dict(told("build_of_desk", found=code))
    return BuildFailed(code, **(facts | ({"problem": fault} if fault else {})))


def _made_in(settings: Settings, scratch: Path) -> Settings:
    """The settings of a build of the same data elsewhere; those of a demonstration lie beside its builds."""
    data_dir = settings.builds / DEMO_DATA if settings.demo else settings.data_dir
    return replace(settings, data_dir=data_dir, build_dir=scratch, demo=False)


def _environment(settings: Settings) -> dict[str, str]:
    """The environment of a build: it takes in the accepted files of this deployment, wherever they lie."""
    return {**os.environ, "LIAONING_OFFICE_DIR": str(settings.office)}
