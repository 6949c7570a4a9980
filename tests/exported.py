"""The exports of a build as bytes and as rows."""

import csv
import io
import tempfile
from pathlib import Path

from etl.pipeline.export import export_build

MANIFEST = "manifest.json"


def exports_of(folder: Path, *, manifest: bool = False) -> dict[str, bytes]:
    """Every export of the build in a folder, by the name of its file."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / "exports"
        export_build(folder.parent, folder.name, out)
        return {path.name: path.read_bytes() for path in out.iterdir() if manifest or path.name != MANIFEST}


def exported_rows(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of one export."""
    text = exports_of(folder)[f"{name}.csv"].decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))
