"""``python -m tests.benchmarks --size S|M [--write docs/performance.md]``: measure, print, keep in a table.

S is one province (about ten minutes), M how builds and pages grow to 28 times its rows (an hour at most),
10 the first half of it. Without ``--write`` nothing is kept.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.numbers import ALL, tell, written_into


def main() -> int:
    """Run the benchmarks of a size."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--size", choices=ALL, default="S")
    parser.add_argument("--write", type=Path, help="page with the table to be brought up to date")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        for number in map(tell, ALL[asked.size](Path(folder))):
            if asked.write:  # at once: what was measured before something fails is kept
                asked.write.write_text(written_into(asked.write.read_text("utf-8"), [number]), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
