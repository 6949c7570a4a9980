"""A raw file as the pipeline carries it along: which one, from whom, known since when."""

from datetime import date
from pathlib import Path

from msgspec import Struct

from etl.model.source import FileMeta, known_from


class RawFile(Struct, frozen=True):
    """One file below ``data/raw`` with what stands in its ``.meta.yaml``.

    Attributes:
        file_id: number of the file in this build, in order of paths.
        source: id of its source, the folder that it lies in.
        path: path below ``data/raw``, with forward slashes.
        location: where it lies on this machine.
        sha256: hash of its bytes as found; in a build of a past day without the lines that were
            added to it later.
    """

    file_id: int
    source: str
    path: str
    location: Path
    sha256: str
    meta: FileMeta

    @property
    def known_from(self) -> date:
        """The day from which its figures count as known, unless a row says otherwise."""
        return known_from(self.meta.published)
