"""The auditor's pack: what was done in a period, by which rules, versions and rights, as one zip.

The chain is packed whole, because only the whole of it can be verified; what falls into the period is listed
beside it for reading. The manifest names every file with its hash, and the head that reports print.
"""

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from dashboard.auth.people import all_users
from dashboard.auth.rights import matrix_csv
from dashboard.auth.rights_export import rights_csv
from dashboard.cases.case import Move
from dashboard.cases.case_events import CaseFile, Entry, act_facts
from dashboard.cases.case_store import all_cases
from dashboard.format import CHINA, csv_text
from dashboard.operational import chain
from dashboard.operational.event import Event
from dashboard.operational.export import EVENTS_FILE, export_chain
from dashboard.operational.store import Office
from etl.errors import UsageError

MANIFEST: Final = "manifest.json"
_EVENTS = ("sequence", "at", "actor", "kind", "subject", "hash")
_DECISIONS = (
    "case",
    "region",
    "instrument",
    "on",
    "at",
    "actor",
    "act",
    "move",
    "basis",
    "document",
    "reason",
)
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the same content is the same zip


def write_pack(office: Office, builds: Path, first: date, last: date, out: Path) -> chain.Head:
    """Write the pack: whole or not at all.

    Args:
        office: the store.
        builds: folder of the builds and of the pointer.
        first: the first day of the period, in China.
        last: its last day, included.
        out: the zip; must not exist yet.

    Returns:
        the head of the chain that was packed.

    Raises:
        UsageError: the file exists, or the period ends before it begins.
    """
    if out.exists():
        raise UsageError(problem=f"{out} exists already", action="Name a file that does not exist yet")
    if last < first:
        raise UsageError(problem=f"The period ends on {last}, before {first}", action="Swap --from and --to")
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as scratch:
        folder = Path(scratch) / "pack"
        folder.mkdir()
        head = export_chain(office, folder / "chain")
        _write_period(office, folder, first, last)
        versions = _write_rules(builds, folder)
        told = {"from": first.isoformat(), "to": last.isoformat(), "head": str(head), "key": head.signer}
        _write_manifest(folder, {**told, **versions})
        packed = Path(scratch) / out.name
        _zip(folder, packed)
        packed.rename(out)
    return head


def _write_period(office: Office, folder: Path, first: date, last: date) -> None:
    """What was done in the period, the cases it concerned, and the rights as they hold now."""
    told = (folder / "chain" / EVENTS_FILE).read_text(encoding="utf-8")
    # a line feed alone ends an event: text pasted from elsewhere holds U+2028 and the like
    events = [Event.of_body(line.split("\t", 2)[2]) for line in told.split("\n") if line]
    within = [event for event in events if first <= _day(event.at) <= last]
    rows = [[str(getattr(event, name)) for name in _EVENTS] for event in within]
    _write(folder / "events.csv", csv_text(_EVENTS, rows))
    with office.reading() as connection:
        cases, users = all_cases(connection), all_users(connection)
    decided = [row for file in cases for row in _decisions(file, first, last)]
    _write(folder / "decisions.csv", csv_text(_DECISIONS, decided))
    _write(folder / "rights.csv", rights_csv(users))
    _write(folder / "roles.csv", matrix_csv())


def _decisions(file: CaseFile, first: date, last: date) -> Iterator[list[str]]:
    """The moves of a case and what was refused in it, in the period."""
    for entry in file.entries:
        if first <= _day(entry.at) <= last:
            yield [file.number, file.case.region, file.instrument.id, *_entry(entry)]


def _entry(entry: Entry) -> list[str]:
    told: dict[str, Any] = act_facts(entry.act) if entry.act else {}
    move = entry.move.value if isinstance(entry.move, Move) else f"refused:{entry.refusal}"
    act = told.get("name", entry.name)
    said = [str(told.get(name, "")) for name in ("basis", "document", "reason")]
    return [str(told.get("on", "")), entry.at, entry.actor, act, move, *said]


def _write_rules(builds: Path, folder: Path) -> dict[str, Any]:
    """The declarations of the current build, as they were published with it, and which builds there are."""
    pointer = builds / "current"
    if not pointer.is_file():
        return {"build": None, "builds": []}
    build_id = pointer.read_text("ascii").strip()
    catalog = builds / build_id / "catalog"
    for name in ("rules", "registers"):
        if (catalog / name).is_dir():
            shutil.copytree(catalog / name, folder / name)
    held = sorted(path.parent.name for path in builds.glob("*/warehouse.duckdb"))
    return {"build": build_id, "builds": held}


def _write_manifest(folder: Path, told: dict[str, Any]) -> None:
    files = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    text = json.dumps({"format": 1, **told, "files": files}, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _zip(folder: Path, out: Path) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EPOCH)
                name.compress_type = zipfile.ZIP_DEFLATED
                packed.writestr(name, path.read_bytes())


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8-sig")


def _day(at: str) -> date:
    return datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(CHINA).date()
