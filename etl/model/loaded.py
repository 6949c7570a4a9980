"""A raw file as the pipeline carries it along: which one, from whom, known since when."""

from datetime import date
from pathlib import Path

from msgspec import Struct

from etl.model.source import FileMeta, known_from


class FileMark(Struct, frozen=True):
    """What the file system tells of a file; every writing to it changes that.

    Attributes:
        size: in bytes.
        written, changed: when its bytes, and when anything about it, changed last; nanoseconds.
        inode: which file it is, whatever its name.
    """

    size: int
    written: int
    changed: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> "FileMark":
        """The mark of a file.

        Raises:
            OSError: it is gone.
        """
        told = path.stat()
        return cls(told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino)


class RawFile(Struct, frozen=True):
    """One file below ``data/raw`` with what stands in its ``.meta.yaml``.

    Attributes:
        file_id: number of the file in this build, in order of paths.
        source: id of its source, the folder that it lies in.
        path: path below ``data/raw``, with forward slashes.
        location: where it lies on this machine.
        sha256: hash of its bytes as found; in a build of a past day without the lines that were
            added to it later.
        mark: what the file system told of it before it was hashed; None if it could still tell the same of
            other bytes, because it had only just been written.
    """

    file_id: int
    source: str
    path: str
    location: Path
    sha256: str
    meta: FileMeta
    mark: FileMark | None = None

    @property
    def known_from(self) -> date:
        """The day from which its figures count as known, unless a row says otherwise."""
        return known_from(self.meta.published)
