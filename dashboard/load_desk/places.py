"""The folders of the load desk.

    <office>/desk/<number>/         a file at work, and what was found in it
    <office>/accepted/<state>/      the accepted files of one state of acceptance; never changed
    <office>/accepted/current       names the state in force; builds take in its files
    <builds>/.desk/<number>/        a build that is not published

The store holds every file that was proposed and knows which are accepted; these folders follow it.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import yaml
from msgspec import Struct

from dashboard.load_desk.upload import Upload
from etl.catalog.catalog import Catalog
from etl.settings import Settings
from etl.store.read import POINTER
from etl.whole_file import written_whole

_KEPT_STATES: Final = 4
_LENGTH_OF_ID: Final = 16


class AcceptedFile(Struct, frozen=True):
    """One accepted file, as builds find it."""

    below: str
    content: bytes
    meta: str


class Places:
    """Where things of the desk lie in one deployment."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def scratch(self, identifier: int) -> Path:
        """Where a build is made that is not published."""
        return self._settings.builds / ".desk" / str(identifier)

    def file(self, upload: Upload) -> Path:
        """A file at work."""
        return self._at(upload.id) / "file" / upload.name

    def checked(self, identifier: int) -> Path:
        """What the intake wrote of it."""
        return self._at(identifier) / "check.json"

    def report(self, identifier: int) -> Path:
        """What was found in it."""
        return self._at(identifier) / "report.json"

    def _at(self, identifier: int) -> Path:
        return self._settings.office / "desk" / str(identifier)

    def keep(self, upload: Upload, content: bytes) -> None:
        """Keep a file that is to be read."""
        path = self.file(upload)
        path.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(path) as draft:
            draft.write_bytes(content)

    def clear(self, identifier: int) -> None:
        """Let go of what an upload no longer needs."""
        shutil.rmtree(self._at(identifier), ignore_errors=True)
        self.clear_scratch(identifier)

    def clear_scratch(self, identifier: int) -> None:
        """Let go of a build that was made apart."""
        shutil.rmtree(self.scratch(identifier), ignore_errors=True)

    def write_accepted(self, files: Sequence[AcceptedFile]) -> Path:
        """A folder with some accepted files; the same files give the same folder."""
        told = [(each.below, hashlib.sha256(each.content).hexdigest(), each.meta) for each in files]
        name = hashlib.sha256(json.dumps(sorted(told)).encode()).hexdigest()[:_LENGTH_OF_ID]
        root = self._settings.accepted
        target = root / name
        if target.is_dir():
            os.utime(target)
            return target
        root.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(prefix=".half-", dir=root))
        for each in files:
            path = half / each.below
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, each.content)
            _write(path.with_name(f"{path.name}.meta.yaml"), each.meta.encode())
        half.chmod(0o755)
        try:
            half.rename(target)
        except OSError:  # somebody else was as fast
            shutil.rmtree(half, ignore_errors=True)
        return target

    def accepted(self, name: str) -> Path:
        """The folder of a state of acceptance."""
        return self._settings.accepted / name

    def sweep(self) -> None:
        """Remove old states of acceptance; the one in force and the latest few stay."""
        root = self._settings.accepted
        pointer = root / POINTER
        current = pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else ""
        states = sorted(
            (path for path in root.iterdir() if path.is_dir()), key=lambda path: -path.stat().st_mtime
        )
        for path in states[_KEPT_STATES:]:
            if path.name != current:
                shutil.rmtree(path, ignore_errors=True)


def accepted_file(upload: Upload, content: bytes, catalog: Catalog) -> AcceptedFile:
    """An upload as builds find it: by source and number, known from the day of its acceptance."""
    source = catalog.sources[upload.source]
    meta: dict[str, Any] = {
        "source": upload.source,
        "publisher": source.publisher.zh,
        "published": upload.day.isoformat(),
        "licence": source.licence.zh,
        "citation": source.citation.zh,
        "sha256": upload.sha256,
        "note": f"load desk, upload {upload.id}",
    }
    below = f"{upload.source}/{upload.id:06d}/{upload.name}"
    return AcceptedFile(below, content, yaml.safe_dump(meta, allow_unicode=True))


def path_in_build(upload: Upload) -> str:
    """The path of an accepted file as figures name it."""
    return f"accepted/{upload.source}/{upload.id:06d}/{upload.name}"


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
