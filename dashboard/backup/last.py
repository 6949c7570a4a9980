"""When the last backup of a deployment was made, for whoever watches over it."""

import contextlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from msgspec import Struct

from etl.settings import Settings
from etl.whole_file import written_whole

NOTE: Final = ".last-backup.json"
"""Beside what people did; in no backup, for a restored deployment has none of its own yet."""


class LastBackup(Struct, frozen=True):
    """The last backup that was written whole.

    Attributes:
        made: when.
        file: where it was put; it may have been carried elsewhere since.
        is_whole: whether the chain in it verified.
    """

    made: datetime
    file: str
    is_whole: bool


def note(settings: Settings, file: Path, *, is_whole: bool) -> None:
    """Write down that a backup was made now; where that cannot be, the doctor will ask for one too early."""
    told = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "file": str(file.resolve()),
        "is_whole": is_whole,
    }
    with contextlib.suppress(OSError):
        settings.office.mkdir(parents=True, exist_ok=True)
        with written_whole(settings.office / NOTE) as draft:
            draft.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def last_backup(settings: Settings) -> LastBackup | None:
    """The last one; None where none is known of."""
    try:
        told = json.loads((settings.office / NOTE).read_text(encoding="utf-8"))
        return LastBackup(datetime.fromisoformat(told["made"]), str(told["file"]), bool(told["is_whole"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
