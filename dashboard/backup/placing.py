"""Folders beside their targets where a restored deployment is staged, and the moves that put it in place.

Each target holds its own ``.restore-…`` folder, so that every move is a rename within one file system. The
moves are written down before they are made: a restore that was killed is taken back by the next one.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from etl.whole_file import written_whole

PREFIX: Final = ".restore-"
ASIDE: Final = ".before-restore-"
_JOURNAL: Final = "moves.json"
Move = tuple[Path, Path]


class Placing:
    """The folders of one restore, and what it moves."""

    def __init__(self, targets: Mapping[str, Path]) -> None:
        """Make the folders.

        Args:
            targets: folder of each root; the journal lies with the first one.
        """
        self.targets = dict(targets)
        self.made: list[Path] = []
        self.staging: dict[str, Path] = {}
        self._moves: list[Move] = []
        for root, target in targets.items():
            self.made += _make(target)
            self.staging[root] = Path(tempfile.mkdtemp(prefix=PREFIX, dir=target))
        self._own = next(iter(self.staging.values()))
        self.bundle = self._own.with_name(f"{self._own.name}.bundle")
        self.token = self._own.name.removeprefix(PREFIX)
        self.plan([])

    def plan(self, moves: list[Move]) -> None:
        """Write down what will be moved."""
        self._moves = moves
        journal = self._own.with_name(f"{self._own.name}.{_JOURNAL}")
        told = {
            "moves": [[str(source), str(target)] for source, target in moves],
            "staging": [str(folder) for folder in self.staging.values()],
        }
        with written_whole(journal) as draft:  # half a journal could not be taken back
            draft.write_text(json.dumps(told), encoding="utf-8")

    def move(self) -> None:
        """Put everything in place; what cannot be is taken back."""
        try:
            for source, target in self._moves:
                target.parent.mkdir(parents=True, exist_ok=True)
                source.rename(target)
        except OSError:
            self.undo()
            raise

    def undo(self) -> None:
        """Take back what was moved."""
        take_back(self._moves)

    def clear(self) -> None:
        """Remove the folders, and those that were made for nothing."""
        self.bundle.unlink(missing_ok=True)
        for folder in self.staging.values():
            shutil.rmtree(folder, ignore_errors=True)
        self._own.with_name(f"{self._own.name}.{_JOURNAL}").unlink(missing_ok=True)
        for folder in reversed(self.made):
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


@contextmanager
def placing(targets: Mapping[str, Path]) -> Iterator[Placing]:
    """The folders of one restore, gone afterwards."""
    work = Placing(targets)
    try:
        yield work
    finally:
        work.clear()


def take_back(moves: list[Move]) -> None:
    """Undo moves, the last first; those that were never made are passed over."""
    for source, target in reversed(moves):
        if target.exists() and not source.exists() and source.parent.is_dir():
            target.rename(source)


def unfinished(folder: Path) -> list[Path]:
    """The journals of restores that were killed."""
    return sorted(folder.glob(f"{PREFIX}*.{_JOURNAL}")) if folder.is_dir() else []


def take_back_unfinished(folder: Path) -> None:
    """Take back what killed restores had moved, and remove what they had staged."""
    for journal in unfinished(folder):
        told = json.loads(journal.read_text(encoding="utf-8"))
        take_back([(Path(source), Path(target)) for source, target in told["moves"]])
        for staging in told["staging"]:
            shutil.rmtree(staging, ignore_errors=True)
        journal.unlink()


def _make(folder: Path) -> list[Path]:
    """Make a folder and whatever lies above it."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir()
    return missing[::-1]


def same_tree(one: Path, other: Path) -> bool:
    """Whether two files or folders hold the same, but for names that begin with a dot."""
    if one.is_dir() and other.is_dir():
        names = [{each.name for each in folder.iterdir() if not each.name.startswith(".")}
                 for folder in (one, other)]  # fmt: skip
        return names[0] == names[1] and all(same_tree(one / name, other / name) for name in names[0])
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()
