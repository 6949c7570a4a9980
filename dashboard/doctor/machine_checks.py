"""Checks of the machine: program, fonts, disk, folders, clock."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from dashboard.doctor.finding import Finding, Machine, well, worth_a_look, wrong
from dashboard.report.fonts import choose_faces
from etl.settings import Settings
from etl.store.read import WAREHOUSE

OLDEST_PYTHON: Final = (3, 11)
NAMED: Final = ("duckdb", "dash", "plotly", "sqlalchemy", "waitress", "typst")
LEAST_FREE: Final = 200 * 2**20
"""Bytes; below that, a build or an upload is likely to fail half-way."""

ENOUGH_FREE: Final = 2 * 2**30
SLIP: Final = timedelta(minutes=5)
_SAMPLE: Final = "辽宁省能耗强度0123456789"
_MIB: Final = 2**20


def program(machine: Machine) -> Finding:
    """The interpreter and the libraries."""
    python = ".".join(map(str, machine.python()))
    if machine.python()[:2] < OLDEST_PYTHON:
        return wrong("program", "old", python=python)
    versions = {name: machine.version(name) for name in NAMED}
    missing = [name for name, found in versions.items() if not found]
    if missing:
        return wrong("program", "missing", found=", ".join(missing))
    listed = ", ".join(f"{name} {found}" for name, found in versions.items())
    if not machine.keeps_bytecode():
        return worth_a_look("program", "bytecode", python=python, versions=listed)
    return well("program", python=python, versions=listed)


def fonts(settings: Settings) -> Finding:
    """The fonts of reports."""
    folder = settings.report_fonts
    if folder is not None and not folder.is_dir():
        return wrong("fonts", "gone", folder=folder)
    faces = choose_faces(folder)
    missing = faces.missing(_SAMPLE)
    if missing:
        return wrong("fonts", "lacking", found="".join(missing))
    return well("fonts", count=len(faces.files()))


def disk(settings: Settings, machine: Machine) -> Finding:
    """Room where builds and the store grow."""
    folders = {settings.builds: machine.free(settings.builds), settings.office: machine.free(settings.office)}
    folder, free = min(folders.items(), key=lambda each: each[1])
    facts: dict[str, Any] = {"folder": folder, "free": f"{free / _MIB:,.0f}"}
    if free < LEAST_FREE:
        return wrong("disk", "full", **facts)
    return well("disk", **facts) if free >= ENOUGH_FREE else worth_a_look("disk", "little", **facts)


def folders(settings: Settings) -> Finding:
    """Who may write where, and who may read the keys."""
    for folder in (settings.builds, settings.office):
        if folder.exists() and not os.access(folder, os.W_OK | os.X_OK):
            return wrong("folders", "read_only", folder=folder)
    if not os.access(settings.deployment_dir / "catalog", os.R_OK) and not settings.demo:
        return wrong("folders", "no_catalog", folder=settings.deployment_dir)
    open_to_others = next(_readable_by_others(settings), None)
    if open_to_others is not None:
        return wrong("folders", "open_key", file=open_to_others)
    return well("folders", builds=settings.builds, office=settings.office)


def _readable_by_others(settings: Settings) -> Iterator[Path]:
    """Secrets that more than their owner may read; other systems tell this in other ways."""
    if os.name != "posix":
        return
    keys = (settings.chain_key, settings.chain_key.with_name("sealed.key"), settings.session_key)
    for path in keys:
        if path.is_file() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield path


def clock(settings: Settings, machine: Machine, last_event: str) -> Finding:
    """Whether the clock stands before something that has happened already."""
    happened = [
        datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in settings.builds.glob(f"*/{WAREHOUSE}")
    ]
    if last_event:
        happened.append(datetime.fromisoformat(last_event))
    now = machine.now()
    latest = max(happened, default=now)
    facts = {"now": now.strftime("%Y-%m-%d %H:%M"), "latest": latest.strftime("%Y-%m-%d %H:%M")}
    return wrong("clock", "set_back", **facts) if now + SLIP < latest else well("clock", **facts)
