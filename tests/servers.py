"""The product's own command as a process, as a host runs it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def served(data_dir: Path, log: Path, **settings: object) -> Iterator[int]:
    """A server on a free port of loopback, gone afterwards.

    Args:
        data_dir: the deployment.
        log: where its log goes.
        settings: further settings, in the names of the program.
    """
    given = {"data_dir": data_dir, "port": 0, **settings}
    environment = {f"LIAONING_{name.upper()}": str(value) for name, value in given.items()}
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "dashboard"],
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    assert process.stdout is not None
    try:
        announced = process.stdout.readline()
        assert announced.startswith("Serving "), log.read_text(encoding="utf-8")
        yield int(announced.rstrip("/\n").rpartition(":")[2])
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
