"""What a check found."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct, field


class Status(StrEnum):
    """How bad it is; the closed list."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Finding(Struct, frozen=True):
    """One line of the doctor.

    Attributes:
        check: what was looked at; key of its words.
        status: how bad.
        outcome: key of what was found, below the check.
        facts: what the sentence names.
    """

    check: str
    status: Status
    outcome: str
    facts: dict[str, Any] = field(default_factory=dict)


def well(check: str, outcome: str = "ok", **facts: Any) -> Finding:
    """All right."""
    return Finding(check, Status.OK, outcome, facts)


def worth_a_look(check: str, outcome: str, **facts: Any) -> Finding:
    """It runs, but somebody should look."""
    return Finding(check, Status.WARN, outcome, facts)


def wrong(check: str, outcome: str, **facts: Any) -> Finding:
    """It does not run, or not safely."""
    return Finding(check, Status.FAIL, outcome, facts)


class Machine(Protocol):
    """What the checks ask the machine; the tests pass another."""

    def now(self) -> datetime:
        """The time, in UTC."""

    def free(self, folder: Path) -> int:
        """Bytes free on the file system of a folder."""

    def version(self, package: str) -> str:
        """The installed version of a package; empty where it is missing."""

    def python(self) -> tuple[int, int, int]:
        """The version of the interpreter."""

    def keeps_bytecode(self) -> bool:
        """Whether compiled modules are kept, so that a start does not compile them anew."""
