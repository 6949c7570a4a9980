"""Declarations that two people changed, laid over the copy of the catalogue that a build is made by.

    <declared>/targets/<day>-<number>.yaml      adoptions/<day>-<number>.yaml      regions/<day>-<number>.csv

The day in the name is that of the acceptance: a build of an earlier day is made without it, and so it is the
same build, byte by byte, as one that was made then. The base of the catalogue is never written to.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from etl.errors import BuildError

_NAME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})-\d{4,}\.(yaml|csv)")
_LISTS: Final = {"targets": "targets", "adoptions": "rules/adoptions"}
_REGIONS: Final = "regions"


def lay_over(catalog: Path, declared: Path | None, as_of: date | None) -> None:
    """Put changed declarations into the copy of a catalogue.

    Args:
        catalog: the copy, which is changed.
        declared: the folder of the changes; None or not there for none.
        as_of: leave out what was accepted later.

    Raises:
        BuildError: a file there is none of ours: nothing is passed over silently.
    """
    if declared is None or not declared.is_dir():
        return
    for kind, path in _changes(declared, as_of):
        if kind == _REGIONS:
            _append(catalog / "regions.csv", path)
        else:
            _add(catalog / _LISTS[kind], path)


def _changes(declared: Path, as_of: date | None) -> Iterator[tuple[str, Path]]:
    for path in sorted(declared.rglob("*")):
        if path.is_dir() or path.name.startswith("."):
            continue
        kind, name = path.parent.name, _NAME.fullmatch(path.name)
        if kind not in {*_LISTS, _REGIONS} or path.parent.parent != declared or name is None:
            raise BuildError(
                problem=f"{path} is no changed declaration", action="Remove it, or restore it from a backup"
            )
        if as_of is None or date.fromisoformat(name[1]) <= as_of:
            yield kind, path


def _add(folder: Path, path: Path) -> None:
    """A list of declarations more; what stood in one file moves into the folder beside it."""
    single = folder.with_suffix(".yaml")
    if not folder.is_dir():
        folder.mkdir(parents=True)
        if single.exists():
            single.rename(folder / "base.yaml")
    shutil.copyfile(path, folder / f"declared-{path.name}")


def _append(regions: Path, path: Path) -> None:
    """Rows more of the regions, without their heading."""
    _, _, rows = path.read_text(encoding="utf-8").partition("\n")
    text = regions.read_text(encoding="utf-8")
    regions.write_text(f"{text.rstrip()}\n{rows}", encoding="utf-8")
