"""Reports that are being made in the background: what was asked for, how far it is, whether to stop.

A job is a file beside the archive, so that every process of the server tells the same. It is written by the
process that works on it and by nobody else; who wants it stopped leaves a second file.
"""

import json
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from dashboard.operational.errors import TOO_MANY, ActError

FOLDER: Final = "report-jobs"
MOST_AT_ONCE: Final = 3
SILENT_SECONDS: Final = 180
"""The longest report takes a few seconds; who says nothing for so long has ended."""

State = Literal["waiting", "running", "done", "cancelled", "failed"]
_OPEN: Final = frozenset({"waiting", "running"})


class Asked(Struct, frozen=True):
    """What somebody wants made.

    Attributes:
        formats: ``docx``, ``pdf``, ``xlsx``.
        regions: codes, one report each.
        scope: codes of the regions of whoever asks, where these limit what a report may speak of.
        build_id: a fixed build; empty for the current one.
        run_id: the archived draft that is reviewed or issued; empty where a draft is asked for.
        number: number of the issue.
        state: state that the archived draft reaches.
        head: head of the chain with the act that led there.
    """

    kind: str
    period: str
    lang: str
    regions: tuple[str, ...]
    formats: tuple[str, ...]
    by: str
    scope: tuple[str, ...] = ()
    build_id: str = ""
    run_id: str = ""
    number: str = ""
    state: str = "draft"
    head: str = ""


class Job(Struct, frozen=True):
    """How far it is.

    Attributes:
        at: when it was asked for, seconds since 1970.
        seen_at: when the process that works on it last said so.
        done: reports made.
        now: code of the region of the report that is being made.
        runs: their numbers in the archive.
        problem: why it failed, in both languages.
    """

    id: str
    asked: Asked
    state: State
    at: float
    seen_at: float
    done: int = 0
    now: str = ""
    runs: tuple[str, ...] = ()
    problem: tuple[tuple[str, str], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it still goes on."""
        return self.state in _OPEN

    @property
    def of(self) -> int:
        """How many reports there will be."""
        return len(self.asked.regions)


class Jobs:
    """The jobs of one deployment."""

    def __init__(self, office: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = office / FOLDER
        self._clock = clock

    def ask(self, asked: Asked) -> Job:
        """Note a job that nobody works on yet.

        Raises:
            ActError: too many go on already.
        """
        is_draft = not asked.run_id  # what two people issued is made however much goes on
        if is_draft and sum(job.is_open for job in self.all()) >= MOST_AT_ONCE:
            raise ActError("report_jobs_full", status=TOO_MANY, most=MOST_AT_ONCE)
        now = self._clock()
        self._folder.mkdir(parents=True, exist_ok=True)
        return self.write(Job(secrets.token_hex(8), asked, "waiting", now, now))

    def find(self, identifier: str) -> Job | None:
        """A job by its number; one whose process has ended unseen is told as failed."""
        path = self._folder / f"{identifier}.json"
        if Path(identifier).name != identifier or not path.exists():
            return None
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        asked: dict[str, Any] = {
            key: tuple(one) if isinstance(one, list) else one for key, one in told["asked"].items()
        }
        told["problem"] = tuple(tuple(one) for one in told["problem"])
        job = Job(**{**told, "asked": Asked(**asked), "runs": tuple(told["runs"])})
        is_silent = job.is_open and self._clock() - job.seen_at > SILENT_SECONDS
        return replace(job, state="failed") if is_silent else job

    def all(self) -> tuple[Job, ...]:
        """All jobs, the latest first."""
        found = (self.find(path.stem) for path in self._folder.glob("*.json"))
        return tuple(sorted((job for job in found if job), key=lambda job: -job.at))

    def write(self, job: Job) -> Job:
        """Say how far a job is, so that nobody ever sees half of it."""
        job = replace(job, seen_at=self._clock())
        path = self._folder / f"{job.id}.json"
        draft = path.with_suffix(".draft")
        draft.write_text(json.dumps(to_builtins(job), ensure_ascii=False), encoding="utf-8")
        draft.replace(path)
        return job

    def cancel(self, identifier: str) -> None:
        """Ask the process that works on a job to stop after the report it is making."""
        (self._folder / f"{identifier}.cancel").touch()

    def is_cancelled(self, identifier: str) -> bool:
        """Whether somebody wants a job stopped."""
        return (self._folder / f"{identifier}.cancel").exists()
