"""What belongs to a deployment and cannot be made again, and where each part of it lies.

Left out: the key of cookies (sessions end with a restore), caches, builds that nothing refers to (they are
made again from catalogue and raw files), what another process is just writing, and every secret of the
settings, which the administrator keeps with the settings themselves.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from etl.settings import DEMO_DIR, OFFICE_FILE, Settings
from etl.store.read import POINTER

CATALOG, RAW, OFFICE, BUILDS = "catalog", "raw", "office", "builds"
KEYS, FONTS, STORE = "keys", "fonts", "store"
ROOTS: Final = (CATALOG, RAW, FONTS, BUILDS, KEYS, STORE, OFFICE)
"""In the order in which they are put in place: without its store, a deployment is one where nobody acted."""

STORE_FILE: Final = f"{STORE}/{OFFICE_FILE}"
SEALED_KEY: Final = "sealed.key"
CHAIN_KEY: Final = "chain.pem"
_NOT_KEPT: Final = frozenset({"keys", DEMO_DIR, OFFICE_FILE, f"{OFFICE_FILE}-wal", f"{OFFICE_FILE}-shm"})


class Kept(Struct, frozen=True):
    """A file of a backup.

    Attributes:
        name: root and place below it, with slashes.
        path: where it lies now.
    """

    name: str
    path: Path


def root_of(settings: Settings, root: str) -> Path | None:
    """The folder of a part of a deployment; None for the fonts of an office that has none of its own."""
    return {
        CATALOG: settings.deployment_dir / CATALOG,
        RAW: settings.deployment_dir / RAW,
        OFFICE: settings.office,
        BUILDS: settings.builds,
        KEYS: settings.chain_key.parent,
        FONTS: settings.report_fonts,
        STORE: settings.office,
    }[root]


def own_name(settings: Settings, name: str) -> str:
    """The name of a key file here: the deployment may call the key of its chain otherwise."""
    return settings.chain_key.name if name == CHAIN_KEY else name


def files_of(settings: Settings, builds: frozenset[str], *, with_keys: bool) -> Iterator[Kept]:
    """Every file, except the store.

    Args:
        settings: the deployment.
        builds: ids of the builds that go along.
        with_keys: the private keys too.
    """
    for root in (CATALOG, RAW, FONTS):
        folder = root_of(settings, root)
        if folder is not None:
            yield from _below(root, folder, folder)
    for entry in _entries(settings.office):
        if entry.name not in _NOT_KEPT:
            yield from _below(OFFICE, settings.office, entry)
    if with_keys:
        chain = settings.chain_key
        keys = ((CHAIN_KEY, chain), (SEALED_KEY, chain.with_name(SEALED_KEY)))
        yield from (Kept(f"{KEYS}/{name}", path) for name, path in keys if path.is_file())
    for name in (POINTER, *sorted(builds)):
        yield from _below(BUILDS, settings.builds, settings.builds / name)


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _below(root: str, folder: Path, path: Path) -> Iterator[Kept]:
    """A file, or all files below a folder; names that begin with a dot are drafts of somebody."""
    if path.name.startswith(".") or path.is_symlink():
        return
    if path.is_file():
        yield Kept(f"{root}/{path.relative_to(folder).as_posix()}", path)
    for entry in _entries(path):
        yield from _below(root, folder, entry)
