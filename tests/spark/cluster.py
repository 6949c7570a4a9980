"""Builds on a cluster of two workers on this machine, in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
MASTER = "local-cluster[2,1,1024]"


def etl(*arguments, master=MASTER):
    """Run ``python -m etl`` as a person would; no traceback may ever show."""
    done = subprocess.run(
        [sys.executable, "-m", "etl", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "LIAONING_SPARK_MASTER": master},
        capture_output=True,
        encoding="utf-8",
        timeout=2400,
        check=False,
    )
    assert "Traceback" not in done.stderr + done.stdout
    return done


def build_on_spark(*options):
    done = etl("build", "--engine", "spark", *options)
    assert done.returncode == 0, done.stderr
    return done
