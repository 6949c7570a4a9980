"""Bring a deployment back from a backup: staged, verified to the last hash, then put in place."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from dashboard.backup.bundle import unpack
from dashboard.backup.contents import (
    BUILDS,
    CHAIN_KEY,
    FONTS,
    KEYS,
    OFFICE,
    ROOTS,
    STORE,
    own_name,
    root_of,
)
from dashboard.backup.placing import ASIDE, Move, Placing, placing, same_tree, take_back_unfinished
from dashboard.backup.sealing import read_identity, unseal
from dashboard.in_use import held_alone
from dashboard.operational import chain
from dashboard.operational.copies import bring_up, fold, load_copy, refuse_if_filled
from dashboard.operational.export import verify_store
from dashboard.operational.operator import operator
from dashboard.operational.store import Office, office_of
from dashboard.report.archive import program_hash
from etl.errors import BackupError, UsageError, told
from etl.pipeline.lock import one_build_at_a_time
from etl.settings import DEMO_DIR, OFFICE_FILE, Settings
from etl.store.read import POINTER

RESTORED: Final = "restored.json"
_NOTE: Final = "store_restored"
_OFFICE_FONTS: Final = "fonts"


class Restored(Struct, frozen=True):
    """What was brought back, or would be.

    Attributes:
        made: when the backup was made, ISO 8601.
        release: the version of the program that made it.
        events: events of its chain.
        head: its head; empty where nobody acted.
        builds: how many builds.
        reports: how many archived runs.
        has_keys: whether the deployment can act at once.
        is_same_program: whether archived reports come out byte for byte.
        settings: what the deployment was told, except secrets.
        fonts: where the office's own fonts lie now; None where it has none.
    """

    made: str
    release: str
    events: int
    head: str
    builds: int
    reports: int
    has_keys: bool
    is_same_program: bool
    settings: dict[str, str]
    fonts: Path | None


def restore(
    settings: Settings,
    file: Path,
    key: Path,
    passphrase: str,
    *,
    lang: str = "zh",
    only_check: bool = False,
    replace: bool = False,
    despite_findings: bool = False,
) -> Restored:
    """Restore a deployment: whole, or not at all.

    Args:
        settings: where it goes.
        file: the backup.
        key: file of the secret key.
        passphrase: of that file; empty for none.
        lang: of what is said about the chain.
        only_check: verify everything and put nothing in place.
        replace: what is there already is put aside, where it can be found.
        despite_findings: also where the chain does not hold, because it did not when the backup was made.

    Raises:
        UsageError: another key, a damaged or altered file, a place that is not empty, or that a server
            works in.
        BackupError: the chain of the backup does not hold.
        BuildError: a build is under way there.
        DataError: its store is damaged or of a later release.
    """
    identity = read_identity(key, passphrase)
    if not file.is_file():
        raise UsageError(**told("backup_missing", file=file))
    with ExitStack() as held:
        if not only_check:
            held.enter_context(held_alone(settings.office))
            take_back_unfinished(settings.office)
        work = held.enter_context(placing(_targets(settings)))
        with work.bundle.open("xb") as out:
            work.bundle.chmod(0o600)
            unseal(file, out, identity)
        manifest = unpack(work.bundle, work.staging)
        work.bundle.unlink()
        if manifest["is_demo"] != settings.demo:
            raise UsageError(**told("backup_nature"))
        has_keys = _verify(settings, work, manifest, lang, despite_findings=despite_findings)
        found = _summary(work, manifest, has_keys=has_keys)
        if not only_check:
            with one_build_at_a_time(settings.builds):
                _put(settings, work, manifest, replace=replace)
    return found


def _targets(settings: Settings) -> dict[str, Path]:
    """Where each root goes; the fonts of an office into its folder, unless settings name another."""
    fonts = settings.report_fonts or settings.office / _OFFICE_FONTS
    found = {root: root_of(settings, root) or fonts for root in ROOTS}
    return {OFFICE: found[OFFICE], **found}  # the journal lies in the office


def _verify(
    settings: Settings, work: Placing, manifest: dict[str, Any], lang: str, *, despite_findings: bool
) -> bool:
    """Hold the store against its chain, its head and its key.

    Returns:
        whether the key that signs the chain is there.
    """
    staged = work.staging[KEYS] / CHAIN_KEY
    key_file = staged if staged.is_file() else settings.chain_key
    if manifest["store"]["kind"] == "none":
        return key_file.is_file()
    copy = work.staging[STORE] / OFFICE_FILE
    bring_up(copy)
    office = Office(f"sqlite:///{copy}", key_file)
    try:
        with office.reading() as connection:
            head = chain.head(connection)
        said, is_whole = verify_store(office, lang, None) if head.sequence else ([], True)
        if str(head) != manifest["store"]["head"] or not (is_whole or despite_findings):
            raise BackupError(**told("backup_chain", found=" ".join(said), head=head))
        can_act = bool(key_file.is_file() and head.sequence and office.key)  # raises where it does not fit
        if can_act:
            _note(office, manifest)
        return can_act
    finally:
        office.close()
        fold(copy)


def _summary(work: Placing, manifest: dict[str, Any], *, has_keys: bool) -> Restored:
    store = manifest["store"]
    has_fonts = any(work.staging[FONTS].iterdir())
    return Restored(
        made=manifest["made"],
        release=manifest["release"],
        events=store["events"],
        head=store["head"] if store["events"] else "",
        builds=sum(each.is_dir() and (each / "catalog").is_dir() for each in work.staging[BUILDS].iterdir()),
        reports=len(list((work.staging[OFFICE] / "reports").glob("*/run.json"))),
        has_keys=has_keys or not store["events"],
        is_same_program=manifest["reports_by"] == program_hash(),
        settings=manifest["settings"],
        fonts=work.targets[FONTS] if has_fonts else None,
    )


def _put(settings: Settings, work: Placing, manifest: dict[str, Any], *, replace: bool) -> None:
    note = {name: value for name, value in manifest.items() if name != "files"}
    note["restored"] = datetime.now(UTC).isoformat(timespec="seconds")
    path = work.staging[OFFICE] / RESTORED
    path.write_text(json.dumps(note, ensure_ascii=False, indent=1), encoding="utf-8")
    copy = work.staging[STORE] / OFFICE_FILE
    if not (copy.is_file() and settings.database_url.reveal()):
        work.plan(list(_moves(settings, work, replace=replace)))
        work.move()
        return
    office = office_of(settings)
    try:
        with office.reading() as connection:
            refuse_if_filled(connection, office.engine)
        copy = copy.rename(work.staging[STORE] / f".{OFFICE_FILE}")  # its rows go elsewhere
        work.plan(list(_moves(settings, work, replace=replace)))
        work.move()
        try:
            load_copy(copy, office)
        except BaseException:
            work.undo()
            raise
    finally:
        office.close()


def _moves(settings: Settings, work: Placing, *, replace: bool) -> Iterator[Move]:
    """What goes where; what is there already first goes aside, where that was asked for.

    Raises:
        UsageError: something else is there.
    """
    for root, staged in _staged(work):
        target = work.targets[root]
        for entry in staged:
            place = target / (own_name(settings, entry.name) if root == KEYS else entry.name)
            if place.exists() and same_tree(entry, place):
                continue
            if place.exists():
                _refuse(place, replace=replace)
                yield place, target / f"{ASIDE}{work.token}" / place.name
            yield entry, place
        yield from _in_the_way(root, target, {each.name for each in staged}, work, replace=replace)


def _staged(work: Placing) -> Iterator[tuple[str, list[Path]]]:
    for root in ROOTS:
        entries = sorted(work.staging[root].iterdir())
        yield root, [entry for entry in entries if not entry.name.startswith(".")]


def _in_the_way(root: str, target: Path, names: set[str], work: Placing, *, replace: bool) -> Iterator[Move]:
    """What another deployment left: files of its catalogue or office that this one does not have."""
    if root in {KEYS, STORE, FONTS}:
        return
    kept = {DEMO_DIR, KEYS, _OFFICE_FONTS} if root == OFFICE else set()
    if (work.staging[STORE] / OFFICE_FILE).exists():
        kept.add(OFFICE_FILE)  # looked at with the store
    for entry in sorted(target.iterdir()):
        if entry.name.startswith(".") or entry.name in names | kept or _is_no_pointer(root, entry):
            continue
        _refuse(entry, replace=replace)
        yield entry, target / f"{ASIDE}{work.token}" / entry.name


def _is_no_pointer(root: str, entry: Path) -> bool:
    """Whether it is a build of its own beside the restored ones, which does no harm."""
    return root == BUILDS and entry.name != POINTER


def _refuse(path: Path, *, replace: bool) -> None:
    if not replace:
        raise UsageError(**told("restore_in_the_way", found=path))


def _note(office: Office, manifest: dict[str, Any]) -> None:
    """Write down in the chain that the store was brought back: what came after the backup is not in it."""
    facts = {"made": manifest["made"], "head": manifest["store"]["head"]}
    with office.acting() as act:
        act.record(_NOTE, actor=operator(), subject="store", **facts)
