"""A case as the fold of its events: frozen, complete, and the same whenever it is read again."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import replace

from etl.model.restriction import ENDED, CaseState, Role


class Move(StrEnum):
    """What became of an act: done outright, or drafted, then confirmed by a second person or taken back."""

    DONE = "done"
    DRAFTED = "drafted"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class Person(Struct, frozen=True):
    """Who acts.

    Attributes:
        id: name of the account.
        roles: what the person may do in this case; ``region`` only for the region that the case is about.
    """

    id: str
    roles: frozenset[Role]


class Act(Struct, frozen=True):
    """An act that a person wants to do.

    Attributes:
        name: row of the instrument's table.
        by: who does it.
        on: the day on which it is done.
        basis: number of the document that it rests on; never the draft regulation.
        reason: why, in the person's words.
        contents: what it must say, as text: days as ``YYYY-MM-DD``, terms in months, attachments by hash.
        document: 文号 of the act itself, where it has one.
        attachments: hashes of what is attached beside the contents.
    """

    name: str
    by: Person
    on: date
    basis: str
    reason: str
    contents: Mapping[str, str] = field(default_factory=dict)
    document: str | None = None
    attachments: tuple[str, ...] = ()


class CaseEvent(Struct, frozen=True):
    """Something that happened in a case; the chain keeps it for ever."""

    move: Move
    act: Act


class FrozenEvidence(Struct, frozen=True):
    """What a case was opened with, as it was then.

    Attributes:
        build_id: the build that the figures are of; it is never removed while a case names it.
        flags: ids of the flags, each with its strength (``founding`` or ``warning``).
        frozen: id of the flag → all that the build said of it: result, value, target, rule, every check.
    """

    build_id: str | None = None
    flags: Mapping[str, str] = field(default_factory=dict)
    frozen: Mapping[str, str] = field(default_factory=dict)

    @property
    def may_found(self) -> bool:
        """Whether one of the flags may found a proposal of restriction."""
        return "founding" in self.flags.values()


class Case(Struct, frozen=True):
    """A case as its events have made it.

    Attributes:
        instrument: id of the instrument that it runs by.
        region: code of the region that it is about.
        state: where it stands; None before it is opened.
        pending: a drafted act that waits for a second person.
        events: all that happened, oldest first.
        people: act → everybody who did or confirmed it the last time.
        expiry: last day of the term; None where no term runs.
        was_extended: whether the one extension has been used.
        check_result: ``passed`` or ``failed`` of the last on-site check.
    """

    instrument: str
    region: str
    evidence: FrozenEvidence = FrozenEvidence()
    state: CaseState | None = None
    pending: Act | None = None
    events: tuple[CaseEvent, ...] = ()
    people: Mapping[str, frozenset[str]] = field(default_factory=dict)
    expiry: date | None = None
    was_extended: bool = False
    check_result: str | None = None

    @property
    def is_ended(self) -> bool:
        """Whether nothing follows any more."""
        return self.state in ENDED

    @property
    def last_day(self) -> date | None:
        """The day of the last event."""
        return self.events[-1].act.on if self.events else None

    def counted(self, name: str) -> tuple[Act, ...]:
        """The acts of a name that count: done outright, or confirmed. Oldest first."""
        counting = (Move.DONE, Move.CONFIRMED)
        found: list[Act] = []
        draft: Act | None = None
        for event in self.events:
            draft = event.act if event.move is Move.DRAFTED else draft
            if event.move in counting and event.act.name == name:
                drafted = draft if event.move is Move.CONFIRMED else None
                found.append(replace(drafted, on=event.act.on) if drafted else event.act)
        return tuple(found)


def latest(acts: Sequence[Act]) -> Act | None:
    """The last of some acts."""
    return acts[-1] if acts else None
