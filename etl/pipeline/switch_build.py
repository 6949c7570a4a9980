"""Turn to another finished build, and to the accepted files that it was made of: together, or not at all.

Whoever is killed in between leaves the old build or the new one in use, and doing it again completes it.
"""

import shutil
from pathlib import Path

from etl.errors import BuildError, told
from etl.pipeline.lock import one_build_at_a_time
from etl.pipeline.verify import is_whole, refuse_if_damaged
from etl.publish.pointer import DRAFT, put_in_place, set_current
from etl.store.read import current_build_id

_ASIDE = ".building-aside"  # what a killed build leaves is swept by the next one


def accepted_files(folder: Path) -> Path | None:
    """The accepted files that builds take in; None where none was ever accepted.

    Args:
        folder: holds a folder per state of acceptance and a pointer to the one in force.

    Raises:
        BuildError: the pointer names a folder that is not there. Nothing accepted is ever left out silently.
    """
    name = current_build_id(folder) if folder.is_dir() else None
    if name is None:
        return None
    chosen = folder / name
    if not chosen.is_dir():
        raise BuildError(**told("no_accepted_files", folder=chosen))
    return chosen


def turn_to(
    build_dir: Path, build_id: str, *, made_in: Path | None = None, accepted: Path | None = None
) -> None:
    """Make a finished build the current one.

    Args:
        build_dir: the folder of the builds.
        build_id: the build.
        made_in: the folder that it was made in, if that is another one; it is moved from there.
        accepted: the folder of accepted files that it was made of; later builds take in the same.

    Raises:
        BuildError: another build is under way, or this one is damaged or not there.
    """
    with one_build_at_a_time(build_dir):
        target = build_dir / build_id
        made = made_in / build_id if made_in else target
        if made != target and made.is_dir() and not is_whole(target):
            refuse_if_damaged(made)
            shutil.rmtree(build_dir / _ASIDE, ignore_errors=True)
            put_in_place(made, target, aside=build_dir / _ASIDE)
        refuse_if_damaged(target)
        for leftover in build_dir.glob(f"{DRAFT}*"):
            leftover.unlink(missing_ok=True)
        if accepted is not None:
            # before the build: should nobody come to the next line, the next build holds the same files
            set_current(accepted.parent, accepted.name)
        set_current(build_dir, build_id)
