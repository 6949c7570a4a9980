"""Files that somebody hands in, read by ``etl.pipeline.cells`` in a process of its own, within limits."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path, PurePath
from typing import Final

from dashboard.text import LANGS, words

Cells = list[list[str]]
_PATIENCE_SECONDS: Final = 120
_SUFFIXES: Final = frozenset({".xlsx", ".xlsm", ".xls", ".csv"})


class Unreadable(Exception):  # noqa: N818  the name is what happened
    """A file that cannot be read; ``reasons`` by language."""

    def __init__(self, reasons: dict[str, str]) -> None:
        self.reasons = reasons
        super().__init__(reasons["en"])


def read_cells(name: str, content: bytes) -> Cells:
    """The texts of the first sheet of a workbook or CSV file, row by row from A1 on.

    Args:
        name: name of the file as it was handed in; only its ending and messages use it.
        content: its bytes.

    Raises:
        Unreadable: no such file, damaged, or beyond the limits; with the reason.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in _SUFFIXES:
        raise Unreadable({lang: words(lang)("intake.suffix", found=suffix or name[:40]) for lang in LANGS})
    with tempfile.TemporaryDirectory(prefix="intake-") as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(content)
        command = [sys.executable, "-m", "etl.pipeline.cells", str(path), name[:120]]
        try:
            done = subprocess.run(command, check=False, capture_output=True, timeout=_PATIENCE_SECONDS)
            told = json.loads(done.stdout)
        except (subprocess.TimeoutExpired, ValueError) as error:
            raise Unreadable({lang: words(lang)("intake.failed") for lang in LANGS}) from error
    if "refused" in told:
        raise Unreadable(told["refused"])
    cells: Cells = told["cells"]
    return cells
