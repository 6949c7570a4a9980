"""Builds that must stay: kept by hand, or because a case or a report refers to them."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection

from dashboard.operational.chain import events_of
from dashboard.operational.errors import ActError
from dashboard.operational.event import Event
from dashboard.operational.store import Act

PINNED: Final = "build_pinned"
UNPINNED: Final = "build_unpinned"
REMOVED: Final = "build_removed"
_SUBJECT: Final = "build:"


class Hold(StrEnum):
    """Why a build cannot be removed; the closed list."""

    CURRENT = "current"
    CASE = "case"
    REPORT = "report"
    BY_HAND = "by_hand"


class Pin(Struct, frozen=True):
    """A build kept by hand: who, when, why."""

    by: str
    at: str
    reason: str


class Held(Struct, frozen=True):
    """What holds builds.

    Attributes:
        current: id of the one in use.
        cases: numbers of the cases that froze a build, by its id.
        reports: builds that archived reports were made from.
        pins: builds kept by hand.
    """

    current: str
    cases: Mapping[str, tuple[str, ...]]
    reports: Collection[str]
    pins: Mapping[str, Pin]

    def holds(self, build_id: str) -> tuple[Hold, ...]:
        """Everything that holds a build; nothing where it may be removed."""
        found = {
            Hold.CURRENT: build_id == self.current,
            Hold.CASE: build_id in self.cases,
            Hold.REPORT: build_id in self.reports,
            Hold.BY_HAND: build_id in self.pins,
        }
        return tuple(hold for hold, is_so in found.items() if is_so)


def pins(connection: Connection) -> dict[str, Pin]:
    """The builds that are kept by hand now, by id."""
    found: dict[str, Pin] = {}
    for event in events_of(connection, PINNED, UNPINNED):
        build_id = event.subject.removeprefix(_SUBJECT)
        if event.kind == PINNED:
            found[build_id] = _pin(event)
        else:
            found.pop(build_id, None)
    return found


def _pin(event: Event) -> Pin:
    return Pin(event.actor, event.at, str(event.facts["reason"]))


def pin(act: Act, *, actor: str, build_id: str, reason: str) -> None:
    """Keep a build.

    Raises:
        ActError: no reason, or it is kept already.
    """
    if not reason.strip():
        raise ActError("no_reason")
    if build_id in pins(act.connection):
        raise ActError("pinned_already")
    act.record(PINNED, actor=actor, subject=f"{_SUBJECT}{build_id}", reason=reason.strip())


def unpin(act: Act, *, actor: str, build_id: str, reason: str) -> None:
    """Keep a build no longer; what cases and reports refer to stays all the same.

    Raises:
        ActError: no reason, or it is not kept by hand.
    """
    if not reason.strip():
        raise ActError("no_reason")
    if build_id not in pins(act.connection):
        raise ActError("not_pinned")
    act.record(UNPINNED, actor=actor, subject=f"{_SUBJECT}{build_id}", reason=reason.strip())


def note_removal(act: Act, *, actor: str, build_id: str, held: Held, reason: str) -> None:
    """Write down that a build is removed; the caller removes it before the transaction ends.

    Raises:
        ActError: no reason, or something holds it.
    """
    if not reason.strip():
        raise ActError("no_reason")
    if held.holds(build_id):
        raise ActError("build_held")
    act.record(REMOVED, actor=actor, subject=f"{_SUBJECT}{build_id}", reason=reason.strip())
