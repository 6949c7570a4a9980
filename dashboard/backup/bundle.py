"""The inside of a backup: a tar of its files, with a manifest of their hashes at the end."""

import hashlib
import json
import os
import tarfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, Final

from dashboard.backup.contents import ROOTS, Kept
from etl.errors import BackupError, UsageError, told

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
_GZIP: Final = 31  # zlib's number for a gzip frame of the largest window
_LEVEL: Final = 6
_PART: Final = 2**20
_OWNER: Final = 0o600
_ALL: Final = 0o644


def pack(files: Iterable[Kept], facts: Mapping[str, Any]) -> Iterator[bytes]:
    """The bytes of a bundle, as they come.

    Args:
        files: what goes in.
        facts: what the manifest tells beside the hashes.

    Raises:
        BackupError: a file changed while it was read.
    """
    squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    hashes: dict[str, dict[str, Any]] = {}
    for part in _tar(files, facts, hashes):
        packed = squeeze.compress(part)
        if packed:
            yield packed
    yield squeeze.flush()


def _tar(
    files: Iterable[Kept], facts: Mapping[str, Any], hashes: dict[str, dict[str, Any]]
) -> Iterator[bytes]:
    for file in files:
        yield from _member(file, hashes)
    told_last = json.dumps({**facts, "format": FORMAT, "files": hashes}, ensure_ascii=False).encode()
    info = tarfile.TarInfo(MANIFEST)
    info.size = len(told_last)
    yield info.tobuf(tarfile.PAX_FORMAT)
    yield told_last + _padding(info.size)
    yield bytes(2 * tarfile.BLOCKSIZE)


def _member(file: Kept, hashes: dict[str, dict[str, Any]]) -> Iterator[bytes]:
    digest, read = hashlib.sha256(), 0
    with file.path.open("rb") as stream:
        stat = os.fstat(stream.fileno())
        info = tarfile.TarInfo(file.name)
        info.size, info.mtime = stat.st_size, stat.st_mtime
        info.mode = stat.st_mode & (_ALL | _OWNER)
        yield info.tobuf(tarfile.PAX_FORMAT)
        while part := stream.read(_PART):
            digest.update(part)
            read += len(part)
            yield part
    if read != info.size:
        raise BackupError(**told("backup_changed", file=file.path))
    yield _padding(read)
    hashes[file.name] = {"sha256": digest.hexdigest(), "bytes": read}


def _padding(size: int) -> bytes:
    return bytes(-size % tarfile.BLOCKSIZE)


def unpack(bundle: Path, staging: Mapping[str, Path]) -> dict[str, Any]:
    """Write the files of a bundle into folders of their own, and hold each against the manifest.

    Args:
        bundle: decrypted whole, and so genuine.
        staging: folder for each root.

    Returns:
        the manifest.

    Raises:
        UsageError: it holds something else than its manifest says, or is of a later format.
    """
    found: dict[str, dict[str, Any]] = {}
    manifest: dict[str, Any] = {}
    try:
        with tarfile.open(bundle, "r:gz") as packed:
            for member in packed:
                stream = packed.extractfile(member) if member.isreg() else None
                if stream is None:
                    raise UsageError(**told("backup_contents", found=member.name))
                if member.name == MANIFEST:
                    manifest = json.loads(stream.read())
                else:
                    found[member.name] = _write(member, stream, _place(member.name, staging))
    except (tarfile.TarError, ValueError, EOFError, zlib.error) as error:
        raise UsageError(**told("backup_contents", found=error)) from error
    if manifest.get("format") != FORMAT:
        raise UsageError(**told("backup_format", found=manifest.get("format"), known=FORMAT))
    if found != manifest["files"]:
        odd = sorted({name for name in found.keys() | manifest["files"].keys()
                      if found.get(name) != manifest["files"].get(name)})  # fmt: skip
        raise UsageError(**told("backup_contents", found=odd[0]))
    return manifest


def _place(name: str, staging: Mapping[str, Path]) -> Path:
    """Where a member goes: never anywhere but below its root."""
    parts = PurePosixPath(name).parts
    is_plain = not any(part in {"..", "/", "."} or "\\" in part or ":" in part for part in parts)
    if len(parts) < 2 or parts[0] not in ROOTS or not is_plain:  # noqa: PLR2004  root and name
        raise UsageError(**told("backup_contents", found=name))
    return staging[parts[0]].joinpath(*parts[1:])


def _write(member: tarfile.TarInfo, stream: Any, path: Path) -> dict[str, Any]:
    path.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as out:
        path.chmod(member.mode & (_ALL | _OWNER))
        while part := stream.read(_PART):
            digest.update(part)
            size += len(part)
            out.write(part)
    os.utime(path, (member.mtime, member.mtime))  # the age of a build is told from it
    return {"sha256": digest.hexdigest(), "bytes": size}
