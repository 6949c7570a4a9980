"""A workbook that somebody brought to the load desk, and how far it has come."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

from msgspec import Struct, field

SUFFIXES: Final = (".xlsx", ".xls", ".xlsm", ".csv")
LONGEST_NAME: Final = 120
SILENT_SECONDS: Final = 60
"""A build tells a step every few seconds; a process that says nothing for so long has ended."""

CHINA: Final = timezone(timedelta(hours=8))
_FORBIDDEN: Final = frozenset('<>:"/\\|?*')
_OPEN_IN_OFFICE: Final = "~$"


class State(StrEnum):
    """How far an upload has come."""

    READING = "reading"
    FAULTY = "faulty"
    READY = "ready"
    PROPOSED = "proposed"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    ACCEPTED = "accepted"  # by two people; the build that holds it is being made
    PUBLISHING = "publishing"  # decided for good: whoever finds it so completes it
    PUBLISHED = "published"
    UNDOING = "undoing"
    UNPUBLISHING = "unpublishing"
    UNDONE = "undone"


class Work(StrEnum):
    """What the process in the background does about it."""

    NONE = ""
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    FAILED = "failed"


AT_WORK: Final = frozenset(
    {State.READING, State.ACCEPTED, State.UNDOING, State.PUBLISHING, State.UNPUBLISHING}
)
"""States that a process in the background leads on from."""

DECIDED: Final = frozenset({State.PUBLISHING, State.UNPUBLISHING})
"""States that are completed whatever happens, never stopped."""

IN_FORCE: Final = frozenset({State.PUBLISHING, State.PUBLISHED, State.UNDOING})
"""States in which builds take the file in."""


class Upload(Struct, frozen=True):
    """One upload.

    Attributes:
        name: of the file, as it was brought.
        source: id of its source; empty until it was told from its name.
        size: bytes.
        day: the day from which its figures count: that of the acceptance, before that of the upload.
        regions: codes of the regions that it speaks of.
        report: hash of what was found; empty until it was read.
        build_before, build_after: the builds before and with it, as it was read, then as it was published.
        files: name of the folder of accepted files of the build that is published.
        step, done, parts: how far the work in the background is.
        is_silent: whether that work has ended without a word.
        decided_by, reason: who accepted or refused it, and why.
        problem: why the work failed, by language.
    """

    id: int
    name: str
    source: str
    sha256: str
    size: int
    uploaded_by: str
    uploaded_at: str
    state: State
    day: date
    regions: tuple[str, ...]
    report: str
    proposal_id: int | None
    build_before: str
    build_after: str
    files: str
    work: Work
    step: str
    done: int
    parts: int
    is_silent: bool
    decided_by: str = ""
    decided_at: str = ""
    reason: str = ""
    undone_by: str = ""
    undo_reason: str = ""
    problem: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_at_work(self) -> bool:
        """Whether a process is at it."""
        return self.work in {Work.RUNNING, Work.STOPPING} and not self.is_silent

    @property
    def is_stuck(self) -> bool:
        """Whether work that was to go on has ended: stopped, failed, or gone."""
        return self.state in AT_WORK and not self.is_at_work

    @property
    def subject(self) -> str:
        """As the chain names it."""
        return f"upload:{self.id}"


def day_of(moment: datetime) -> date:
    """The day in China at a moment."""
    return moment.astimezone(CHINA).date()


def base_name(name: str) -> str:
    """The last part of a file's name, whichever way its folders are written."""
    return PurePosixPath(name.replace("\\", "/")).name.strip()


def is_good_name(name: str) -> bool:
    """Whether a file of that name is taken: a workbook or CSV, by a name that every system can hold."""
    return (
        0 < len(name) <= LONGEST_NAME
        and name.isprintable()
        and not _FORBIDDEN & set(name)
        and not name.startswith((".", _OPEN_IN_OFFICE))
        and name.lower().endswith(SUFFIXES)
    )
