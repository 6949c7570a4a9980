"""Make a backup: a copy of the store at one moment, then the files, encrypted as they are read."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import fields
from sqlalchemy import Connection

from dashboard.auth.opening import has_office
from dashboard.backup.bundle import pack
from dashboard.backup.contents import BUILDS, KEYS, STORE_FILE, Kept, files_of
from dashboard.backup.last import note
from dashboard.backup.sealing import read_recipients, seal
from dashboard.builds import PINS, builds_of_reports
from dashboard.cases.case_store import all_cases
from dashboard.operational import chain
from dashboard.operational.copies import copy_store
from dashboard.operational.export import verify_store
from dashboard.operational.store import Office, office_of
from dashboard.report.archive import program_hash
from dashboard.upkeep.builds_kept import pins
from etl.errors import BackupError, UsageError, told
from etl.settings import OFFICE_FILE, PREFIX, Secret, Settings
from etl.store.read import POINTER, WAREHOUSE, current_build_id

_PROJECT: Final = "liaoning-manufacturing-performance"
_ATTEMPTS: Final = 5
_NO_LINKS: Final = frozenset({errno.EPERM, errno.ENOTSUP, errno.ENOSYS})
"""What file systems without links say, such as those of USB sticks (exFAT)."""


class Made(Struct, frozen=True):
    """A backup that was made.

    Attributes:
        file: where it lies.
        size: bytes.
        files: how many files it holds.
        events: events of its chain.
        head: its head; empty where nobody acted.
        builds: how many builds go along.
        findings: what is wrong with the chain, in sentences; the backup is made all the same.
    """

    file: Path
    size: int
    files: int
    events: int
    head: str
    builds: int
    findings: tuple[str, ...]


class _Store(Struct, frozen=True):
    """The store as it goes into a backup; ``copy`` is None where nobody acted yet."""

    copy: Path | None
    facts: dict[str, Any]
    builds: frozenset[str]
    findings: tuple[str, ...] = ()


def make_backup(settings: Settings, out: Path, lang: str, *, with_keys: bool = True) -> Made:
    """Write a backup of a deployment: whole, or not at all. The server may go on working.

    Args:
        settings: the deployment; its ``backup_recipients`` can open the file.
        out: the file, which must not be there yet.
        lang: of what is said about the chain.
        with_keys: the keys of chain and sealed texts go along.

    Raises:
        UsageError: the file exists, or no recipient is named.
        DataError: a database page is damaged, or files changed again and again.
    """
    recipients = read_recipients(settings.backup_recipients)
    if out.exists():
        raise UsageError(**told("backup_exists", file=out))
    out.parent.mkdir(parents=True, exist_ok=True)
    with _store_at_rest(settings, lang) as store:
        files = list(_files(settings, store, with_keys=with_keys))
        facts = _facts(settings, store, files)
        handle, draft = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                seal(pack(files, facts), stream, recipients)
                stream.flush()
                os.fsync(stream.fileno())
            _named(Path(draft), out)
        finally:
            Path(draft).unlink(missing_ok=True)
    note(settings, out, is_whole=not store.findings)
    told_of = store.facts
    return Made(
        out,
        out.stat().st_size,
        len(files),
        told_of["events"],
        told_of["head"],
        len(store.builds),
        store.findings,
    )


def _named(draft: Path, out: Path) -> None:
    """Give a finished file its name; what has come there meanwhile is not replaced.

    Raises:
        UsageError: a file has come there.
    """
    try:
        os.link(draft, out)  # refuses to replace, unlike a rename
    except FileExistsError as error:
        raise UsageError(**told("backup_exists", file=out)) from error
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if out.exists():
            raise UsageError(**told("backup_exists", file=out)) from error
        draft.rename(out)


def _files(settings: Settings, store: _Store, *, with_keys: bool) -> Iterator[Kept]:
    if store.copy is not None:
        yield Kept(STORE_FILE, store.copy)
    yield from files_of(settings, store.builds, with_keys=with_keys)
    for build_id in sorted(builds_of_reports(settings)):
        yield Kept(f"{BUILDS}/{PINS}/{build_id}", settings.builds / PINS / build_id)


@contextmanager
def _store_at_rest(settings: Settings, lang: str) -> Iterator[_Store]:
    """The store at a moment at which the pointers beside it say the same.

    Raises:
        BackupError: builds were published all the time.
    """
    if not has_office(settings):
        yield _Store(None, {"kind": "none", "events": 0, "head": "", "signer": ""}, _current(settings))
        return
    settings.office.mkdir(parents=True, exist_ok=True)
    office = office_of(settings)
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=settings.office) as scratch:
            for _ in range(_ATTEMPTS):
                copy = Path(tempfile.mkdtemp(dir=scratch)) / OFFICE_FILE
                before = _pointers(settings)
                copy_store(office, copy)
                if _pointers(settings) == before:
                    break
            else:
                raise BackupError(**told("backup_changed", file=settings.builds / POINTER))
            yield _read(settings, copy, office.engine.dialect.name, lang)
    finally:
        office.close()


def _pointers(settings: Settings) -> tuple[bytes, ...]:
    paths = (settings.builds / POINTER, settings.accepted / POINTER)
    return tuple(path.read_bytes() if path.is_file() else b"" for path in paths)


def _read(settings: Settings, copy: Path, kind: str, lang: str) -> _Store:
    """What the copy says: its head, whether its chain holds, which builds it refers to."""
    office = Office(f"sqlite:///{copy}", settings.chain_key)
    try:
        with office.reading() as connection:
            head = chain.head(connection)
            held = _held(settings, connection)
        said, is_whole = verify_store(office, lang, None) if head.sequence else ([], True)
    finally:
        office.close()
    facts = {"kind": kind, "events": head.sequence, "head": str(head), "signer": head.signer}
    return _Store(
        copy,
        facts | {"is_whole": is_whole},
        held | _current(settings),
        () if is_whole else tuple(said),
    )


def _held(settings: Settings, connection: Connection) -> frozenset[str]:
    """The builds that cases, reports or people refer to; all of them where the events no longer tell."""
    there = {path.parent.name for path in settings.builds.glob(f"*/{WAREHOUSE}")}
    try:
        held = {file.case.evidence.build_id for file in all_cases(connection)} | set(pins(connection))
    except (LookupError, ValueError, TypeError):  # somebody altered them; the findings say so
        return frozenset(there)
    return frozenset(there & (held | builds_of_reports(settings)))


def _current(settings: Settings) -> frozenset[str]:
    build_id = current_build_id(settings.builds)
    return frozenset({build_id} if build_id else ())


def _facts(settings: Settings, store: _Store, files: list[Kept]) -> dict[str, Any]:
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "release": version(_PROJECT),
        "reports_by": program_hash(),
        "is_demo": settings.demo,
        "store": store.facts,
        "keys": [file.name for file in files if file.name.startswith(f"{KEYS}/")],
        "settings": dict(_set_settings(settings)),
    }


def _set_settings(settings: Settings) -> Iterator[tuple[str, str]]:
    """What the deployment was told, except secrets."""
    for each in fields(Settings):
        value = getattr(settings, each.name)
        if not isinstance(value, Secret) and value != each.default:
            yield f"{PREFIX}{each.name.upper()}", str(value)
