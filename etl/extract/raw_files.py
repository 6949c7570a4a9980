"""Which raw files there are, each with what stands in its ``.meta.yaml``."""

import hashlib
import time
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml
from msgspec import Struct

from etl.catalog.catalog import Catalog, FormatFile
from etl.errors import LiaoningError, SourceFileError, told
from etl.extract.refusal import size_of, unreadable
from etl.model.loaded import FileMark, RawFile
from etl.model.source import FileMeta, known_from
from etl.plain_values.fault import DeclarationError, Fault

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # text only, no objects
META_SUFFIX = ".meta.yaml"
READABLE = {".csv", ".xlsx", ".xlsm", ".xls"}
NOTES = ("README.md", ".gitattributes")
ACCEPTED = "accepted"
"""First part of the paths of files that came through the load desk."""

_SETTLED: Final = 3_000_000_000
"""Nanoseconds after which writing to a file gives it another time; the coarsest file systems count in 2 s."""
OPEN_IN_OFFICE = "~$"  # a note that a spreadsheet program leaves beside a file while it is open


class _Root(Struct, frozen=True):
    """A folder of sources, and what is put before the paths below it, so that two never share one."""

    folder: Path
    prefix: str

    def told(self, path: Path) -> str:
        """A path as messages and figures name it."""
        return self.prefix + path.relative_to(self.folder).as_posix()


def list_raw_files(
    raw_dir: Path, catalog: Catalog, accepted: Path | None = None, as_of: date | None = None
) -> tuple[list[RawFile], list[LiaoningError]]:
    """Every file below ``data/raw`` in order of paths, then those accepted, and what is wrong with any.

    A file without its meta or of an unknown source is named and left out. One that has changed since its hash
    was taken is named and read all the same, so that whatever is wrong in its cells is named with it.

    Args:
        raw_dir: the folder of the sources.
        catalog: declares sources and formats.
        accepted: a folder of the same form with the files that came through the load desk.
        as_of: pass over files that came after this day, whatever state they are in; None for all.
    """
    found: list[RawFile] = []
    problems: list[LiaoningError] = []
    roots = [_Root(raw_dir, "")] + ([_Root(accepted, f"{ACCEPTED}/")] if accepted else [])
    for root in roots:
        for path in sorted(root.folder.rglob("*")):
            try:
                if _is_source_file(path):
                    file = _raw_file(len(found) + 1, path, root, catalog, as_of)
                    if file is not None:
                        found.append(file)
                        _refuse_change(file)
                elif path.is_file():
                    _refuse_stray(path, root)
            except LiaoningError as problem:
                problems.append(problem)
    return found, problems


def format_of(file: RawFile, catalog: Catalog) -> FormatFile:
    """The newest format of the file's source whose pattern its name fits.

    Raises:
        SourceFileError: no format fits.
    """
    name = Path(file.path).name
    fitting = [
        declared
        for declared in catalog.formats.get(file.source, ())
        if Path(name).match(declared.format.file)
    ]
    if not fitting:
        raise SourceFileError(file=file.path, **told("no_format", source=file.source))
    return max(fitting, key=lambda declared: declared.first_period)


def sha256_of(path: Path, file: str) -> str:
    """The hash of a file's bytes, read piece by piece whatever its size.

    Raises:
        RefusedFile: it is gone, not readable, empty, or no regular file.
    """
    size_of(path, file)
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(file, error) from error


def _is_source_file(path: Path) -> bool:
    return path.suffix.lower() in READABLE and not path.name.startswith(OPEN_IN_OFFICE)


def _refuse_stray(path: Path, root: _Root) -> None:
    """Refuse a file of which nothing would be read; nothing below ``data/raw`` is passed over in silence.

    Raises:
        SourceFileError: a meta without its file, or a file of no kind that is read.
    """
    below = root.told(path)
    if path.name in NOTES or path.name.startswith(OPEN_IN_OFFICE):
        return
    if not path.name.endswith(META_SUFFIX):
        raise SourceFileError(file=below, **told("unread_kind", kinds=", ".join(sorted(READABLE))))
    described = path.with_name(path.name.removesuffix(META_SUFFIX))
    if not (described.exists() and _is_source_file(described)):
        raise SourceFileError(file=below, **told("meta_alone", name=described.name))


def has_row_dates(source: str, name: str, catalog: Catalog) -> bool:
    """Whether rows of a file may say themselves since when they are known: it is added to over time."""
    fitting = (each.format for each in catalog.formats.get(source, ()) if Path(name).match(each.format.file))
    return any(each.layout.kind == "long" and each.layout.published is not None for each in fitting)


def _raw_file(file_id: int, path: Path, root: _Root, catalog: Catalog, as_of: date | None) -> RawFile | None:
    """The file with what stands in its meta; None where nothing of it was known by the day."""
    below = root.told(path)
    source = path.relative_to(root.folder).parts[0]
    if source not in catalog.sources:
        raise SourceFileError(file=below, **told("unknown_source", source=source))
    meta = _read_meta(path, below)
    if meta.source != source:
        raise SourceFileError(file=below, **told("other_source", source=meta.source))
    is_later = as_of is not None and known_from(meta.published) > as_of
    if is_later and not has_row_dates(source, path.name, catalog):
        return None
    mark = _settled_mark(path)
    return RawFile(file_id, source, below, path, sha256_of(path, below), meta, mark)


def _settled_mark(path: Path) -> FileMark | None:
    """The mark of a file; None if it is so young that its file system may not tell two writings apart."""
    try:
        mark = FileMark.of(path)
    except OSError:
        return None  # whoever hashes it says why
    return mark if time.time_ns() - max(mark.written, mark.changed) > _SETTLED else None


def _refuse_change(file: RawFile) -> None:
    """Refuse a file whose bytes are not those that its meta names.

    Raises:
        SourceFileError: the file was changed after its hash was taken.
    """
    expected = file.meta.sha256
    if file.sha256 != expected:
        raise SourceFileError(file=file.path, **told("edited_file", found=file.sha256, expected=expected))


def _read_meta(path: Path, below: str) -> FileMeta:
    beside = path.with_name(path.name + META_SUFFIX)
    if not beside.exists():
        raise SourceFileError(file=below, **told("no_meta", name=beside.name))
    try:
        loaded = yaml.load(beside.read_text(encoding="utf-8"), Loader=_LOADER)
        return FileMeta.read(loaded, is_text=True)
    except (yaml.YAMLError, UnicodeDecodeError, DeclarationError) as error:
        first = error.faults[0] if isinstance(error, DeclarationError) else Fault((), None, str(error))
        fault = told("wrong_meta", place=first.dotted, fault=first.expected)
        raise SourceFileError(file=f"{below}{META_SUFFIX}", **fault) from error
