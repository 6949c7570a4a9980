"""CPU time and peak memory of whole processes, with bytecode compiled before, as an installation has it."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

REPEATS = 3


@dataclass(frozen=True)
class Cost:
    """What one run took: user and system seconds of all its processes, and the largest of them in MiB."""

    seconds: float
    peak_mib: float

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s {self.peak_mib:.0f} MiB"


def run(arguments: list[str], bytecode: Path) -> Cost:
    """Run Python with these arguments.

    Raises:
        subprocess.CalledProcessError: it failed; what it said is in the error.
    """
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(bytecode), "PYTHONPATH": str(Path.cwd())}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    process = subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments, said)
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def side_by_side(*tasks: Callable[[], Cost]) -> tuple[Cost, ...]:
    """The least cost of each of several tasks, run in turn: other work on the machine only ever adds.

    Each runs once before anything is measured, so that bytecode is compiled and files are in memory.
    """
    for task in tasks:
        task()
    rounds = [[task() for task in tasks] for _ in range(REPEATS)]
    return tuple(
        Cost(min(each.seconds for each in of_task), max(each.peak_mib for each in of_task))
        for of_task in zip(*rounds, strict=True)
    )
